"""What counting tells the rooms above it."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class CountWanted(Event):
    """Somebody is to go and count."""

    count_id: str


@dataclass(frozen=True)
class CountSettled(Event):
    """Nobody need go and count any more: it was seen in passing, or is not wanted."""

    count_id: str
