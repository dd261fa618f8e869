"""What shops do today: orders fill a trip in their turn; the walk goes by the bins' names or by rule of hand."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import NamedTuple

from picking.planning import Distances, PlanningOrder, Problem, walk_order
from picking.planning.outcome import Because, Plan, Reason, Trip, Unplanned

METRES_APART = 0.6  # aisles closer than this are one
Fill = Callable[[Sequence[PlanningOrder], Problem], list[PlanningOrder]]
Walk = Callable[["Ground", Sequence[PlanningOrder]], tuple[tuple[int, ...], float]]


class Ground:
    """A problem's floor as somebody sees it who knows it by heart: aisles from left to right, bins from the front."""

    def __init__(self, problem: Problem, distances: Distances) -> None:
        self.problem, self.distances = problem, distances
        self.spots = [problem.floor.nodes[node] for node in problem.bins]
        columns: list[float] = []
        for x in sorted({x for x, _ in self.spots}):
            if not columns or x - columns[-1] > METRES_APART:
                columns.append(x)
        self.aisle = [max(k for k, x in enumerate(columns) if x <= spot[0] + 1e-9) for spot in self.spots]
        self.middle = (min((y for _, y in self.spots), default=0) + max((y for _, y in self.spots), default=0)) / 2

    @cached_property
    def serpentines(self) -> list[list[int]]:
        """Give eight orders of all bins that somebody could learn by heart."""
        return list(_serpentines(self))

    def walked(self, order_of_bins: Iterable[int], orders: Sequence[PlanningOrder]) -> tuple[tuple[int, ...], float]:
        """Give the bins these orders want, phase by phase, each phase in that order, and the metres of the walk."""
        rank = {index: turn for turn, index in enumerate(order_of_bins)}
        wanted = {(line.phase, min(line.bins, key=rank.__getitem__)) for order in orders for line in order.lines}
        route = tuple(index for _, index in sorted(wanted, key=lambda each: (each[0], rank[each[1]])))
        floor = self.problem.floor
        return route, self.distances.along([floor.start, *(self.problem.bins[index] for index in route), floor.end])


def in_turn(waiting: Sequence[PlanningOrder], problem: Problem) -> list[PlanningOrder]:
    """Take who waits in their turn until the next one does not fit."""
    taken: list[PlanningOrder] = []
    for order in waiting:
        if taken and problem.limits.broken_by([*taken, order]):
            break
        taken.append(order)
    return taken


def by_name(ground: Ground, orders: Sequence[PlanningOrder]) -> tuple[tuple[int, ...], float]:
    """Walk by the bins' names: each aisle from its front, whatever the way back costs."""
    return ground.walked(_sorted(ground, lambda k: (ground.aisle[k], ground.spots[k][1])), orders)


def serpentine(ground: Ground, orders: Sequence[PlanningOrder]) -> tuple[tuple[int, ...], float]:
    """Walk the best of eight serpentines: aisles up and down in turn, from either side, whole or in two blocks."""
    return min((ground.walked(line, orders) for line in ground.serpentines), key=lambda walked: walked[1])


def s_shape(ground: Ground, orders: Sequence[PlanningOrder]) -> tuple[tuple[int, ...], float]:
    """Walk each aisle that holds something from end to end, up and down in turn; the far block before the near one."""
    wanted = {index for order in orders for line in order.lines for index in line.bins[:1]}
    line: list[int] = []
    for block in (False, True) if _has_blocks(ground) else (None,):
        here = [k for k in wanted if block is None or (ground.spots[k][1] <= ground.middle) is block]
        aisles = sorted({ground.aisle[k] for k in here}, reverse=block is True)
        for turn, aisle in enumerate(aisles):
            inside = sorted((k for k in here if ground.aisle[k] == aisle), key=lambda k: ground.spots[k][1])
            line += inside if turn % 2 == 0 else inside[::-1]
    return ground.walked([*line, *(k for k in range(len(ground.spots)) if k not in wanted)], orders)


