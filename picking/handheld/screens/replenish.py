"""The screen of filling a face from a reserve, and of the reverse: scan where from, enter how much, scan where to."""

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right, word
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.asks import When, number, reason
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.stock.queries import bin_contents

TOLD = ("display", "rotate", "overfull")
LESS_FOR = ("not_found", "damaged", "expired", "bin_full")


def show(at: Standing) -> Json:
    """Show where to go now: to where the goods are first, then with them to where they are wanted."""
    subject, so_far = floor_task.in_hand(at).subject, floor_task.so_far(at)
    is_fetched = "quantity" in so_far
    place = subject["bin_id"] if is_fetched else so_far.get("from_bin") or subject.get("from_bin")
    item = at.work.get(Item, subject["sku"])
    return {
        **floor_task.show(at),
        "bin": bin_shown(at.work.find(Bin, place) if place else None),
        "title": word(_title(subject, is_fetched=is_fetched)),
        "why": _why(subject),
        "quantity": so_far["quantity"] if is_fetched else subject["quantity"],
        "unit": str(item.unit),
        "scan_now": ["scan_item", "scan_bin"] if "from_bin" in so_far and not is_fetched else ["scan_bin"],
    }


def _title(subject: Json, *, is_fetched: bool) -> str:
    if subject.get("back"):
        return "put_behind" if is_fetched else "take_from_face"
    return "fill_face" if is_fetched else "fetch_from"


def _why(subject: Json) -> Json | None:
    """Say in a word why goods are carried, where that is not what is always done."""
    cause = subject.get("cause")
    return word(f"carried_for_{cause}") if cause in TOLD else None


def _is_before_reserve(at: Standing) -> bool:
    so_far = floor_task.so_far(at)
    return "from_bin" in so_far and "quantity" not in so_far


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Take from the first bin scanned, put into the one where it is wanted; that one's scan ends the task."""
    so_far, subject = floor_task.so_far(at), floor_task.in_hand(at).subject
    wanted = subject["bin_id"]
    if "quantity" in so_far:
        floor_task.expect_bin(bin_, wanted)
        return floor_task.finish(at, "put_behind_done" if subject.get("back") else "replenished", so_far, bin=bin_.name)
    if subject.get("back"):
        floor_task.expect_bin(bin_, subject["from_bin"])
    elif bin_.key == wanted:
        raise Refusal("fetch_it_first", bin=place_name(wanted))
    floor_task.note(at, from_bin=bin_.key)
    return right("how_many_taken", bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Look whether these are the goods, and whether what ends first comes to the face and what ends last leaves it."""
    subject = floor_task.in_hand(at).subject
    floor_task.expect_item(at, item, subject["sku"])
    _expect_lot(at, item, is_back=bool(subject.get("back")))
    return right("this_one_it_is", item=item.name)


def _expect_lot(at: Standing, item: Meaning, *, is_back: bool) -> None:
    """Refuse a lot whose code says that another one of the same bin is to be taken before it."""
    ends, from_bin = item.scanned_item.expires_on, floor_task.so_far(at).get("from_bin")
    if ends is None or from_bin is None:
        return
    lying = [(share, lot) for share, lot in bin_contents(at.work.session, from_bin) if share.sku == item.key]
    days = [
        lot.expires_on
        for share, lot in lying
        if lot.expires_on and not lot.is_expired(at.today) and (share.allocated < share.quantity or not is_back)
    ]
    if days and not is_back and ends > min(days):
        raise Refusal("older_first", item=item.name, expires_on=str(min(days)))
    if days and is_back and ends < max(days):
        raise Refusal("later_first", item=item.name, expires_on=str(max(days)))


def taken(at: Standing, facts: Json) -> Said:
    """Enter how much was taken out of where it lay."""
    subject = floor_task.in_hand(at).subject
    if "from_bin" not in floor_task.so_far(at):
        raise Refusal("scan_the_reserve_first")
    quantity = whole_number_of(facts, "quantity")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    asked, reason = subject["quantity"], text_of(facts, "reason", needed=False)
    if quantity < asked and not reason:
        raise Refusal("altered_without_reason", asked=asked, brought=quantity)
    floor_task.note(at, quantity=quantity, reason=reason)
    return right("bring_it", bin=place_name(subject["bin_id"]), quantity=quantity)


REPLENISH = ScreenKind(
    name="replenish",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "taken": Step(taken, _is_before_reserve, (number(), reason(*LESS_FOR, when=When.LESS))),
        **floor_task.GIVE_BACK,
    },
)
