"""Plays the day of a problem: orders come in, people go and come back, and the standing plan says who takes what.

Nobody waits on purpose, and what has left is never changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

from picking.planning.aisles import MEETING
from picking.planning.distances import Distances
from picking.planning.leaving import Leave, Leaving
from picking.planning.outcome import Because, Reason, Trip, Unplanned
from picking.planning.problem import Picker, PlanningOrder, Problem
from picking.planning.search.rules import Prices
from picking.planning.search.standing import StandingPlan
from picking.planning.trips import Walked

AT_REST = Prices(flow=0.0, late=1e7, tardy=1e3)
"""All orders are known: nothing is worth an order too late."""
ON_THE_MOVE = Prices(flow=0.02, late=1e7, tardy=1e3)
"""More orders come: who saves one at too high a price makes others late."""


class Day:
    """One run through the events of a problem: orders that arrive, people who come back.

    `units` of work are spent whenever somebody goes (see `StandingPlan.better`).
    """

    def __init__(self, problem: Problem, distances: Distances, *, seed: int, units: float) -> None:
        self._problem, self._distances, self._units = problem, distances, units
        self._metres_from: dict[int, float] = {}
        able = tuple(picker for picker in problem.pickers if self._metres_off(picker) < inf)
        self._pickers = {picker.id: picker for picker in able}
        is_online = any(order.arrived is not None for order in problem.orders)
        known = replace(problem, pickers=able)
        self._plan = StandingPlan(known, distances, seed=seed, prices=ON_THE_MOVE if is_online else AT_REST)
        self._leaving = Leaving(problem, distances, self._plan.metres_alone, seed=seed, units=units)
        self._coming = sorted(problem.orders, key=_arrival, reverse=True)
        self._is_new = False
        self._opens_at = inf
        self._waits: dict[str, Reason] = {}
        self._trips: list[Trip] = []
        self._unplanned: list[Unplanned] = []

    def run(self) -> tuple[tuple[Trip, ...], tuple[Unplanned, ...]]:
        """Go from event to event until all that can leave has left."""
        now = self._next_event(-inf)
        while now < inf:
            self._let_in(now)
            while self._send_out(now):
                pass
            now = self._next_event(now)
        self._send_alone()
        turn = {order.id: number for number, order in enumerate(self._problem.orders)}
        self._unplanned.sort(key=lambda left: turn[left.order])
        return tuple(self._trips), tuple(self._unplanned)

    def _send_alone(self) -> None:
        """Send each order of trips that nobody may take as a whole with whoever may take it by itself, free first."""
        left = [order for picker in self._pickers for trip in self._plan.turns(picker) for order in trip]
        for order in left:
            able = [picker for picker in self._pickers.values() if picker.may_take((order,))]
            if not able:
                self._unplanned.append(Unplanned(order.id, Reason(Because.NOBODY_MAY)))
                continue
            picker = min(able, key=lambda one: (one.free_at, one.id))
            leave = self._leaving.of((order,), self._ready(picker, picker.free_at))
            if leave.start < inf:
                self._send(picker, leave, able)
            else:
                self._unplanned.append(Unplanned(order.id, leave.waits or Reason(Because.NOT_REACHABLE)))

    def _let_in(self, now: float) -> None:
        """Take in who has arrived; due first, so that what is urgent finds room."""
        arrived: list[PlanningOrder] = []
        while self._coming and _arrival(self._coming[-1]) <= now:
            arrived.append(self._coming.pop())
        if arrived:
            self._place_people(now)
            left_out = self._plan.add(sorted(arrived, key=lambda order: (order.due, order.id)))
            self._unplanned += [Unplanned(order, Reason(why)) for order, why in left_out.items()]
            self._is_new = True

    def _next_event(self, now: float) -> float:
        """Give the next moment at which anything can be decided, inf when there is none."""
        arrivals = [_arrival(self._coming[-1])] if self._coming else []
        is_open = len(self._plan) > 0
        returns = [picker.free_at for picker in self._pickers.values() if picker.free_at > now] if is_open else []
        opens = [self._opens_at] if is_open and self._opens_at > now else []
        return min((*arrivals, *returns, *opens), default=inf)

    def _send_out(self, now: float) -> bool:
        """Let everybody go who is free and has something to do; tell whether anybody did."""
        self._opens_at = inf
        free = [picker for picker in self._pickers.values() if picker.free_at <= now]
        if not free or not len(self._plan):
            return False
        if self._is_new or self._coming:
            self._place_people(now)
            self._plan.better(self._units, len(free) if self._coming else len(self._plan))
            self._is_new = False
        able = list(free)
        while able and (taken := self._next_trip(able, now)) is not None:
            picker, leave = taken
            self._send(picker, leave, able)
            able.remove(picker)
        return len(able) < len(free)

    def _place_people(self, now: float) -> None:
        for picker in self._pickers.values():
            self._plan.set_person(picker, max(now, picker.free_at), self._metres_off(picker))

    def _next_trip(self, free: Sequence[Picker], now: float) -> tuple[Picker, Leave] | None:
        """Choose who goes with what: the first trip of somebody's turn, else the most urgent nobody is free for."""
        for picker in free:
            for place, orders in enumerate(self._plan.turns(picker.id)):
                if picker.may_take(orders) and (leave := self._leave(picker, orders, now)) is not None:
                    self._plan.send(picker.id, place)
                    return picker, leave
        waiting = [
            (min(order.due for order in orders), place, other, self._metres_off(picker), picker, orders)
            for other in self._pickers
            for place, orders in enumerate(self._plan.turns(other))
            for picker in free
            if picker.may_take(orders)
        ]
        for _, place, other, _, picker, orders in sorted(waiting, key=lambda one: one[:4]):
            if (leave := self._leave(picker, orders, now)) is not None:
                self._plan.send(other, place)
                return picker, leave
        return None

    def _leave(self, picker: Picker, orders: Sequence[PlanningOrder], now: float) -> Leave | None:
        """Give how somebody would leave with a trip now; None, and a note of when to look again, where it must wait."""
        ready = self._ready(picker, now)
        leave = self._leaving.of(orders, ready)
        if leave.start <= ready:
            return leave
        self._opens_at = min(self._opens_at, now + leave.start - ready)
        if leave.waits is not None:
            self._waits |= dict.fromkeys((order.id for order in orders), leave.waits)
        return None

    def _ready(self, picker: Picker, now: float) -> float:
        """Give when somebody who leaves now is where trips start."""
        return max(now, picker.free_at) + self._problem.speeds.walking(self._metres_off(picker))

    def _send(self, picker: Picker, leave: Leave, free: Sequence[Picker]) -> None:
        """Let this person leave, and know when and with how much allowance they are back."""
        walked, start = leave.walked, leave.start
        self._leaving.gone(leave)
        end = start + walked.seconds
        why = (*self._leaving.why(walked, start), *self._why_waited(picker, leave), self._why_who(picker, walked, free))
        ids = tuple(order.id for order in walked.orders)
        late = tuple(order.id for order in walked.orders if end > order.due)
        self._trips.append(Trip(picker.id, start, end, ids, walked.route, walked.metres, late, why))
        left = picker.allowance.after(walked.orders)
        self._pickers[picker.id] = replace(picker, at=None, free_at=end, allowance=left)

    def _why_waited(self, picker: Picker, leave: Leave) -> tuple[Reason, ...]:
        """Say for which aisle somebody stood still, if they did."""
        if leave.start <= self._ready(picker, picker.free_at) + MEETING:
            return ()
        waited = (self._waits.get(order.id) for order in leave.walked.orders)
        why = leave.waits or next((reason for reason in waited if reason is not None), None)
        return () if why is None else (why,)

    def _metres_off(self, picker: Picker) -> float:
        """Give how far somebody is from where trips start; after a trip they stand there."""
        start = self._problem.floor.start
        at = start if picker.at is None else picker.at
        if at not in self._metres_from:
            self._metres_from[at] = self._distances.between(at, start)
        return self._metres_from[at]

    def _why_who(self, picker: Picker, walked: Walked, free: Sequence[Picker]) -> Reason:
        able = [other for other in free if other.may_take(walked.orders)]
        if len(able) == 1:
            return Reason(Because.ONLY_ONE_FREE, {"picker": picker.id})
        metres = self._metres_off(picker)
        nearest = metres <= min(map(self._metres_off, able))
        because = Because.NEAREST if nearest else Because.BEST_TOGETHER
        return Reason(because, {"picker": picker.id, "free": len(able), "metres": metres})


def _arrival(order: PlanningOrder) -> float:
    return -inf if order.arrived is None else order.arrived
