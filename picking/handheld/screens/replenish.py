"""The screen of filling a face from a reserve: scan where it comes from, enter how much, scan where it goes."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.entered import whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.asks import number
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing


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
    """Look whether these are the goods that are wanted."""
    floor_task.expect_item(at, item, floor_task.in_hand(at).subject["sku"])
    return right("this_one_it_is", item=item.name)


def taken(at: Standing, facts: Json) -> Said:
    """Enter how much was taken out of the reserve."""
    if "from_bin" not in floor_task.so_far(at):
        raise Refusal("scan_the_reserve_first")
    quantity = whole_number_of(facts, "quantity")
    if quantity <= 0:
        raise Refusal("quantity_zero")
    floor_task.note(at, quantity=quantity)
    return right("bring_it", bin=place_name(floor_task.in_hand(at).subject["bin_id"]), quantity=quantity)


REPLENISH = ScreenKind(
    name="replenish",
    show=floor_task.show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={"taken": Step(taken, asks=(number(),)), **floor_task.GIVE_BACK},
)
