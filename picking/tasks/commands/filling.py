"""Replenishments as work: somebody is sent to fetch, and to count where a lead does not believe it."""

from picking.counting.model import CountCause
from picking.floor.model import Bin
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.commands import goes_back
from picking.replenishing.events import ReplenishmentCalledOff, ReplenishmentRefused, ReplenishmentWanted
from picking.replenishing.model import Replenishment
from picking.tasks.commands.counting import ask_count
from picking.tasks.commands.floor_tasks import ask, drop
from picking.tasks.model import FloorTaskKind


def send_filler(work: UnitOfWork, event: ReplenishmentWanted) -> None:
    """Send somebody to carry goods to a face, or from it back; asked again it becomes more urgent, never twice."""
    wished = work.get(Replenishment, event.replenishment_id)
    subject = {
        "replenishment_id": wished.id, "sku": wished.sku, "bin_id": wished.bin_id, "from_bin": wished.from_bin,
        "quantity": wished.quantity, "cause": str(wished.cause), "back": goes_back(work, wished),
    }  # fmt: skip
    face_id = wished.from_bin if subject["back"] else wished.bin_id
    zone_id = work.get(Bin, face_id).zone_id
    task = ask(work, FloorTaskKind.REPLENISH, _key(wished.bin_id, wished.sku), subject, wished.due_at, zone_id=zone_id)
    if task.subject != subject:
        task.subject = subject


def call_filler_off(work: UnitOfWork, event: ReplenishmentCalledOff) -> None:
    """React to a wish that is not needed any more."""
    drop(work, _key(event.bin_id, event.sku))


def count_source(work: UnitOfWork, event: ReplenishmentRefused) -> None:
    """React to a lead who does not believe what was brought."""
    ask_count(work, event.bin_id, event.sku, CountCause.LEAD)


def _key(bin_id: str, sku: str) -> str:
    return f"replenish:{bin_id}:{sku}"
