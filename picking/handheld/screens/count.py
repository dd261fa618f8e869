"""The screen of counting one item in one bin: scan the bin, enter what lies there."""

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, right
from picking.handheld.entered import whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Stand before the right bin."""
    floor_task.expect_bin(bin_, floor_task.in_hand(at).subject["bin_id"])
    floor_task.note(at, bin_id=bin_.key)
    return right("count_now", bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Look whether this is the item that is counted."""
    floor_task.expect_item(at, item, floor_task.in_hand(at).subject["sku"])
    return right("this_one_it_is", item=item.name)


def counted(at: Standing, facts: Json) -> Said:
    """Enter what lies in the bin; only from before it, so that nobody counts from memory."""
    bin_id = floor_task.in_hand(at).subject["bin_id"]
    if floor_task.so_far(at).get("bin_id") != bin_id:
        raise Refusal("scan_the_bin_first", bin=place_name(bin_id))
    quantity = whole_number_of(facts, "quantity")
    return floor_task.finish(at, "count_kept", {"quantity": quantity}, bin=place_name(bin_id), quantity=quantity)


COUNT = ScreenKind(
    name="count",
    show=floor_task.show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={"counted": Step(counted), **floor_task.GIVE_BACK},
)
