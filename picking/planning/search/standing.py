"""The standing plan of all open orders: takes orders in, is bettered, and gives trips to who goes."""

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

import numpy as np

from picking.planning.distances import Distances
from picking.planning.outcome import Because
from picking.planning.problem import Picker, PlanningOrder, Problem
from picking.planning.routing.lengths import work_units
from picking.planning.search.annealing import Effort, Kept, anneal
from picking.planning.search.board import NO_WALK, Walkers
from picking.planning.search.filling import Filling
from picking.planning.search.inserting import (
    Tried,
    dismiss,
    insert_orders,
    measure_alone,
    measure_trips,
    sort_by_due,
)
from picking.planning.search.rules import Prices, members_max, rules_of, stops_max
from picking.planning.search.slots import ground_of, grown, new_board, new_orders
from picking.planning.search.walks import guessed_metres

ROOM = 16  # order slots at first
MOVE_UNITS, TIMED_MOVE_UNITS = 0.05, 0.11  # beside walks measured; microseconds on a server's core
DRAW_UNITS = 30.0  # each further choice is drawn where a walk costs so much more
DRAWS_MAX = 4
UNITS_A_PAIR = 500.0
LOOKED_AT, TRIED_UNITS = 16, 15.0  # trips an order is guessed in when it arrives; then it is tried for so much work
ADDED_UNITS = 30.0  # what an order costs beside the walks it is tried in
GUESSED_IN_FROM, SAMPLED = 60, 8  # more at once are put in with guesses, as far off as a few of them are
LEFT_MIN = 0.25  # of the budget is left for bettering, whatever orders took to add
GUESS_UNITS, GUESS_STOP_UNITS = 0.5, 0.03  # of a walk that is guessed, and of each stop of it
GUESSED_FROM = 3.0  # where a walk costs more, the search begins with guesses
GUESSED_UNITS, GUESSED_SHARE_MAX = 300.0, 0.6  # so much of it for each order
ORDER_ROWS = ("stops", "stop_count", "steps", "step_count", "keys", "handling", "due", "load", "marks", "used")
TRIP_ROWS = ("members", "size", "keys", "load", "marks", "on_step", "metres", "seconds", "person_of", "spare")


class Heat(NamedTuple):
    """A rise taken at the beginning and at the end of a search, in walks of the mean trip."""

    hot: float
    cold: float


FROM_SCRATCH, FROM_GUESSES = Heat(0.03, 0.003), Heat(0.02, 0.003)


