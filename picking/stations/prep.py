"""How long a ticket takes by itself, and how late it is; pure."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from picking.foundation.quantity import Unit

SHARE_WARN = 0.7  # of the ticket's own time: the trade's yellow; red when all of it is used


class Pace(StrEnum):
    """How a ticket stands against its own time."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


def prep_seconds(items: Iterable[tuple[int, Unit, int]]) -> int:
    """Add up (seconds for one, unit, quantity); what is weighed is one piece, whatever it weighs."""
    return sum(seconds * (quantity if unit is Unit.PIECE else 1) for seconds, unit, quantity in items)


def pace(begun_at: datetime, own_seconds: int, now: datetime) -> Pace:
    """Compare the time since a ticket was fired with its own time."""
    used = (now - begun_at).total_seconds()
    if used >= own_seconds:
        return Pace.LATE
    return Pace.SOON if used >= own_seconds * SHARE_WARN else Pace.CALM
