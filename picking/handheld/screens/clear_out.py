"""The screen of clearing the shelves: bin, item, then written off or given away, until nothing of the list is left."""

from collections.abc import Sequence
from datetime import date

from picking.counting.model import CountCause
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.freshness import commands as freshness
from picking.freshness.model import Gone
from picking.freshness.queries import DatedShare, dated_shares
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import optional_number_of, text_of
from picking.handheld.freshness import freshness_shown
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.asks import YES_ASK, Option, number, photo
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.tasks import commands as tasks

REASON = "expired"


def show(at: Standing) -> Json:
    """Show the goods at hand, and how many are left."""
    left = _left(at)
    at_hand = _at_hand(at, left)
    is_here = _is_before(at, at_hand)
    return {
        **floor_task.show(at),
        **({"bin": bin_shown(at_hand.bin), "at_hand": _shown(at, at_hand)} if at_hand else {"at_hand": None}),
        "left": len(left),
        "may_donate": at_hand is not None and at_hand.ends_on >= at.today,
        "scan_now": [] if _is_in_hand(at) else ["scan_item" if is_here else "scan_bin"],
    }


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Stand before a bin of the list."""
    here = [each for each in _left(at) if each.bin.id == bin_.key]
    if not here:
        raise Refusal("nothing_to_clear_here", bin=bin_.name)
    floor_task.note(at, bin_id=bin_.key, lot_id=here[0].lot.id if len(here) == 1 else None)
    if len(here) > 1:
        return attention("which_item", bin=bin_.name)
    return right("take_it_off", item=here[0].item.name(at.language), bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Take the item in hand: the lot its code names, else the one that ended first."""
    here = floor_task.so_far(at).get("bin_id")
    if here is None:
        raise Refusal("scan_a_bin_first")
    lots = [each for each in _left(at) if each.bin.id == here and each.item.sku == item.key]
    code = item.scanned_item.lot_code
    meant = next((each for each in lots if each.lot.code == code), lots[0] if lots else None)
    if meant is None:
        raise Refusal("still_good", item=item.name)
    floor_task.note(at, lot_id=meant.lot.id)
    return right("take_it_off", item=item.name, bin=place_name(here))


def wasted(at: Standing, facts: Json) -> Said:
    """Write off what is at hand, all of it unless a number says otherwise."""
    return _gone(at, facts, Gone.WASTE)


def donated(at: Standing, facts: Json) -> Said:
    """Give away what is at hand; only what is still good today."""
    return _gone(at, facts, Gone.DONATION)


def not_there(at: Standing, _: Json) -> Said:
    """Say that it does not lie there: somebody counts the bin, and the list goes on."""
    share = _expected(at)
    tasks.ask_count(at.work, share.bin.id, share.item.sku, CountCause.DOUBT)
    floor_task.note(at, lot_id=None, passed=[*floor_task.so_far(at).get("passed", []), _key(share)])
    return _go_on(at, "count_opened", bin=place_name(share.bin.id))


def _gone(at: Standing, facts: Json, gone: Gone) -> Said:
    share = _expected(at)
    entered = optional_number_of(facts, "quantity")
    quantity = share.share.quantity if entered is None else entered
    reason = text_of(facts, "reason", needed=False) or REASON
    photo = text_of(facts, "photo", needed=False) or None
    freshness.write_off(at.work, share.bin.id, share.lot.id, quantity, reason, gone=gone, photo=photo)
    floor_task.note(at, lot_id=None)
    item = share.item.name(at.language)
    return _go_on(at, f"item_{gone}", item=item, quantity=quantity)


def _go_on(at: Standing, code: str, **facts: object) -> Said:
    at.work.session.flush()
    if not _left(at):
        return floor_task.finish(at, "shelves_cleared", {})
    return right(code, **facts)


def _left(at: Standing) -> list[DatedShare]:
    """Read what is still to be taken off: what was sold meanwhile is off the list by itself."""
    subject = floor_task.in_hand(at).subject
    until, passed = date.fromisoformat(subject["until"]), set(floor_task.so_far(at).get("passed", []))
    shares = dated_shares(at.work.session, at.store_id, until, zone_id=subject["zone_id"])
    left = [each for each in shares if _key(each) not in passed]
    return sorted(left, key=lambda each: (each.bin.aisle, each.bin.id, each.ends_on))


def _at_hand(at: Standing, left: list[DatedShare]) -> DatedShare | None:
    so_far = floor_task.so_far(at)
    named = (so_far.get("bin_id"), so_far.get("lot_id"))
    return next((each for each in left if (each.bin.id, each.lot.id) == named), left[0] if left else None)


def _expected(at: Standing) -> DatedShare:
    so_far = floor_task.so_far(at)
    share = _at_hand(at, _left(at))
    if share is None or share.bin.id != so_far.get("bin_id"):
        raise Refusal("scan_the_bin_first", bin=place_name(share.bin.id) if share else "")
    if so_far.get("lot_id") is None:
        raise Refusal("scan_the_item_first")
    return share


def _key(share: DatedShare) -> str:
    return f"{share.bin.id}/{share.lot.id}"


def _shown(at: Standing, each: DatedShare) -> Json:
    return {
        "bin": bin_shown(each.bin),
        "sku": each.item.sku,
        "item": each.item.name(at.language),
        "picture": each.item.picture,
        "lot": each.lot.code,
        "expires_on": each.ends_on.isoformat(),
        "quantity": each.share.quantity,
        "unit": str(each.item.unit),
        "freshness": freshness_shown(each.item, each.lot, at.today),
    }


def _may_donate(at: Standing) -> bool:
    share = _at_hand(at, _left(at))
    return share is not None and share.ends_on >= at.today and _is_in_hand(at)


def _is_in_hand(at: Standing) -> bool:
    so_far = floor_task.so_far(at)
    return so_far.get("bin_id") is not None and so_far.get("lot_id") is not None


def _is_before(at: Standing, share: DatedShare | None) -> bool:
    return share is not None and share.bin.id == floor_task.so_far(at).get("bin_id")


def _dear(at: Standing) -> Sequence[Option]:
    """Want a photo of what is worth much."""
    share = _at_hand(at, _left(at))
    is_dear = share is not None and freshness.needs_photo(at.work, share.lot, share.share.quantity)
    return YES_ASK if is_dear else ()


CLEAR_OUT = ScreenKind(
    name="clear_out",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "wasted": Step(wasted, _is_in_hand, (number(), photo(_dear))),
        "donated": Step(donated, _may_donate, (number(), photo(_dear))),
        "not_there": Step(not_there, _is_in_hand),
        **floor_task.GIVE_BACK,
    },
)