class StandingPlan:
    """Holds the open orders of a problem and the trips they are in; the same calls give the same plan."""

    def __init__(self, problem: Problem, distances: Distances, *, seed: int = 0, prices: Prices) -> None:
        self._problem = problem
        self._people = {picker.id: number for number, picker in enumerate(problem.pickers)}
        carried = {*problem.limits.most, *(key for picker in problem.pickers for key in picker.allowance.most)}
        self._keys = sorted(carried)
        self._slot_of: dict[str, int] = {}
        self._order_in: dict[int, PlanningOrder] = {}
        self._alone: dict[str, float] = {}
        self._free: list[int] = []
        self._spent = 0.0
        self._ground = ground_of(distances, stops_max(problem))
        self._all_reached = bool(self._ground.lengths.metres.max() < NO_WALK)
        self._filling = Filling(problem, distances, self._ground.lengths, self._keys)
        self._rules = rules_of(problem, self._keys, prices)
        size, marks = len(problem.pickers), 2 * len(problem.limits.apart)
        self._walkers = Walkers(np.zeros(size), np.zeros(size), np.full((size, len(self._keys)), inf))
        for picker in problem.pickers:
            self.set_person(picker, picker.free_at, 0.0)
        self._orders = new_orders(size, len(self._keys), marks)
        steps = len(self._ground.step_metres)
        self._board = new_board(size, len(self._keys), marks, steps, members_max(problem), seed)
        self._grow(ROOM)

    def __len__(self) -> int:
        return len(self._slot_of)

    def set_person(self, picker: Picker, free_at: float, metres_off: float) -> None:
        """Say when somebody is free, how far from where trips start, and what they may still carry."""
        person, speeds = self._people[picker.id], self._problem.speeds
        way = speeds.walking(metres_off)
        self._walkers.free_at[person] = free_at + way
        self._walkers.way[person] = metres_off * self._rules.cost_a_metre
        if picker.allowance.most:
            self._walkers.allowance[person] = [picker.allowance.most.get(key, inf) for key in self._keys]

    def add(self, orders: Sequence[PlanningOrder]) -> dict[str, Because]:
        """Put orders one after the other where they cost least; gives, by id, why some are left out."""
        people = {order.id: self._filling.people_for(order) for order in orders}
        able = [order for order in orders if any(people[order.id])]
        if len(able) > len(self._free):
            self._grow(max(2 * len(self._slot_of), len(self._slot_of) + len(able)))
        slots = [self._take_slot(order) for order in able]
        for slot, order in zip(slots, able, strict=True):
            self._filling.fill(self._orders, slot, order, people[order.id])
        far = [order for order in able if not self._is_reached(order)]
        if far:
            self._give_back(far)
        self._insert([self._slot_of[order.id] for order in able if order.id in self._slot_of])
        nobody = dict.fromkeys((order.id for order in orders if not any(people[order.id])), Because.NOBODY_MAY)
        return nobody | dict.fromkeys((order.id for order in far), Because.NOT_REACHABLE)

    def metres_alone(self, order_id: str) -> float:
        """Give the metres of an order's own walk; the order is in the plan, or was when this was asked before."""
        if order_id not in self._alone:
            slots = [self._slot_of[order_id]]
            if not self._rules.is_timed:  # then all of them are compared
                slots = [slot for id_, slot in self._slot_of.items() if id_ not in self._alone]
            alone = np.empty(len(slots))
            measure_alone(self._ground, self._orders, self._board, np.array(slots, np.int64), alone)
            self._alone |= {self._order_in[slot].id: metres for slot, metres in zip(slots, alone.tolist(), strict=True)}
        return self._alone[order_id]

    def better(self, units: float) -> None:
        """Search for a better plan for so much work (about microseconds on a server's core), adding orders included."""
        units, self._spent = max(LEFT_MIN * units, units - self._spent), 0.0
        board, used = self._board, self._board.size > 0
        if len(self._slot_of) < 2 or not used.any():  # noqa: PLR2004 - one order is where it is
            return
        stops = self._stops_a_trip()
        walk_units = work_units(self._ground.lengths, stops)
        draws = min(DRAWS_MAX, 1 + int(walk_units / DRAW_UNITS))
        units = min(units, UNITS_A_PAIR * len(self._slot_of) ** 2)  # few orders have few plans
        if self._ground.lengths.is_exact and walk_units > GUESSED_FROM:
            between = float(board.metres[used].sum()) - guessed_metres(self._ground, self._orders, board)
            board.guess[:], board.less_key[:] = (1.0, between / int(used.sum())), 0
            guess_units = GUESS_UNITS + GUESS_STOP_UNITS * stops
            on_guesses = min(GUESSED_SHARE_MAX * units, GUESSED_UNITS * len(self._slot_of))
            self._anneal(on_guesses, guess_units, 1, FROM_SCRATCH)
            board.guess[0] = 0.0
            self._anneal(units - on_guesses, walk_units, draws, FROM_GUESSES)
        else:
            self._anneal(units, walk_units, draws, FROM_SCRATCH)
        sort_by_due(self._orders, self._walkers, self._rules, board)

    def turns(self, person: str) -> list[tuple[PlanningOrder, ...]]:
        """Give somebody's trips in turn."""
        number, board = self._people[person], self._board
        trips = board.turn[number, : board.trips[number]].tolist()
        return [
            tuple(self._order_in[slot] for slot in board.members[trip, : board.size[trip]].tolist()) for trip in trips
        ]

    def send(self, person: str, place: int) -> tuple[PlanningOrder, ...]:
        """Take the trip at a place of somebody's turn out of the plan: they go."""
        members = self.turns(person)[place]
        dismiss(self._orders, self._board, self._people[person], place)
        self._give_back(members)
        return members

    def _anneal(self, units: float, walk_units: float, draws: int, heat: Heat) -> None:
        board = self._board
        walk = float(board.metres[board.size > 0].mean()) * self._rules.cost_a_metre + self._rules.trip_seconds
        move = (TIMED_MOVE_UNITS if self._rules.is_timed else MOVE_UNITS) * draws
        effort = Effort(units, walk_units, move, heat.hot * walk + 1e-9, heat.cold * walk + 1e-9, draws)
        kept = Kept(np.empty_like(board.trip_of), np.empty_like(board.turn), np.empty_like(board.trips))
        anneal(self._ground, self._orders, self._walkers, self._rules, board, effort, kept)

    def _take_slot(self, order: PlanningOrder) -> int:
        slot = self._free.pop()
        self._slot_of[order.id], self._order_in[slot] = slot, order
        return slot

    def _insert(self, slots: Sequence[int]) -> None:
        """Insert the orders of these slots, which can be reached."""
        board, walk_units = self._board, work_units(self._ground.lengths, self._stops_a_trip())
        measured, question = int(board.measured[0]), (self._ground, self._orders, self._walkers, self._rules, board)
        with_guesses = self._ground.lengths.is_exact and walk_units > GUESSED_FROM and len(slots) > GUESSED_IN_FROM
        most = max(2, min(LOOKED_AT, int(TRIED_UNITS / walk_units)))
        looked_at = LOOKED_AT if self._ground.lengths.is_exact else most
        tried = Tried(np.empty(looked_at, np.int64), np.empty(looked_at), most)
        if with_guesses:
            board.guess[:] = 1.0, self._between_aisles(slots[:SAMPLED])
            insert_orders(*question, np.array(slots, np.int64), tried)
            board.guess[:], board.less_key[:], board.measured[0] = 0.0, 0, measured
            measure_trips(self._ground, self._orders, self._rules, board)
        else:
            insert_orders(*question, np.array(slots, np.int64), tried)
        self._spent += ADDED_UNITS * len(slots) + walk_units * (int(board.measured[0]) - measured)

    def _between_aisles(self, slots: Sequence[int]) -> float:
        """Give the mean metres between aisles of a few orders' own walks."""
        ground, orders, board = self._ground, self._orders, self._board
        some, exact, guessed = np.array(slots, np.int64), np.empty(len(slots)), np.empty(len(slots))
        measure_alone(ground, orders, board, some, exact)
        board.guess[:] = 1.0, 0.0
        measure_alone(ground, orders, board, some, guessed)
        return float((exact - guessed).mean())

    def _is_reached(self, order: PlanningOrder) -> bool:
        """Tell whether a way leads over all stops of an order; on a floor where everything is reached none is asked."""
        if self._all_reached:
            return True
        return self.metres_alone(order.id) < NO_WALK

    def _give_back(self, orders: Sequence[PlanningOrder]) -> None:
        """Let these orders, which are in no trip any more, go out of the plan."""
        for order in orders:
            slot = self._slot_of.pop(order.id)
            del self._order_in[slot]
            self._free.append(slot)
        slots = sorted(self._order_in)
        self._orders.used[: len(slots)] = slots
        self._orders.used_count[0] = len(slots)

    def _stops_a_trip(self) -> int:
        """Give how many stops a trip has, or, before there are any, how many an order has."""
        orders = self._orders.used[: self._orders.used_count[0]]
        trips = int((self._board.size > 0).sum()) or len(orders)
        return int(self._orders.stop_count[orders].sum()) // max(1, trips)

    def _grow(self, count: int) -> None:
        """Make room for so many orders, each perhaps in a trip of its own, and one trip more to try."""
        before = len(self._board.size)
        self._free += range(count - 1, len(self._orders.due) - 1, -1)
        self._orders = grown(self._orders, ORDER_ROWS, count)
        may = np.pad(self._orders.may, ((0, 0), (0, count - self._orders.may.shape[1])))
        wide = max((len(order.lines) for order in self._problem.orders), default=1)
        self._orders = grown(self._orders, (), max(1, wide), ("stops", "steps"))._replace(may=may)
        self._board = grown(self._board, TRIP_ROWS, count + 1)
        self._board = grown(self._board, ("trip_of", "less_key", "less_metres"), count)
        self._board = grown(self._board, (), count + 1, ("turn",))
        if self._problem.limits.most.get("orders") is None:
            self._board = grown(self._board, (), count, ("members",))
        board = self._board
        for trip in range(len(board.size) - 1, before - 1, -1):
            board.spare[board.spare_count[0]] = trip
            board.spare_count[0] += 1
