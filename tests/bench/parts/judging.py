"""Walks a plan on its problem's own floor and says what it costs, what is late, and what is wrong with it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from picking.planning import Distances, Plan, Problem, Trip

ROUNDING = 1e-6


@dataclass(frozen=True)
class Verdict:
    """`value` is seconds of work where there are speeds and all orders were there from the first, else metres."""

    value: float
    metres: float
    late: int
    wrong: tuple[str, ...]


def judge(problem: Problem, distances: Distances, plan: Plan) -> Verdict:
    """Judge a plan by nothing it says of itself but who, when, which orders and which bins."""
    orders = {order.id: order for order in problem.orders}
    wrong = [f"order {key} is in {n} trips" for key, n in _taken(problem, plan) if n != 1]
    back: dict[str, float] = defaultdict(float)
    metres = seconds = 0.0
    late = 0
    for trip in plan.trips:
        members = [orders[key] for key in trip.orders]
        wrong += _faults(problem, trip, back[trip.picker])
        stops = [problem.floor.start, *(problem.bins[index] for index in trip.route), problem.floor.end]
        walked = distances.along(stops)
        took = problem.speeds.trip_seconds + sum(map(problem.speeds.handling, members))
        took += problem.speeds.walking(walked)
        back[trip.picker] = max(back[trip.picker], trip.start) + took
        metres, seconds = metres + walked, seconds + took
        late += sum(back[trip.picker] > order.due + ROUNDING for order in members)
    timed = seconds > 0 and all(order.arrived is None for order in problem.orders)
    return Verdict(seconds if timed else metres, metres, late, tuple(wrong))


def _taken(problem: Problem, plan: Plan) -> Iterator[tuple[str, int]]:
    counts = Counter(key for trip in plan.trips for key in trip.orders)
    return ((order.id, counts[order.id]) for order in problem.orders)


def _faults(problem: Problem, trip: Trip, back: float) -> Iterator[str]:
    members = [order for order in problem.orders if order.id in set(trip.orders)]
    key = problem.limits.broken_by(members)
    if key and len(members) > 1:
        yield f"a trip of {trip.picker} carries too much {key}"
    visited = set(trip.route)
    if any(not visited & set(line.bins) for order in members for line in order.lines):
        yield f"a trip of {trip.picker} leaves a bin out"
    if trip.start < back - ROUNDING:
        yield f"{trip.picker} leaves before coming back"
    if any(order.arrived is not None and trip.start < order.arrived - ROUNDING for order in members):
        yield f"{trip.picker} leaves before an order came"
