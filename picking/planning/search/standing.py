"""The standing plan of all open orders: takes orders in, is bettered, and gives trips to who goes."""

from collections.abc import Sequence
from math import inf

import numpy as np

from picking.planning.distances import Distances
from picking.planning.outcome import Because
from picking.planning.problem import Picker, PlanningOrder, Problem
from picking.planning.routing.lengths import work_units
from picking.planning.search.annealing import Kept, anneal
from picking.planning.search.board import NO_WALK, Walkers
from picking.planning.search.filling import Filling
from picking.planning.search.inserting import (
    dismiss,
    insert_orders,
    measure_alone,
    measure_trips,
    room_to_try,
    sort_by_due,
)
from picking.planning.search.rules import Prices, members_max, rules_of, stops_max
from picking.planning.search.slots import ground_of, new_board, new_orders, with_room
from picking.planning.search.spending import (
    FROM_GUESSES,
    FROM_SCRATCH,
    GUESS_STOP_UNITS,
    GUESS_UNITS,
    Heat,
    effort_of,
    units_added,
    units_sent,
    units_to_better,
)
from picking.planning.search.walks import metres_between_aisles

ROOM = 16  # order slots at first
DRAW_UNITS = 30.0  # each further choice is drawn where a walk costs so much more
DRAWS_MAX = 4
GUESSED_IN_FROM = 60  # more at once are put in with guesses
SAMPLED, TRIPS_SAMPLED = 8, 16  # orders, and trips, that tell how far off guesses are
GUESSED_FROM = 3.0  # where a walk costs more, the search begins with guesses
GUESSED_UNITS, GUESSED_SHARE_MAX = 300.0, 0.6  # so much of it for each order

