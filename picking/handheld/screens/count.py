"""The screen of counting a bin: scan it, enter what lies there; a whole bin item by item, until it is done."""

from datetime import datetime

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.counting import commands as counting
from picking.counting.commands.looking import not_counted
from picking.counting.model import CountLine, StockCount
from picking.counting.queries import moved_between
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, attention, right
from picking.handheld.entered import text_of, whole_number_of
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens import floor_task
from picking.handheld.screens.asks import number
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.standing import Standing
from picking.stock.queries import bin_contents

SHOWN_MAX = 20


def show(at: Standing) -> Json:
    """Show the bin, what has its number, and only for an open count what the books expect."""
    subject = floor_task.in_hand(at).subject
    count = _count(at)
    at_hand = floor_task.so_far(at).get("sku")
    return {
        **floor_task.show(at),
        "whole_bin": "sku" not in subject,
        "blind": subject.get("blind", True),
        "again": count is not None and count.round > 1,
        "counted": _counted_shown(at, count) if count else [],
        "at_hand": at.work.get(Item, at_hand).name(at.language) if at_hand else None,
        "expected": None if subject.get("blind", True) else _expected(at, subject),
        "scan_now": _scan_now(at),
    }


def _scan_now(at: Standing) -> list[str]:
    """Name what is to be scanned next: the bin, then in a whole bin item by item."""
    if not _is_before_bin(at):
        return ["scan_bin"]
    return ["scan_item"] if _is_whole_bin(at) and not floor_task.so_far(at).get("sku") else []


def bin_scanned(at: Standing, bin_: Meaning) -> Said:
    """Stand before the right bin: the look begins."""
    floor_task.expect_bin(bin_, floor_task.in_hand(at).subject["bin_id"])
    _look_from_now(at, bin_id=bin_.key)
    return right("count_now" if "sku" in floor_task.in_hand(at).subject else "scan_what_lies_here", bin=bin_.name)


def item_scanned(at: Standing, item: Meaning) -> Said:
    """Look whether this is the item that is counted; in a whole bin any item is."""
    wanted = floor_task.in_hand(at).subject.get("sku")
    if wanted is not None:
        floor_task.expect_item(at, item, wanted)
        return right("this_one_it_is", item=item.name)
    _expect_before_bin(at)
    _look_from_now(at, sku=item.key)
    return right("how_many_of_it", item=item.name)


def counted(at: Standing, facts: Json) -> Said:
    """Enter what lies in the bin; only from before it, so that nobody counts from memory."""
    bin_id = _expect_before_bin(at)
    quantity = whole_number_of(facts, "quantity")
    subject = floor_task.in_hand(at).subject
    sku = subject.get("sku") or text_of(facts, "sku", needed=False) or floor_task.so_far(at).get("sku")
    if sku is None:
        raise Refusal("scan_the_item_first")
    if _moved_meanwhile(at, bin_id, sku):
        _look_from_now(at)
        return attention("moved_while_counting", item=at.work.get(Item, sku).name(at.language))
    if "sku" in subject:
        return floor_task.finish(at, "count_kept", {"quantity": quantity}, bin=place_name(bin_id), quantity=quantity)
    counting.note_line(at.work, subject["count_id"], sku, quantity)
    floor_task.note(at, sku=None, warned=False)
    return right("line_of_count_kept", item=at.work.get(Item, sku).name(at.language), quantity=quantity)


def bin_done(at: Standing, _: Json) -> Said:
    """End the count of a whole bin; what the books have and nobody entered must be confirmed as not there."""
    bin_id = _expect_before_bin(at)
    count = _count(at)
    if count is None or count.sku is not None:
        raise Refusal("count_needs_a_number")
    unseen = not_counted(at.work, count)
    if unseen and not floor_task.so_far(at).get("warned"):
        floor_task.note(at, warned=True)
        return attention("some_not_counted", count=len(unseen))
    return floor_task.finish(at, "bin_counted", {}, bin=place_name(bin_id))


def _count(at: Standing) -> StockCount | None:
    count_id = floor_task.in_hand(at).subject.get("count_id")
    return at.work.find(StockCount, count_id) if count_id else None


def _expect_before_bin(at: Standing) -> str:
    bin_id: str = floor_task.in_hand(at).subject["bin_id"]
    if floor_task.so_far(at).get("bin_id") != bin_id:
        raise Refusal("scan_the_bin_first", bin=place_name(bin_id))
    return bin_id


def _look_from_now(at: Standing, **facts: object) -> None:
    floor_task.note(at, look_from=at.work.now.isoformat(), **facts)


def _moved_meanwhile(at: Standing, bin_id: str, sku: str) -> bool:
    """Tell whether some came or went between the beginning of the look and its number: nobody knows what was seen."""
    return moved_between(at.work.session, bin_id, sku, datetime.fromisoformat(floor_task.so_far(at)["look_from"]))


def _counted_shown(at: Standing, count: StockCount) -> list[Json]:
    rows = select(CountLine, Item).join(Item, Item.sku == CountLine.sku)
    rows = rows.where(CountLine.count_id == count.id, CountLine.round == count.round)
    newest = rows.order_by(CountLine.looked_at.desc(), CountLine.sku).limit(SHOWN_MAX)
    return [
        {"sku": item.sku, "item": item.name(at.language), "quantity": line.counted, "unit": str(item.unit)}
        for line, item in at.work.session.execute(newest)
    ]


def _expected(at: Standing, subject: Json) -> list[Json]:
    lying = bin_contents(at.work.session, subject["bin_id"])
    figures: dict[str, int] = {}
    for share, _ in lying:
        if subject.get("sku") in (None, share.sku):
            figures[share.sku] = figures.get(share.sku, 0) + share.quantity
    return [
        {"sku": sku, "item": at.work.get(Item, sku).name(at.language), "quantity": quantity}
        for sku, quantity in list(figures.items())[:SHOWN_MAX]
    ]


def _is_before_bin(at: Standing) -> bool:
    return bool(floor_task.so_far(at).get("bin_id") == floor_task.in_hand(at).subject["bin_id"])


def _may_enter(at: Standing) -> bool:
    return _is_before_bin(at) and (not _is_whole_bin(at) or floor_task.so_far(at).get("sku") is not None)


def _may_end(at: Standing) -> bool:
    return _is_before_bin(at) and _is_whole_bin(at)


def _is_whole_bin(at: Standing) -> bool:
    return "sku" not in floor_task.in_hand(at).subject


COUNT = ScreenKind(
    name="count",
    show=show,
    scans={Kind.BIN: bin_scanned, Kind.ITEM: item_scanned},
    steps={
        "counted": Step(counted, _may_enter, (number(),)),
        "bin_done": Step(bin_done, _may_end),
        **floor_task.GIVE_BACK,
    },
)
