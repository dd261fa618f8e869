"""The screen of filling a face from a reserve: scan where it comes from, enter how much, scan where it goes."""

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

LESS_FOR = ("not_found", "damaged", "expired", "bin_full")


def show(at: Standing) -> Json:
    """Show where to go now: to the goods behind first, then with them to the face."""
    subject, so_far = floor_task.in_hand(at).subject, floor_task.so_far(at)
    is_fetched = "quantity" in so_far
    place = subject["bin_id"] if is_fetched else so_far.get("from_bin") or subject.get("from_bin")
    item = at.work.get(Item, subject["sku"])
    return {
        **floor_task.show(at),
        "bin": bin_shown(at.work.find(Bin, place) if place else None),
        "title": word("fill_face" if is_fetched else "fetch_from"),
        "quantity": so_far["quantity"] if is_fetched else subject["quantity"],
        "unit": str(item.unit),
        "scan_now": ["scan_item", "scan_bin"] if "from_bin" in so_far and not is_fetched else ["scan_bin"],
    }


def _is_before_reserve(at: Standing) -> bool:
    so_far = floor_task.so_far(at)
    return "from_bin" in so_far and "quantity" not in so_far


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Take from the first bin scanned, put into the face; the face's scan ends the task."""
    so_far = floor_task.so_far(at)
    face = floor_task.in_hand(at).subject["bin_id"]
    if "quantity" in so_far:
        floor_task.expect_bin(bin_, face)
        return floor_task.finish(at, "replenished", so_far, bin=bin_.name)
    if bin_.key == face:
        raise Refusal("fetch_it_first", bin=place_name(face))
    floor_task.note(at, from_bin=bin_.key)
    return right("how_many_taken", bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Look whether these are the goods that are wanted, and whether what ends first is taken first."""
    floor_task.expect_item(at, item, floor_task.in_hand(at).subject["sku"])
    _expect_oldest(at, item)
    return right("this_one_it_is", item=item.name)


def _expect_oldest(at: Standing, item: Meaning) -> None:
    """Refuse a lot whose code says that it ends after one that lies in the same bin."""
    ends, from_bin = item.scanned_item.expires_on, floor_task.so_far(at).get("from_bin")
    if ends is None or from_bin is None:
        return
    lots = [lot for share, lot in bin_contents(at.work.session, from_bin) if share.sku == item.key]
    first = min((lot.expires_on for lot in lots if lot.expires_on and not lot.is_expired(at.today)), default=None)
    if first is not None and ends > first:
        raise Refusal("older_first", item=item.name, expires_on=str(first))


def taken(at: Standing, facts: Json) -> Said:
    """Enter how much was taken out of the reserve."""
    if "from_bin" not in floor_task.so_far(at):
        raise Refusal("scan_the_reserve_first")
    quantity = whole_number_of(facts, "quantity")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    asked, reason = floor_task.in_hand(at).subject["quantity"], text_of(facts, "reason", needed=False)
    if quantity < asked and not reason:
        raise Refusal("altered_without_reason", asked=asked, brought=quantity)
    floor_task.note(at, quantity=quantity, reason=reason)
    return right("bring_it", bin=place_name(floor_task.in_hand(at).subject["bin_id"]), quantity=quantity)


REPLENISH = ScreenKind(
    name="replenish",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "taken": Step(taken, _is_before_reserve, (number(), reason(*LESS_FOR, when=When.LESS))),
        **floor_task.GIVE_BACK,
    },
)