Members = tuple[PlanningOrder, ...]
"""The orders of a trip."""


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
        self._is_guessed = False
        self._turns: dict[str, list[Members]] = {}
        self._sent: list[tuple[int, int]] = []
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
        self._settle()
        people = {order.id: self._filling.people_for(order) for order in orders}
        able = [order for order in orders if any(people[order.id])]
        if len(able) > len(self._free):
            self._grow(max(2 * len(self._slot_of), len(self._slot_of) + len(able)))
        if able:
            slots = [self._take_slot(order) for order in able]
            self._filling.fill(self._orders, slots, able, [people[order.id] for order in able])
            self._list_used()
        far = self._not_reached(able)
        for order in far:
            self._give_back(order)
        if far:
            self._list_used()
        self._insert([self._slot_of[order.id] for order in able if order.id in self._slot_of])
        nobody = dict.fromkeys((order.id for order in orders if not any(people[order.id])), Because.NOBODY_MAY)
        return nobody | dict.fromkeys((order.id for order in far), Because.NOT_REACHABLE)

    def metres_alone(self, order_id: str) -> float:
        """Give the metres of an order's own walk; the order is in the plan, or was when this was asked before."""
        if order_id not in self._alone:
            self._measure_alone([order_id, *self._compared()])
        return self._alone[order_id]

    def better(self, units: float, sent: int = 0) -> None:
        """Search for a better plan for so much work, less what it took to add orders and takes to send `sent` trips."""
        self._settle()
        board, used = self._board, self._board.size > 0
        stops = self._stops_a_trip()
        walk_units = work_units(self._ground.lengths, stops)
        spent, self._spent = self._spent + units_sent(min(sent, int(used.sum())), walk_units), 0.0
        if len(self._slot_of) < 2 or not used.any():  # noqa: PLR2004 - one order is where it is
            return
        draws = min(DRAWS_MAX, 1 + int(walk_units / DRAW_UNITS))
        units = units_to_better(units, spent, len(self._slot_of))
        if self._ground.lengths.is_exact and walk_units > GUESSED_FROM:
            trips = np.flatnonzero(used)
            some = trips[:: max(1, len(trips) // TRIPS_SAMPLED)].copy()  # side by side, as the code is compiled for
            between = metres_between_aisles(self._ground, self._orders, board, some)
            board.guess[:], board.less_key[:] = (1.0, between), 0
            guess_units = GUESS_UNITS + GUESS_STOP_UNITS * stops
            on_guesses = min(GUESSED_SHARE_MAX * units, GUESSED_UNITS * len(self._slot_of))
            self._anneal(on_guesses, guess_units, 1, FROM_SCRATCH)
            board.guess[0] = 0.0
            self._anneal(units - on_guesses, walk_units, draws, FROM_GUESSES)
        else:
            self._anneal(units, walk_units, draws, FROM_SCRATCH)
        self._is_guessed = False
        sort_by_due(self._orders, self._walkers, self._rules, board)

    def turns(self, person: str) -> Sequence[Members]:
        """Give somebody's trips in turn, as they are until the next call that changes the plan."""
        if not self._turns:
            self._turns = {picker: self._read_turns(number) for picker, number in self._people.items()}
        return self._turns[person]

    def send(self, person: str, place: int) -> Members:
        """Take the trip at a place of somebody's turn out of the plan: they go."""
        self.turns(person)
        members = self._turns[person].pop(place)
        self._sent.append((self._people[person], place))
        for order in members:
            self._give_back(order)
        return members

    def _settle(self) -> None:
        """Take trips that were sent off the board; where nothing more is planned that is never needed."""
        for person, place in self._sent:
            dismiss(self._orders, self._board, person, place)
        if self._sent:
            self._list_used()
        self._sent, self._turns = [], {}

    def _read_turns(self, number: int) -> list[Members]:
        board = self._board
        trips = board.turn[number, : board.trips[number]].tolist()
        return [
            tuple(self._order_in[slot] for slot in board.members[trip, : board.size[trip]].tolist()) for trip in trips
        ]

    def _compared(self) -> list[str]:
        """Name the orders whose own walks will be asked for, too: of each trip the first, where nothing is due all."""
        if not self._rules.is_timed:
            return list(self._slot_of)
        trips = [trip for picker in self._people for trip in self.turns(picker)]
        return [min(trip, key=lambda order: (order.due, order.id)).id for trip in trips]

    def _measure_alone(self, ids: Sequence[str]) -> None:
        """Measure the own walks of these orders, as far as they are not known; all of them at once."""
        asked = [order_id for order_id in dict.fromkeys(ids) if order_id not in self._alone]
        alone, slots = np.empty(len(asked)), np.array([self._slot_of[order_id] for order_id in asked], np.int64)
        measure_alone(self._ground, self._orders, self._board, slots, alone)
        self._alone |= zip(asked, alone.tolist(), strict=True)

    def _anneal(self, units: float, walk_units: float, draws: int, heat: Heat) -> None:
        board = self._board
        walk = float(board.metres[board.size > 0].mean()) * self._rules.cost_a_metre + self._rules.trip_seconds
        effort = effort_of(units, walk_units, draws, heat, walk, is_timed=self._rules.is_timed)
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
        tried = room_to_try(walk_units, with_guesses=self._ground.lengths.is_exact)
        if with_guesses:
            board.guess[:] = 1.0, self._between_aisles(slots[:SAMPLED])
            insert_orders(*question, np.array(slots, np.int64), tried)
            board.guess[:], board.less_key[:], board.measured[0] = 0.0, 0, measured
            self._is_guessed = True
        else:
            if self._is_guessed:
                measure_trips(self._ground, self._orders, self._rules, board)
            self._is_guessed = False
            insert_orders(*question, np.array(slots, np.int64), tried)
        self._spent += units_added(len(slots), int(board.measured[0]) - measured, walk_units)

    def _between_aisles(self, slots: Sequence[int]) -> float:
        """Give the mean metres between aisles of a few orders' own walks."""
        ground, orders, board = self._ground, self._orders, self._board
        some, exact, guessed = np.array(slots, np.int64), np.empty(len(slots)), np.empty(len(slots))
        measure_alone(ground, orders, board, some, exact)
        board.guess[:] = 1.0, 0.0
        measure_alone(ground, orders, board, some, guessed)
        return float((exact - guessed).mean())

    def _not_reached(self, orders: Sequence[PlanningOrder]) -> list[PlanningOrder]:
        """Give those to whose stops no way leads; on a floor where everything is reached none is asked."""
        if self._all_reached or not orders:
            return []
        self._measure_alone([order.id for order in orders])
        return [order for order in orders if self._alone[order.id] >= NO_WALK]

    def _give_back(self, order: PlanningOrder) -> None:
        """Let an order go out of the plan."""
        slot = self._slot_of.pop(order.id)
        del self._order_in[slot]
        self._free.append(slot)

    def _list_used(self) -> None:
        slots = sorted(self._order_in)
        self._orders.used[: len(slots)] = slots
        self._orders.used_count[0] = len(slots)

    def _stops_a_trip(self) -> int:
        """Give how many stops a trip has, or, before there are any, how many an order has."""
        orders = self._orders.used[: self._orders.used_count[0]]
        trips = int((self._board.size > 0).sum()) or len(orders)
        return int(self._orders.stop_count[orders].sum()) // max(1, trips)

    def _grow(self, count: int) -> None:
        """Make room for so many orders."""
        self._free += range(count - 1, len(self._orders.due) - 1, -1)
        self._orders, self._board = with_room(self._orders, self._board, self._problem, count)
