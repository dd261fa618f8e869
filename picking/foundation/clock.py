"""The time of day, handed in so that tests and the simulator can move it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """Give the time, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Give the machine's time in UTC."""
        return datetime.now(UTC)


class ManualClock:
    """A clock that stands until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the time it was set to."""
        return self._now

    def advance(self, **duration: float) -> None:
        """Move on by a duration in the words of `timedelta` (seconds=…, minutes=…)."""
        self._now += timedelta(**duration)
