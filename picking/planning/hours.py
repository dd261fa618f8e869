"""Looks at a planned day hour by hour: what is open, what gets late, how far is walked, how many are out."""

from dataclasses import dataclass, field
from math import floor, inf

from picking.planning.outcome import Plan, Trip
from picking.planning.problem import PlanningOrder, Problem

HOUR_SECONDS = 3600.0


@dataclass(slots=True)
class Hour:
    """What one hour holds; `number` counts from the problem's origin.

    `arrived` orders came in, at most `open_most` were waiting or being picked at one moment, `late` were done too late
    (or, in no trip, fell due), `metres` were walked, and on average `walking` people were out.
    """

    number: int
    arrived: int = 0
    open_most: int = 0
    late: int = 0
    metres: float = 0.0
    walking: float = 0.0


@dataclass(slots=True)
class _Hours:
    """Hours that come to be when something falls into them."""

    by_number: dict[int, Hour] = field(default_factory=dict)

    def at(self, seconds: float) -> Hour:
        number = floor(seconds / HOUR_SECONDS)
        return self.by_number.setdefault(number, Hour(number))

    def spread(self, trip: Trip) -> None:
        """Lay a trip's metres evenly over the time it takes."""
        length, at = trip.end - trip.start, trip.start
        if not 0 < length < inf:
            self.at(trip.start).metres += trip.metres
            return
        while at < trip.end:
            hour = self.at(at)
            until = min(trip.end, (hour.number + 1) * HOUR_SECONDS)
            hour.metres += trip.metres * (until - at) / length
            hour.walking += (until - at) / HOUR_SECONDS
            at = until


def by_hour(problem: Problem, plan: Plan) -> tuple[Hour, ...]:
    """Give all hours from the first arrival to the last walk's end, empty ones too."""
    hours, ends = _Hours(), _ends(plan)
    for order in problem.orders:
        hours.at(_arrival(order)).arrived += 1
    for trip in plan.trips:
        hours.spread(trip)
        hours.at(trip.end).late += len(trip.late)
    dues = {order.id: order.due for order in problem.orders}
    for left in plan.unplanned:
        if dues[left.order] < inf:
            hours.at(dues[left.order]).late += 1
    return _with_open(hours, [(_arrival(order), ends.get(order.id, order.due)) for order in problem.orders])


def _with_open(hours: _Hours, lives: list[tuple[float, float]]) -> tuple[Hour, ...]:
    """Fill the gaps between hours, and in how many orders were open at most in each."""
    if not hours.by_number:
        return ()
    numbers = range(min(hours.by_number), max(hours.by_number) + 1)
    changes = sorted([(begin, 1) for begin, _ in lives] + [(end, -1) for _, end in lives if end < inf])
    opened, turn, found = 0, 0, []
    for number in numbers:
        hour = hours.at(number * HOUR_SECONDS)
        hour.open_most = opened
        while turn < len(changes) and changes[turn][0] < (number + 1) * HOUR_SECONDS:
            opened += changes[turn][1]
            hour.open_most = max(hour.open_most, opened)
            turn += 1
        found.append(hour)
    return tuple(found)


def _ends(plan: Plan) -> dict[str, float]:
    return {order: trip.end for trip in plan.trips for order in trip.orders}


def _arrival(order: PlanningOrder) -> float:
    return order.arrived if order.arrived is not None else 0.0
