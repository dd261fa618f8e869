"""Walks the orders of one trip the best way there is, and says why they go together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from picking.planning.crowding import Stay
from picking.planning.distances import Distances
from picking.planning.outcome import Because, Reason
from picking.planning.problem import OrderLine, PlanningOrder, Problem
from picking.planning.routes import TRIES, UNITS_A_TRY, Route, walk_order

MetresAlone = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Walked:
    """Orders of one trip, due first in front, and its walk: bins (indexes) in visiting order, metres, whole seconds.

    `more_metres` are those beyond the first order's own walk, `stays` tells when it is in the problem's aisles, one for
    each.
    """

    orders: tuple[PlanningOrder, ...]
    route: tuple[int, ...]
    metres: float
    seconds: float
    more_metres: float = 0.0
    stays: tuple[Stay, ...] = ()


class Walks:
    """Finds walks for one problem and its measured floor; `metres_alone` gives an order's walk by itself, by its id."""

    def __init__(
        self, problem: Problem, distances: Distances, metres_alone: MetresAlone, *, seed: int, units: float
    ) -> None:
        self._problem, self._distances, self._alone, self._seed = problem, distances, metres_alone, seed
        self._tries = max(1, min(TRIES, round(units / UNITS_A_TRY)))
        self._aisle_of = {index: aisle.code for aisle in problem.aisles for index in aisle.bins}

    def of(self, orders: Sequence[PlanningOrder]) -> Walked:
        """Walk these orders together."""
        problem = self._problem
        in_turn = tuple(sorted(orders, key=self._turn))
        lines = [line for order in in_turn for line in order.lines]
        walk = self._walk(in_turn)
        taken = [
            (lines[stop], self._bin_at(lines[stop], node)) for stop, node in zip(walk.order, walk.nodes, strict=True)
        ]
        # A bin is visited once in each phase that wants it, unless the walk just stands there.
        visits = dict.fromkeys((line.phase, chosen) for line, chosen in taken)
        route = tuple(chosen for chosen, _ in groupby(chosen for _, chosen in visits))
        handling = sum(map(problem.speeds.handling, in_turn))
        seconds = problem.speeds.trip_seconds + handling + problem.speeds.walking(walk.metres)
        stays = self._stays(taken, len(in_turn)) if self._aisle_of and walk.metres < inf else ()
        more_metres = walk.metres - self._alone(in_turn[0].id) if len(in_turn) > 1 else 0.0
        return Walked(in_turn, route, walk.metres, seconds, more_metres, stays)

    def why(self, walked: Walked, start: float) -> tuple[Reason, ...]:
        """Say why the first order goes now, and why others come along or nobody can."""
        first, others = walked.orders[0], len(walked.orders) - 1
        key = self._problem.limits.broken_by((first,))
        if key:
            alone = Reason(Because.ALONE, {"order": first.id, "key": key})
            return _why_first(walked, start), alone
        if not others:
            return (_why_first(walked, start),)
        joined = Reason(Because.JOINED, {"orders": others, "metres": walked.more_metres})
        return _why_first(walked, start), joined

    def _bin_at(self, line: OrderLine, node: int) -> int:
        if len(line.bins) == 1:
            return line.bins[0]
        return next(index for index in line.bins if self._problem.bins[index] == node)

    def _turn(self, order: PlanningOrder) -> tuple[float, float, str]:
        """Say which order of a trip comes first: who is due first, else who has the longest walk."""
        return order.due, -self._alone(order.id) if order.due == inf else 0.0, order.id

    def _stays(self, taken: Sequence[tuple[OrderLine, int]], orders: int) -> tuple[Stay, ...]:
        """Give when the walk is in which aisle, from its first bin there to its last.

        What the trip and its orders take may come before the walk or after it: so long a stay may be shifted.
        """
        problem, speeds = self._problem, self._problem.speeds
        here, at, stays = problem.floor.start, 0.0, dict[str, Stay]()
        shift = speeds.trip_seconds + speeds.order_seconds * orders
        for line, index in taken:
            at += speeds.walking(self._distances.between(here, problem.bins[index]))
            enters, here = at, problem.bins[index]
            at += speeds.line_seconds + speeds.piece_seconds * (line.pieces - 1)
            if index in self._aisle_of:
                code = self._aisle_of[index]
                stays[code] = Stay(code, stays[code].enters if code in stays else enters, at + shift)
        return tuple(stays.values())

    def _walk(self, orders: Sequence[PlanningOrder]) -> Route:
        problem = self._problem
        lines = [line for order in orders for line in order.lines]
        stops = [[problem.bins[index] for index in line.bins] for line in lines]
        phases = [line.phase for line in lines]
        floor = problem.floor
        return walk_order(self._distances, floor.start, stops, floor.end, phases, seed=self._seed, tries=self._tries)


def _why_first(walked: Walked, start: float) -> Reason:
    first = walked.orders[0]
    spare = first.due - start - walked.seconds
    if spare == inf:
        return Reason(Because.LONGEST_WALK, {"order": first.id})
    if spare < 0:
        return Reason(Because.LATE_ALREADY, {"order": first.id, "late": -spare})
    return Reason(Because.DUE_FIRST, {"order": first.id, "spare": spare})
