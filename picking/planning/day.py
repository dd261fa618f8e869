"""Plays the day of a problem: whenever somebody is free, the orders due first leave with whoever fits on the way.

Nobody waits on purpose, and what has left is never changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from picking.planning.assignment import assign
from picking.planning.batches import Batch, Batches
from picking.planning.distances import Distances
from picking.planning.outcome import Because, Reason, Trip, Unplanned
from picking.planning.problem import Picker, PlanningOrder, Problem

LATE_COST = 1000.0  # seconds of walking that one second of lateness outweighs


class Day:
    """One run through the events of a problem: orders that arrive, people who come back."""

    def __init__(self, problem: Problem, batches: Batches, distances: Distances) -> None:
        self._problem, self._batches, self._distances = problem, batches, distances
        self._pickers = {picker.id: picker for picker in problem.pickers if self._metres_off(picker) < inf}
        self._coming: list[PlanningOrder] = []
        self._open: dict[str, PlanningOrder] = {}
        self._trips: list[Trip] = []
        self._unplanned: list[Unplanned] = []

    def run(self) -> tuple[tuple[Trip, ...], tuple[Unplanned, ...]]:
        """Go from event to event until all that can leave has left."""
        self._sort_out()
        now = self._next_event(-inf)
        while now < inf:
            self._let_in(now)
            while self._decide(now):
                pass
            now = self._next_event(now)
        nobody = Reason(Because.NOBODY_MAY)
        self._unplanned += [Unplanned(order, nobody) for order in self._open]
        return tuple(self._trips), tuple(self._unplanned)

    def _sort_out(self) -> None:
        """Keep the orders a way leads to, the last to arrive first."""
        reachable = {order.id: self._batches.reachable(order) for order in self._problem.orders}
        no_way = Reason(Because.NOT_REACHABLE)
        self._unplanned += [Unplanned(order, no_way) for order, found in reachable.items() if not found]
        self._coming = [order for order in self._problem.orders if reachable[order.id]]
        self._coming.sort(key=_arrival, reverse=True)

    def _let_in(self, now: float) -> None:
        while self._coming and _arrival(self._coming[-1]) <= now:
            order = self._coming.pop()
            self._open[order.id] = order

    def _next_event(self, now: float) -> float:
        """Give the next moment at which anything can be decided, inf when there is none."""
        arrivals = [_arrival(self._coming[-1])] if self._coming else []
        returns = [picker.free_at for picker in self._pickers.values() if picker.free_at > now] if self._open else []
        return min((*arrivals, *returns), default=inf)

    def _decide(self, now: float) -> bool:
        """Send people who are free on trips with open orders; tell whether anybody left."""
        free = [picker for picker in self._pickers.values() if picker.free_at <= now]
        if not (free and self._open):
            return False

        def servable(orders: Sequence[PlanningOrder]) -> bool:
            return any(picker.may_take(orders) for picker in free)

        batches = self._batches.form(self._open.values(), now=now, trips_max=len(free), servable=servable)
        pairs = assign(
            [[self._cost(picker, batch, now) for batch in batches] for picker in free],
            [[not picker.may_take(batch.orders) for batch in batches] for picker in free],
        )
        for person, trip in pairs:
            self._send(free[person], batches[trip], now, free)
        return bool(pairs)

    def _cost(self, picker: Picker, batch: Batch, now: float) -> float:
        """Weigh a pair: the metres to the start, and far above them the seconds orders get late."""
        start = now + self._seconds_off(picker)
        tardy = sum(max(0.0, start + batch.seconds - order.due) for order in batch.orders)
        return self._metres_off(picker) + LATE_COST * tardy

    def _send(self, picker: Picker, batch: Batch, now: float, free: Sequence[Picker]) -> None:
        """Let this person leave with this batch, and know when and with how much allowance they are back."""
        start = now + self._seconds_off(picker)
        end = start + batch.seconds
        why = (_why_first(batch, start), *self._why_others(batch), self._why_who(picker, batch, free))
        ids = tuple(order.id for order in batch.orders)
        self._trips.append(Trip(picker.id, start, end, ids, batch.route, batch.metres, batch.late(start), why))
        for order in ids:
            del self._open[order]
        left = picker.allowance.after(batch.orders)
        self._pickers[picker.id] = replace(picker, at=None, free_at=end, allowance=left)

    def _metres_off(self, picker: Picker) -> float:
        """Give how far somebody is from where trips start; after a trip they stand there."""
        start = self._problem.floor.start
        return self._distances.between(start if picker.at is None else picker.at, start)

    def _seconds_off(self, picker: Picker) -> float:
        return self._problem.speeds.walking(self._metres_off(picker))

    def _why_others(self, batch: Batch) -> tuple[Reason, ...]:
        """Say why others come along, or why nobody can."""
        first, others = batch.orders[0], len(batch.orders) - 1
        key = self._problem.limits.broken_by((first,))
        if key:
            return (Reason(Because.ALONE, {"order": first.id, "key": key}),)
        return (Reason(Because.JOINED, {"orders": others, "metres": batch.joined_metres}),) if others else ()

    def _why_who(self, picker: Picker, batch: Batch, free: Sequence[Picker]) -> Reason:
        able = [other for other in free if other.may_take(batch.orders)]
        if len(able) == 1:
            return Reason(Because.ONLY_ONE_FREE, {"picker": picker.id})
        metres = self._metres_off(picker)
        nearest = metres <= min(map(self._metres_off, able))
        because = Because.NEAREST if nearest else Because.BEST_TOGETHER
        return Reason(because, {"picker": picker.id, "free": len(able), "metres": metres})


def _why_first(batch: Batch, start: float) -> Reason:
    first = batch.orders[0]
    spare = first.due - start - batch.seconds
    if spare == inf:
        return Reason(Because.LONGEST_WALK, {"order": first.id})
    if spare < 0:
        return Reason(Because.LATE_ALREADY, {"order": first.id, "late": -spare})
    return Reason(Because.DUE_FIRST, {"order": first.id, "spare": spare})


def _arrival(order: PlanningOrder) -> float:
    return -inf if order.arrived is None else order.arrived
