"""Decides which arrivals join a walk that somebody is on; pure.

Only behind what is seen, late for nobody, and only if it saves time against the walk that is planned for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from picking.foundation.tables import Json
from picking.planning import Distances, Picker, Plan, PlanningOrder, Problem, Trip
from picking.planning.distances import Indexes
from picking.planning.local_search import cheapest_place, length
from picking.tasks.quick_walks import quick_walk

LOOKED_AT = 40
"""So many orders, those due first, are looked at: the others have time for a walk of their own."""
SAVED_SECONDS_MIN = 15.0  # below this it is not worth a picker's surprise
LAST_PHASE = 1 << 40
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
    trip_of = {order: trip for trip in plan.trips for order in trip.orders}
    people = {picker.id: picker for picker in problem.pickers}
    by_due = sorted(problem.orders, key=lambda order: (order.due, order.id))
    waiting = [order for order in by_due if order.id in trip_of and STAYS_OUT not in order.load]
    chosen: list[Join] = []
    open_walks = list(walks)
    left = {order.id: order for order in waiting[:LOOKED_AT]}
    costs = {key: _planned_seconds(problem, order, trip_of[key], distances) for key, order in left.items()}
    while left and open_walks:
        chances = [
            chance
            for order in left.values()
            for walk in open_walks
            if (chance := _chance(problem, order, costs[order.id], walk, people, distances)) is not None
        ]
        if not chances:
            break
        best = max(chances, key=lambda chance: (chance.join.saved, chance.join.order, chance.join.walk))
        chosen.append(best.join)
        del left[best.join.order]
        open_walks = [best.walk if walk.id == best.walk.id else walk for walk in open_walks]
    return tuple(chosen)


def _chance(
    problem: Problem,
    order: PlanningOrder,
    planned_seconds: float,
    walk: StartedWalk,
    people: Mapping[str, Picker],
    distances: Distances,
) -> _Chance | None:
    """Give what joining would be, or None where it may not be or does not pay."""
    person, together = people.get(walk.picker), (*walk.orders, order)
    if person is None or problem.limits.broken_by(together) or not person.may_take((order,)):
        return None
    added = _added(problem, order, walk, distances)
    if added is None:
        return None
    metres, tail = added
    seconds = problem.speeds.walking(metres) + problem.speeds.handling(order)
    ends, saved = walk.ends + seconds, planned_seconds - seconds
    gets_late = any(walk.ends <= one.due < ends for one in walk.orders) or ends > order.due
    if gets_late or saved < SAVED_SECONDS_MIN:
        return None
    joined = replace(walk, orders=together, tail=tail, ends=ends)
    return _Chance(Join(walk.id, walk.picker, order.id, metres, saved), joined)


def _planned_seconds(problem: Problem, order: PlanningOrder, trip: Trip, distances: Distances) -> float:
    """Give the seconds the plan spends on an order: its whole trip, or what it adds to the others'."""
    handling = problem.speeds.handling(order)
    if len(trip.orders) == 1:
        return problem.speeds.trip_seconds + handling + problem.speeds.walking(trip.metres)
    others = [other for other in problem.orders if other.id in trip.orders and other.id != order.id]
    stops = [stop for other in others for stop in _stops(problem, other)]
    _, metres = quick_walk(distances, problem.floor.start, stops, problem.floor.end)
    return handling + problem.speeds.walking(max(0.0, trip.metres - metres))


def _added(
    problem: Problem, order: PlanningOrder, walk: StartedWalk, distances: Distances
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """Put an order's stops behind what is seen, each where it costs least; gives metres and the new tail."""
    nodes = [walk.at, *(node for node, _ in walk.tail), problem.floor.end]
    path: Indexes = distances.places(nodes)
    phases = np.array([walk.phase, *(phase for _, phase in walk.tail), LAST_PHASE])
    before = length(distances.metres, path)
    for node, phase in dict.fromkeys(_stops(problem, order)):
        if phase < walk.phase:
            return None
        row = distances.places((node,))
        added, index, _ = cheapest_place(distances.metres, path, phases, row, phase)
        if not np.isfinite(added):
            return None
        path = np.insert(path, index, row[0])
        phases = np.insert(phases, index, phase)
        nodes.insert(index, node)
    tail = tuple(zip(nodes[1:-1], (int(phase) for phase in phases[1:-1]), strict=True))
    return length(distances.metres, path) - before, tail


def _stops(problem: Problem, order: PlanningOrder) -> list[tuple[int, int]]:
    return [(problem.bins[line.bins[0]], line.phase) for line in order.lines]
