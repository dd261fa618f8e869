"""The screen of putting goods away: what waits in the bay, where it should go and why; the bin's scan ends it."""

from picking.catalogue.model import Item
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right, word
from picking.handheld.entered import whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.screens.asks import number
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.handheld.walk import bin_shown
from picking.receiving import commands as receiving
from picking.receiving.model import DeliveryLot
from picking.receiving.proposals import propose
from picking.receiving.queries import in_bay
from picking.stock.model import Lot
from picking.tasks.queries import bins_waiting_for

Waiting = tuple[DeliveryLot, Lot, Item]


def begin(at: Standing, _: Json) -> Said:
    """Go and put away what lies in the bay."""
    if not in_bay(at.work.session, at.store_id):
        raise Refusal("bay_is_empty")
    at.go("put_away")
    return right("wants_put_away")


def show(at: Standing) -> Json:
    """Show the goods at hand, the bins proposed for them, and what comes next."""
    waiting = in_bay(at.work.session, at.store_id)
    at_hand = _chosen(at) or next(iter(waiting), None)
    bins = _bins(at, at_hand) if at_hand else []
    return {
        "line": {**_shown(at, at_hand), "quantity": _at_once(at, at_hand)} if at_hand else None,
        "bin": bins[0] if bins else None,
        "why": bins[0]["why"] if bins else None,
        "other_bins": bins[1:],
        "left": len(waiting),
        "scan_now": [],
    }


def _shown(at: Standing, waiting: Waiting) -> Json:
    share, lot, item = waiting
    return {
        "item": item.name(at.language), "picture": item.picture, "unit": str(item.unit),
        "quantity": share.left, "lot": lot.code,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
    }  # fmt: skip


def _bins(at: Standing, waiting: Waiting) -> list[Json]:
    """Propose bins for goods once a scan: what was proposed in its answer's sentence stands on its screen."""
    share, _, item = waiting
    return at.once(f"bins/{share.lot_id}/{share.left}", lambda: _proposed(at, share, item))


def _proposed(at: Standing, share: DeliveryLot, item: Item) -> list[Json]:
    waited_for = bins_waiting_for(at.work.session, at.store_id, item.sku)
    found = propose(at.work.session, at.work.now, at.store_id, item, share.left, waited_for)
    return [{**(bin_shown(each.bin) or {}), "why": word(f"why_{each.why}"), "room": each.room} for each in found]


def item_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take up goods of the bay: the lot the code names, else the first of the item."""
    found = in_bay(at.work.session, at.store_id, sku=meaning.key)
    code = meaning.scanned_item.lot_code
    meant = next((each for each in found if each[1].code == code), found[0] if found else None)
    if meant is None:
        raise Refusal("not_in_the_bay", item=meaning.name)
    at.go("put_away", delivery_id=meant[0].delivery_id, lot_id=meant[0].lot_id)
    bins = _bins(at, meant)
    return right("put_it_into", item=meaning.name, bin=bins[0]["name"] if bins else "?")


def part(at: Standing, facts: Json) -> Said:
    """Put only so many of them into the next bin."""
    quantity = whole_number_of(facts, "quantity")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    at.remember(quantity=quantity)
    return right("scan_the_bin_for", quantity=quantity)


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Put the goods at hand into this bin."""
    at_hand = _chosen(at) or next(iter(in_bay(at.work.session, at.store_id)), None)
    if at_hand is None:
        raise Refusal("scan_the_item_first")
    share, _, item = at_hand
    quantity = _at_once(at, at_hand)
    receiving.put_away(at.work, share.delivery_id, share.lot_id, quantity, bin_.key)
    at.work.session.flush()
    if not share.left:
        at.forget("delivery_id", "lot_id")
    at.forget("quantity")
    if not in_bay(at.work.session, at.store_id):
        at.go("home")
        return finished("all_put_away")
    return right("goods_put_away", item=item.name(at.language), quantity=quantity, bin=bin_.name)


def _at_once(at: Standing, waiting: Waiting) -> int:
    """Give how much goes into the next bin: the part that was entered, else all of it."""
    return int(at.facts.get("quantity") or waiting[0].left)


def _chosen(at: Standing) -> Waiting | None:
    """Give the goods whose code was scanned, however much else waits."""
    if "lot_id" not in at.facts:
        return None
    named = (at.facts["delivery_id"], at.facts["lot_id"])
    return next(iter(in_bay(at.work.session, at.store_id, lot=named)), None)


PUT_AWAY = ScreenKind(
    name="put_away",
    show=show,
    scans={Kind.ITEM: item_scanned, Kind.BIN: bin_scanned},
    steps={"part": Step(part, asks=(number(),)), "home": Step(leave)},
)
