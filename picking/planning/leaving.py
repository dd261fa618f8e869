"""Finds how and when orders can leave together: around aisles that are closed meanwhile, once theirs have room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from picking.planning.aisles import Span
from picking.planning.crowding import Crowding
from picking.planning.distances import Distances, measure
from picking.planning.outcome import Because, Reason
from picking.planning.problem import PlanningOrder, Problem
from picking.planning.trips import MetresAlone, Walked, Walks

Closed = frozenset[str]


@dataclass(frozen=True, slots=True)
class Leave:
    """A walk, when it can begin at the floor's start (inf: never), and the reason if it has to wait until then."""

    walked: Walked
    start: float
    waits: Reason | None = None


class Leaving:
    """Knows the walks of one problem, and who is on one."""

    def __init__(
        self, problem: Problem, distances: Distances, metres_alone: MetresAlone, *, seed: int, units: float
    ) -> None:
        self._problem, self._distances, self._alone = problem, distances, metres_alone
        self._seed, self._units = seed, units
        self._crowding = Crowding(problem.aisles)
        self._walks = {frozenset[str](): Walks(problem, distances, metres_alone, seed=seed, units=units)}
        self._walked: dict[tuple[Closed, frozenset[str]], Walked] = {}

    def of(self, orders: Sequence[PlanningOrder], start: float) -> Leave:
        """Let orders leave together, not before `start`."""
        if not self._problem.aisles:
            return Leave(self._walk(orders, frozenset()), start)
        waits: Reason | None = None
        while True:
            walked, closed = self._around(orders, start)
            if walked.metres < inf:
                soonest, why = self._crowding.soonest(walked.stays, start)
            else:
                soonest, why = self._crowding.next_opening(closed, start), self._shut(orders, closed)
            waits = waits or why
            if soonest <= start or soonest == inf:
                return Leave(walked, soonest, waits)
            start = soonest

    def gone(self, leave: Leave) -> None:
        """Know that a walk has left."""
        self._crowding.enter(leave.walked.stays, leave.start)

    def why(self, walked: Walked, start: float) -> tuple[Reason, ...]:
        """Say why these orders go together, and now."""
        return self._walks[frozenset()].why(walked, start)

    def _around(self, orders: Sequence[PlanningOrder], start: float) -> tuple[Walked, Closed]:
        """Walk around what is closed at some time of the walk itself."""
        closed: Closed = frozenset()
        while True:
            walked = self._walk(orders, closed)
            more = closed | self._crowding.closed_in(Span(start, start + walked.seconds))
            if more == closed or walked.metres == inf:
                return walked, closed
            closed = more

    def _walk(self, orders: Sequence[PlanningOrder], closed: Closed) -> Walked:
        """Walk these orders on the floor without closed aisles; asked again and again while a trip waits."""
        if not self._problem.aisles:
            return self._walks[closed].of(orders)
        name = (closed, frozenset(order.id for order in orders))
        if name not in self._walked:
            self._walked[name] = self._walks_without(closed).of(orders)
        return self._walked[name]

    def _walks_without(self, closed: Closed) -> Walks:
        if closed not in self._walks:
            floor = self._problem.floor.without(closed)
            nodes = np.flatnonzero(self._distances.place_of >= 0).tolist()
            problem, distances = replace(self._problem, floor=floor), measure(floor, nodes)
            self._walks[closed] = Walks(problem, distances, self._alone, seed=self._seed, units=self._units)
        return self._walks[closed]

    def _shut(self, orders: Sequence[PlanningOrder], closed: Closed) -> Reason:
        """Say which closed aisle they wait for; one of their bins is there, or behind it."""
        bins = {index for order in orders for line in order.lines for index in line.bins}
        inside = [aisle.code for aisle in self._problem.aisles if aisle.code in closed and bins & aisle.bins]
        return Reason(Because.AISLE_CLOSED, {"aisle": min(inside or closed)})
