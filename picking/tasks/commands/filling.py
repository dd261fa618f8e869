"""Replenishments as work: somebody is sent to fetch, and to count where a lead does not believe it."""

from picking.counting.model import CountCause
from picking.floor.model import Bin
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.events import ReplenishmentRefused, ReplenishmentWanted
from picking.replenishing.model import Replenishment
from picking.tasks.commands.counting import ask_count
from picking.tasks.commands.floor_tasks import ask
from picking.tasks.model import FloorTaskKind


def send_filler(work: UnitOfWork, event: ReplenishmentWanted) -> None:
    """Send somebody to fetch goods for a face; asked again it becomes more urgent, never twice."""
    wished = work.get(Replenishment, event.replenishment_id)
    subject = {
        "replenishment_id": wished.id, "sku": wished.sku, "bin_id": wished.bin_id, "from_bin": wished.from_bin,
        "quantity": wished.quantity,
    }  # fmt: skip
    key = f"replenish:{wished.bin_id}:{wished.sku}"
    zone_id = work.get(Bin, wished.bin_id).zone_id
    task = ask(work, FloorTaskKind.REPLENISH, key, subject, wished.due_at, zone_id=zone_id)
    if task.subject != subject:
        task.subject = subject


def count_source(work: UnitOfWork, event: ReplenishmentRefused) -> None:
    """React to a lead who does not believe what was brought."""
    ask_count(work, event.bin_id, event.sku, CountCause.LEAD)