def exactly(ground: Ground, orders: Sequence[PlanningOrder]) -> tuple[tuple[int, ...], float]:
    """Walk the shortest way there is."""
    lines = [line for order in orders for line in order.lines]
    stops = [[ground.problem.bins[index] for index in line.bins] for line in lines]
    floor = ground.problem.floor
    walk = walk_order(ground.distances, floor.start, stops, floor.end, [line.phase for line in lines])
    taken = zip(walk.order, walk.nodes, strict=True)
    chosen = (next(k for k in lines[stop].bins if ground.problem.bins[k] == node) for stop, node in taken)
    return tuple(dict.fromkeys(chosen)), walk.metres


class Habit(NamedTuple):
    """One way of working: its name, whose turn it is, and how the trip is walked."""

    name: str
    turn: Callable[[PlanningOrder], tuple[float, ...]]
    walk: Walk
    fill: Fill = in_turn


def _by_priority(order: PlanningOrder) -> tuple[float, ...]:
    return (order.due,)


def _first_come(order: PlanningOrder) -> tuple[float, ...]:
    return (order.arrived or 0.0,)


HABITS = (
    Habit("fill by priority, walk by name", _by_priority, by_name),
    Habit("fill by priority, best serpentine", _by_priority, serpentine),
    Habit("fill by priority, S-shape", _by_priority, s_shape),
    Habit("first come, exact routes", _first_come, exactly),
)


def work_by(habit: Habit, problem: Problem, distances: Distances) -> Plan:
    """Let people work by habit: whoever is free first takes a trip of what waits then."""
    ground = Ground(problem, distances)
    coming = sorted(problem.orders, key=lambda order: order.arrived or 0.0, reverse=True)
    free = [(picker.free_at, k) for k, picker in enumerate(problem.pickers)]
    waiting: list[PlanningOrder] = []
    trips: list[Trip] = []
    now = 0.0
    while coming or waiting:
        since, person = heapq.heappop(free)
        now = max(now, since)
        if not waiting:
            now = max(now, coming[-1].arrived or 0.0)
        while coming and (coming[-1].arrived or 0.0) <= now:
            waiting.append(coming.pop())
        waiting.sort(key=habit.turn)
        taken = habit.fill(waiting, problem)
        waiting = [order for order in waiting if order not in taken]
        trips.append(_trip(habit, ground, problem.pickers[person].id, taken, now))
        heapq.heappush(free, (trips[-1].end, person))
    lost = tuple(Unplanned(o, Reason(Because.NOT_REACHABLE)) for t in trips if t.metres == inf for o in t.orders)
    return Plan(tuple(trip for trip in trips if trip.metres < inf), lost)


def _trip(habit: Habit, ground: Ground, picker: str, taken: Sequence[PlanningOrder], now: float) -> Trip:
    route, metres = habit.walk(ground, taken)
    speeds = ground.problem.speeds
    end = now + speeds.trip_seconds + sum(map(speeds.handling, taken)) + speeds.walking(metres)
    late = tuple(order.id for order in taken if end > order.due)
    return Trip(picker, now, end, tuple(order.id for order in taken), route, metres, late)


def _sorted(ground: Ground, key: Callable[[int], tuple[float, ...]]) -> list[int]:
    return sorted(range(len(ground.spots)), key=key)


def _serpentines(ground: Ground) -> Iterable[list[int]]:
    """Give eight orders of all bins: from left or right, the first aisle up or down, whole or in two blocks."""

    def place(k: int, side: int, odd: int, halves: int) -> tuple[float, ...]:
        aisle, depth = ground.aisle[k], ground.spots[k][1]
        far = int(depth > ground.middle) * halves
        up = 1 if (aisle + odd) % 2 == 0 else -1
        return -far, side * aisle * (1 if not halves or far else -1), up * depth

    for side, odd, halves in ((s, o, h) for s in (1, -1) for o in (0, 1) for h in (0, 1)):
        yield _sorted(ground, lambda k, side=side, odd=odd, halves=halves: place(k, side, odd, halves))


def _has_blocks(ground: Ground) -> bool:
    """Tell whether some aisle has a gap a cross-aisle could pass: more than one and a half bays without a bin."""
    depths = sorted({y for _, y in ground.spots})
    steps = [b - a for a, b in pairwise(depths)]
    return bool(steps) and max(steps) > 1.5 * min(steps)
