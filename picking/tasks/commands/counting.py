"""Counts as work: somebody is sent to count, a recount to somebody else, and nobody when it is settled."""

from collections.abc import Mapping

from picking.counting import commands as counting
from picking.counting.events import CountSettled, CountWanted
from picking.counting.model import CountCause, StockCount
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.events import SoldUnbooked
from picking.tasks.commands.floor_tasks import ask, drop
from picking.tasks.model import FloorTask, FloorTaskKind

# What says that somebody holds what the books do not have: the fact that names the bin.
SUSPICIOUS: Mapping[str, str] = {"not_there": "place", "not_there_to_bring": "bin"}


def ask_count(work: UnitOfWork, bin_id: str, sku: str, cause: CountCause) -> None:
    """Ask for one count of an item in a bin, never for two at a time."""
    _send(work, counting.schedule(work, bin_id, sku, cause))


def send_counter(work: UnitOfWork, event: CountWanted) -> None:
    """Send somebody to count; a recount goes to somebody else than the count before."""
    _send(work, work.get(StockCount, event.count_id))


def call_counter_off(work: UnitOfWork, event: CountSettled) -> None:
    """Send nobody any more."""
    drop(work, key_of(work.get(StockCount, event.count_id)))


def end_count(work: UnitOfWork, task: FloorTask, quantity: int | None) -> None:
    """End the count a floor task asked for, with the number of its one item, or with the numbers entered before."""
    bin_id, sku = task.subject["bin_id"], task.subject.get("sku")
    count_id = task.subject.get("count_id") or counting.schedule(work, bin_id, sku, CountCause.LEAD, ask=False).id
    if sku is not None and quantity is not None:
        counting.note_line(work, count_id, sku, quantity)
    counting.complete_count(work, count_id)


def count_after_refusal(work: UnitOfWork, refusal: Refusal) -> None:
    """Have a bin counted when somebody was refused goods because the books do not have them."""
    named = refusal.facts.get(SUSPICIOUS.get(refusal.code, ""))
    place = work.find(Bin, named) if isinstance(named, str) else None
    if place is not None and place.store_id == work.by.store_id:
        ask_count(work, place.id, str(refusal.facts["sku"]), CountCause.REFUSAL)


def count_after_till(work: UnitOfWork, event: SoldUnbooked) -> None:
    """React to a till's sale of what no book knew: its face is wrong and is counted."""
    if event.bin_id is not None:
        ask_count(work, event.bin_id, event.sku, CountCause.DOUBT)


def key_of(count: StockCount) -> str:
    """Name the one open floor task of a count."""
    return f"count:{count.key}"


def _send(work: UnitOfWork, count: StockCount) -> None:
    subject = {"bin_id": count.bin_id, "count_id": count.id, "blind": count.blind}
    if count.sku is not None:
        subject["sku"] = count.sku
    if count.round > 1 and count.counted_by is not None:
        subject["not_by"] = count.counted_by
    zone_id = work.get(Bin, count.bin_id).zone_id
    ask(work, FloorTaskKind.COUNT, key_of(count), subject, count.due_at, zone_id=zone_id)
