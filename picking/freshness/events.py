"""What freshness tells the rooms above it."""

from dataclasses import dataclass
from datetime import date

from picking.foundation.events import Event


@dataclass(frozen=True)
class ClearOutWanted(Event):
    """Somebody is to take what ends on this day, or has ended, off the shelves of a zone."""

    store_id: str
    zone_id: str | None
    until: date
