"""What the planner answers: trips, what could not be planned, and the reason of each decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Because(StrEnum):
    """Why the planner decided as it did; a stable code, its value the English sentence for the facts beside it."""

    DUE_FIRST = "order {order} is due first, {spare:.0f} s to spare"
    LATE_ALREADY = "order {order} is due first, {late:.0f} s late even so"
    LONGEST_WALK = "order {order} has the longest walk of those open"
    JOINED = "{orders} more on the way for {metres:.0f} m"
    ALONE = "order {order} carries more {key} than a trip may, so it goes alone"
    ONLY_ONE_FREE = "{picker} is the only one free for it"
    NEAREST = "{picker} is nearest of {free} free, {metres:.0f} m away"
    BEST_TOGETHER = "{picker} of {free} free, so that all trips of the moment fit best"
    AISLE_FULL = "it waits until there is room in aisle {aisle}"
    AISLE_CLOSED = "it waits until aisle {aisle} opens"
    NOT_REACHABLE = "no way leads from the start over its bins to the end"
    NOBODY_MAY = "nobody has the zone, the skill and the allowance for it"


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: a stable code and its facts, so that any language can say it."""

    because: Because
    facts: Mapping[str, str | float] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Give the stable code, lower case."""
        return self.because.name.lower()

    def __str__(self) -> str:
        return self.because.value.format(**self.facts)


@dataclass(frozen=True, slots=True)
class Trip:
    """One walk: who, from when to when, which orders, which bins (indexes) in which order, and why.

    `start` is when the walk begins at the floor's start; `metres` is the walk from there to the floor's end.
    """

    picker: str
    start: float
    end: float
    orders: tuple[str, ...]
    route: tuple[int, ...]
    metres: float
    late: tuple[str, ...] = ()
    why: tuple[Reason, ...] = ()

    @property
    def explanation(self) -> str:
        """Say the reasons in one English sentence."""
        return "; ".join(map(str, self.why))


@dataclass(frozen=True, slots=True)
class Unplanned:
    """An order no trip takes, and the reason."""

    order: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """All trips in the order they start; equal plans are equal however long the planning took."""

    trips: tuple[Trip, ...]
    unplanned: tuple[Unplanned, ...] = ()
    plan_ms: float = field(default=0.0, compare=False)

    @property
    def metres(self) -> float:
        """Give the length of all walks together."""
        return sum(trip.metres for trip in self.trips)

    @property
    def late(self) -> int:
        """Count the orders that end after they are due."""
        return sum(len(trip.late) for trip in self.trips)
