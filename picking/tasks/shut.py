"""Which waiting tasks nobody is sent to now: they lead into an aisle that is closed or full."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from picking.floor.model import Bin
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE
from picking.tasks.standing.floor_now import shut_aisles


def is_open(session: Session, store_id: str, now: datetime) -> ColumnElement[bool]:
    """Give the condition of a task that may be begun now, as far as aisles go."""
    shut = shut_aisles(session, store_id, now)
    if not shut:
        return true()
    inside = (
        select(PickLine.task_id)
        .join(Bin, Bin.id == PickLine.bin_id)
        .where(Bin.store_id == store_id, Bin.aisle.in_(shut), PickLine.state.in_(TO_TAKE))
    )
    return PickTask.id.not_in(inside)
