"""Decides which arrivals join a walk that somebody is on; pure.

Only behind what is seen, late for nobody, and only if it saves time against the walk that is planned for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import inf

from picking.foundation.tables import Json
from picking.planning import Distances, Plan, PlanningOrder, Problem, WalkLengths

LOOKED_AT = 40
"""So many orders, those due first, are looked at: the others have time for a walk of their own."""
SAVED_SECONDS_MIN = 15.0  # below this it is not worth a picker's surprise
STAYS_OUT = "stays_out"
"""The key of the load of an order that joins no walk any more."""


@dataclass(frozen=True)
class StartedWalk:
    """A walk somebody is on: its orders by load and due time, the last stop that is seen, the stops behind it.

    Stops are (node, phase) in walking order; `ends` is when its person is free, in seconds.
    """

    id: str
    picker: str
    orders: tuple[PlanningOrder, ...]
    at: int
    phase: int
    tail: tuple[tuple[int, int], ...]
    ends: float

    def document(self) -> Json:
        """Write it."""
        orders = [{"id": order.id, "load": dict(order.load), "due": order.due} for order in self.orders]
        return {**asdict(self), "orders": orders, "tail": [list(stop) for stop in self.tail]}

    @classmethod
    def read(cls, said: Json) -> "StartedWalk":
        """Read what `document` wrote."""
        orders = tuple(PlanningOrder(each["id"], (), each["load"], each["due"]) for each in said["orders"])
        return cls(**{**said, "orders": orders, "tail": tuple((node, phase) for node, phase in said["tail"])})


@dataclass(frozen=True)
class Join:
    """An order that joins a walk: the metres it adds, and the seconds it saves against the plan."""

    walk: str
    picker: str
    order: str
    metres: float
    saved: float


@dataclass(frozen=True)
class _Chance:
    join: Join
    walk: StartedWalk


def joins(problem: Problem, plan: Plan, walks: Sequence[StartedWalk], distances: Distances) -> tuple[Join, ...]:
    """Say which planned orders join which walks instead, the greatest saving first."""
    planned = {order for trip in plan.trips for order in trip.orders}
    by_due = sorted(problem.orders, key=lambda order: (order.due, order.id))
    waiting = [order for order in by_due if order.id in planned and STAYS_OUT not in order.load][:LOOKED_AT]
    if not (waiting and walks):
        return ()
    joining = _Joining(problem, plan, walks, waiting, distances)
    chosen: list[Join] = []
    chances = {walk.id: joining.chances(walk, waiting) for walk in walks}
    while found := [chance for row in chances.values() for chance in row]:
        best = max(found, key=lambda chance: (chance.join.saved, chance.join.order, chance.join.walk))
        chosen.append(best.join)
        waiting = [order for order in waiting if order.id != best.join.order]
        chances = {
            walk: [chance for chance in row if chance.join.order != best.join.order] for walk, row in chances.items()
        }
        chances[best.walk.id] = joining.chances(best.walk, waiting)
    return tuple(chosen)


class _Joining:
    """Knows what each order costs as it is planned, and what it would cost in a walk somebody is on."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        walks: Sequence[StartedWalk],
        waiting: Sequence[PlanningOrder],
        distances: Distances,
    ) -> None:
        self._problem = problem
        self._people = {picker.id: picker for picker in problem.pickers}
        self._orders = {order.id: order for order in problem.orders}
        together = max(sum(len(self._orders[order].lines) for order in trip.orders) for trip in plan.trips)
        joined = max(len(walk.tail) for walk in walks) + sum(len(order.lines) for order in waiting)
        self._lengths = WalkLengths(distances, max(together, joined))
        self._planned_seconds = self._planned(plan, waiting)

    def chances(self, walk: StartedWalk, waiting: Sequence[PlanningOrder]) -> list[_Chance]:
        """Give what joining this walk would be for each order that may and that it pays for."""
        able = [order for order in waiting if self._may_join(order, walk)]
        if not able:
            return []
        tails = [(*walk.tail, *_stops(self._problem, order)) for order in able]
        before, *after = self._lengths.of([(walk.at, tail) for tail in (walk.tail, *tails)])
        if before == inf:  # an aisle on its way was closed meanwhile
            return []
        found = zip(able, tails, after, strict=True)
        chances = (self._chance(order, walk, tail, metres - before) for order, tail, metres in found)
        return [chance for chance in chances if chance is not None]

    def _may_join(self, order: PlanningOrder, walk: StartedWalk) -> bool:
        """Tell whether person, limits, phases and time allow it, before a metre is walked for it."""
        person, problem = self._people.get(walk.picker), self._problem
        if person is None or walk.ends + problem.speeds.handling(order) > order.due:
            return False
        if any(line.phase < walk.phase for line in order.lines):
            return False
        return person.may_take((order,)) and problem.limits.broken_by((*walk.orders, order)) is None

    def _chance(
        self, order: PlanningOrder, walk: StartedWalk, tail: tuple[tuple[int, int], ...], metres: float
    ) -> _Chance | None:
        """Give what joining would be, or None where somebody gets late by it or it does not pay."""
        speeds = self._problem.speeds
        seconds = speeds.walking(metres) + speeds.handling(order)
        ends, saved = walk.ends + seconds, self._planned_seconds[order.id] - seconds
        gets_late = any(walk.ends <= one.due < ends for one in walk.orders) or ends > order.due
        if gets_late or saved < SAVED_SECONDS_MIN:
            return None
        joined = replace(walk, orders=(*walk.orders, order), tail=tail, ends=ends)
        return _Chance(Join(walk.id, walk.picker, order.id, metres, saved), joined)

    def _planned(self, plan: Plan, waiting: Sequence[PlanningOrder]) -> Mapping[str, float]:
        """Give the seconds the plan spends on each order: its whole trip, or what it adds to the others'."""
        problem, trip_of = self._problem, {order: trip for trip in plan.trips for order in trip.orders}
        others = [
            [stop for other in trip_of[order.id].orders if other != order.id for stop in self._stops_of(other)]
            for order in waiting
        ]
        without = self._lengths.of([(problem.floor.start, stops) for stops in others])
        seconds: dict[str, float] = {}
        for order, metres in zip(waiting, without, strict=True):
            trip = trip_of[order.id]
            is_alone = len(trip.orders) == 1
            walked = trip.metres if is_alone else max(0.0, trip.metres - metres)
            seconds[order.id] = problem.speeds.handling(order) + problem.speeds.walking(walked)
            seconds[order.id] += problem.speeds.trip_seconds if is_alone else 0.0
        return seconds

    def _stops_of(self, order_id: str) -> list[tuple[int, int]]:
        return _stops(self._problem, self._orders[order_id])


def _stops(problem: Problem, order: PlanningOrder) -> list[tuple[int, int]]:
    return [(problem.bins[line.bins[0]], line.phase) for line in order.lines]
