"""Decides when each part of an order is started, backwards from the promise, so that all meet at the slot."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Part:
    """Something that must be there with the rest: a stall's ticket, a walk, or the rider's approach.

    `seconds` is the time from start to slot that is nearly always enough, `seconds_early` the time it takes when all
    goes well (None: the same); `hold_seconds_max` is how long it may wait at the slot once it is there.
    """

    id: str
    seconds: float
    seconds_early: float | None = None
    hold_seconds_max: float = inf

    @property
    def lead_seconds(self) -> float:
        """Give how long before the meeting it starts: enough time, but never so early that it waits too long."""
        return min(self.seconds, self.soonest_seconds)

    @property
    def soonest_seconds(self) -> float:
        """Give how long before the meeting it may start at the soonest: done early, it just waits as long as it may."""
        early = self.seconds if self.seconds_early is None else self.seconds_early
        return early + self.hold_seconds_max


@dataclass(frozen=True, slots=True)
class Release:
    """When the parts meet, when each starts (in the parts' order), and how much after the promise that is."""

    meet_at: float
    starts: tuple[float, ...]
    late_seconds: float


def release_times(promise: float, parts: Sequence[Part], *, now: float, spare_seconds: float = 0.0) -> Release:
    """Start every part so that all meet `spare_seconds` before the promise, or together as soon as can be.

    When the longest part can no longer make it, the others wait for it: nothing gets cold beside a missing part.
    """
    longest = max((part.lead_seconds for part in parts), default=0.0)
    meet_at = max(promise - spare_seconds, now + longest)
    starts = tuple(meet_at - part.lead_seconds for part in parts)
    return Release(meet_at, starts, max(0.0, meet_at - promise))
