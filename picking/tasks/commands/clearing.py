"""The evening's clear-out as work: one task a zone, for everything that cannot be sold tomorrow."""

from datetime import timedelta

from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness.events import ClearOutWanted
from picking.tasks.commands.floor_tasks import ask
from picking.tasks.model import FloorTaskKind

DONE_WITHIN = timedelta(hours=1)


def ask_clear_out(work: UnitOfWork, event: ClearOutWanted) -> None:
    """Ask somebody to take off the shelves of a zone what is over; one open task a zone is enough."""
    subject = {"zone_id": event.zone_id, "until": event.until.isoformat()}
    key = f"clear_out:{event.zone_id or event.store_id}"
    task = ask(work, FloorTaskKind.CLEAR_OUT, key, subject, work.now + DONE_WITHIN, zone_id=event.zone_id)
    task.subject = subject  # one that nobody did yesterday is today's
