"""Decides which orders share a trip: due first, then whoever joins for the fewest more metres within the limits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from picking.planning.distances import Distances
from picking.planning.drafts import Draft, Drafts
from picking.planning.problem import PlanningOrder, Problem
from picking.planning.routes import TRIES, walk_order

NEXT_DUE = 10  # orders due later than this many others do not join: their minutes are wanted by those before them
LOOKED_AT = 8  # orders measured at each step; the estimate rarely puts the best further down

Servable = Callable[[Sequence[PlanningOrder]], bool]
"""Tells whether somebody may take these orders in one trip."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Orders of one trip and its walk: bins (indexes) in visiting order, metres from start to end, whole seconds.

    `joined_metres` is what the orders after the first added; `exact` tells that no walk for them is shorter.
    """

    orders: tuple[PlanningOrder, ...]
    route: tuple[int, ...]
    metres: float
    seconds: float
    joined_metres: float
    exact: bool

    def late(self, start: float) -> tuple[str, ...]:
        """Name the orders that are late when the trip starts then."""
        return tuple(order.id for order in self.orders if start + self.seconds > order.due)


class Batches:
    """Forms trips for one problem and its measured floor."""

    def __init__(self, problem: Problem, distances: Distances, *, seed: int = 0, tries: int = TRIES) -> None:
        self._problem, self._distances = problem, distances
        self._drafts = Drafts(problem, distances)
        self._seed, self._tries = seed, tries

    def form(
        self,
        orders: Iterable[PlanningOrder],
        *,
        now: float = 0.0,
        trips_max: int | None = None,
        servable: Servable = lambda _: True,
    ) -> tuple[Batch, ...]:
        """Put open orders into up to `trips_max` trips that start at `now`; who may go in none is left out.

        An order joins only if no member gets late by it that was not late before. An order that breaks a limit by
        itself still has to be picked: it goes alone.
        """
        waiting = sorted(orders, key=self._turn)
        formed: list[Batch] = []
        left_out: set[str] = set()
        while len(formed) != trips_max and (waiting := [o for o in waiting if o.id not in left_out]):
            first, others = waiting[0], waiting[1:]
            left_out.add(first.id)
            if self.reachable(first) and servable((first,)):
                draft = self._fill(self._drafts.alone(first), _next_due(others), now, servable)
                left_out.update(order.id for order in draft.orders)
                formed.append(self._routed(draft))
        return tuple(formed)

    def reachable(self, order: PlanningOrder) -> bool:
        """Tell whether a way leads from start to end over every line of the order."""
        return self._drafts.alone(order).metres < inf

    def _turn(self, order: PlanningOrder) -> tuple[float, float]:
        """Sort by due time; of those due together the longest walk first, so that others fill up its way."""
        return order.due, -self._drafts.alone(order).metres

    def _may_join(self, draft: Draft, order: PlanningOrder, servable: Servable) -> bool:
        together = (*draft.orders, order)
        return self._problem.limits.broken_by(together) is None and servable(together)

    def _fill(self, draft: Draft, pool: Sequence[PlanningOrder], now: float, servable: Servable) -> Draft:
        """Let the cheapest order join, and again, until nobody fits."""
        while pool := [order for order in pool if self._may_join(draft, order, servable)]:
            grown = [self._drafts.joined(draft, order) for order in self._drafts.promising(draft, pool, LOOKED_AT)]
            grown = [other for other in grown if self._keeps_promises(draft, other, now)]
            if not grown:
                break
            draft = min(grown, key=self._metres_more_than_alone)
            pool = [order for order in pool if order is not draft.orders[-1]]
        return draft

    def _metres_more_than_alone(self, draft: Draft) -> float:
        """Rank a grown draft: a far order on the way saves a far walk, a near one saves little."""
        return draft.metres - self._drafts.alone(draft.orders[-1]).metres

    def _keeps_promises(self, draft: Draft, grown: Draft, now: float) -> bool:
        """Tell whether who was in time stays in time when the draft has grown."""
        before, after = now + self._drafts.seconds(draft), now + self._drafts.seconds(grown)
        return grown.metres < inf and not any(before <= order.due < after for order in draft.orders)

    def _routed(self, draft: Draft) -> Batch:
        """Walk the drafted orders the best way there is."""
        problem = self._problem
        lines = [line for order in draft.orders for line in order.lines]
        walk = walk_order(
            self._distances,
            problem.floor.start,
            [[problem.bins[index] for index in line.bins] for line in lines],
            problem.floor.end,
            [line.phase for line in lines],
            seed=self._seed,
            tries=self._tries,
        )
        taken = ((lines[stop], node) for stop, node in zip(walk.order, walk.nodes, strict=True))
        # A bin is visited once in each phase that wants it, unless the walk just stands there.
        visits = dict.fromkeys(
            (line.phase, next(b for b in line.bins if problem.bins[b] == node)) for line, node in taken
        )
        route = tuple(chosen for chosen, _ in groupby(chosen for _, chosen in visits))
        joined = draft.metres - self._drafts.alone(draft.orders[0]).metres
        seconds = draft.handling + problem.speeds.walking(walk.metres)
        return Batch(draft.orders, route, walk.metres, seconds, joined, walk.exact)


def _next_due(orders: Sequence[PlanningOrder]) -> list[PlanningOrder]:
    """Keep of orders sorted by due time the next ones, and all that are due together with the last of them."""
    last = orders[min(NEXT_DUE, len(orders)) - 1].due if orders else inf
    return [order for order in orders if order.due <= last]


def batch(
    problem: Problem, distances: Distances, *, now: float = 0.0, seed: int = 0, tries: int = TRIES
) -> tuple[Batch, ...]:
    """Put all orders of the problem into trips, as if there were people enough for all of them at `now`."""
    return Batches(problem, distances, seed=seed, tries=tries).form(problem.orders, now=now)
