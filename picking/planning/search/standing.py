"""The standing plan of all open orders: takes orders in, is bettered, and gives trips to who goes."""

from collections.abc import Sequence
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from picking.planning.distances import Distances
from picking.planning.problem import Picker, PlanningOrder, Problem
from picking.planning.routes import walk_order
from picking.planning.routing.lengths import work_units
from picking.planning.search.annealing import Effort, Kept, anneal
from picking.planning.search.board import NO_WALK, Rules, Walkers
from picking.planning.search.inserting import Tried, dismiss, insert_order, metres_alone, sort_by_due
from picking.planning.search.slots import ground_of, grown, key_of, new_board, new_orders, ranks_of

ROOM = 16  # order slots at first
HOT, COLD = 0.03, 0.003  # a rise taken at the beginning and at the end, in walks of the mean trip
MOVE_UNITS, TIMED_MOVE_UNITS = 0.08, 0.25  # beside walks measured; microseconds on a server's core
DRAW_UNITS = 30.0  # each further choice is drawn where a walk costs so much more
DRAWS_MAX = 4
UNITS_A_PAIR = 500.0
LOOKED_AT_UNITS, LOOKED_AT_MAX = 100.0, 16  # trips an order is tried in when it arrives
ORDER_ROWS = ("stops", "stop_count", "steps", "step_count", "keys", "handling", "due", "load", "marks", "used")
TRIP_ROWS = ("members", "size", "keys", "load", "marks", "on_step", "metres", "seconds", "person_of", "spare")


class Prices(NamedTuple):
    """What time is worth, in seconds of work: each until an order is there, an order too late, each second of that."""

    flow: float
    late: float
    tardy: float


class StandingPlan:
    """Holds the open orders of a problem and the trips they are in; the same calls give the same plan.

    `metres_alone` tells, by order id, the walk of each order that was ever in it.
    """

    def __init__(self, problem: Problem, distances: Distances, *, seed: int = 0, prices: Prices) -> None:
        self._problem, self._distances = problem, distances
        self._people = {picker.id: number for number, picker in enumerate(problem.pickers)}
        carried = {*problem.limits.most, *(key for picker in problem.pickers for key in picker.allowance.most)}
        self._keys = sorted(carried)
        self._slot_of: dict[str, int] = {}
        self._order_in: dict[int, PlanningOrder] = {}
        self.metres_alone: dict[str, float] = {}
        self._free: list[int] = []
        self._able: dict[tuple[str | None, str | None], list[bool]] = {}
        self._seen = 0
        self._ground = ground_of(distances, self._stops_max())
        self._ranks = ranks_of(self._ground.lengths)
        phases = sorted({line.phase for order in problem.orders for line in order.lines})
        self._phase = {phase: number for number, phase in enumerate(phases)}
        self._rules = self._make_rules(prices)
        size, marks = len(problem.pickers), 2 * len(problem.limits.apart)
        self._walkers = Walkers(np.zeros(size), np.zeros(size), np.full((size, len(self._keys)), inf))
        for picker in problem.pickers:
            self.set_person(picker, picker.free_at, 0.0)
        self._orders = new_orders(size, len(self._keys), marks)
        steps = len(self._ground.step_metres)
        self._board = new_board(size, len(self._keys), marks, steps, self._members_max(), seed)
        self._grow(ROOM)

    def __len__(self) -> int:
        return len(self._slot_of)

    def set_person(self, picker: Picker, free_at: float, metres_off: float) -> None:
        """Say when somebody is free, how far from where trips start, and what they may still carry."""
        person, speeds = self._people[picker.id], self._problem.speeds
        way = speeds.walking(metres_off)
        self._walkers.free_at[person] = free_at + way
        self._walkers.way[person] = metres_off * self._rules.cost_a_metre
        self._walkers.allowance[person] = [picker.allowance.most.get(key, inf) for key in self._keys]

    def add(self, order: PlanningOrder) -> bool | None:
        """Put an order where it costs least; None: nobody may take it, False: no way leads to it, it is left out."""
        people = self._people_for(order)
        if not any(people):
            return None
        if not self._free:
            self._grow(2 * len(self._slot_of))
        slot = self._fill(order, people)
        question = (self._ground, self._orders, self._walkers, self._rules, self._board)
        looked_at = max(2, min(LOOKED_AT_MAX, int(LOOKED_AT_UNITS / self._walk_units())))
        insert_order(*question, slot, Tried(np.empty(looked_at, np.int64), np.empty(looked_at)))
        self.metres_alone[order.id] = metres_alone(self._ground, self._orders, self._board, slot)
        if self.metres_alone[order.id] < NO_WALK:
            return True
        self._take_out(order.id)
        return False

    def better(self, units: float) -> None:
        """Search for a better plan for so much work (about microseconds on a server's core)."""
        board = self._board
        used = board.size > 0
        if len(self._slot_of) < 2 or not used.any():  # noqa: PLR2004 - one order is where it is
            return
        walk = float(board.metres[used].mean()) * self._rules.cost_a_metre + self._rules.trip_seconds
        draws = min(DRAWS_MAX, 1 + int(self._walk_units() / DRAW_UNITS))
        move = (TIMED_MOVE_UNITS if self._rules.is_timed else MOVE_UNITS) * draws
        units = min(units, UNITS_A_PAIR * len(self._slot_of) ** 2)  # few orders have few plans
        effort = Effort(units, self._walk_units(), move, HOT * walk + 1e-9, COLD * walk + 1e-9, draws)
        kept = Kept(np.empty_like(board.trip_of), np.empty_like(board.turn), np.empty_like(board.trips))
        anneal(self._ground, self._orders, self._walkers, self._rules, board, effort, kept)
        sort_by_due(self._orders, self._walkers, self._rules, board)

    def turns(self, person: str) -> list[tuple[PlanningOrder, ...]]:
        """Give somebody's trips in turn."""
        number, board = self._people[person], self._board
        trips = board.turn[number, : board.trips[number]]
        return [tuple(self._order_in[slot] for slot in board.members[trip, : board.size[trip]]) for trip in trips]

    def send(self, person: str, place: int) -> tuple[PlanningOrder, ...]:
        """Take the trip at a place of somebody's turn out of the plan: they go."""
        members = self.turns(person)[place]
        for order in members:
            slot = self._slot_of.pop(order.id)
            del self._order_in[slot]
            self._free.append(slot)
        dismiss(self._orders, self._board, self._people[person], place)
        self._list_used()
        return members

    def _take_out(self, name: str) -> None:
        trip = self._board.trip_of[self._slot_of[name]]
        person = int(self._board.person_of[trip])
        place = self._board.turn[person, : self._board.trips[person]].tolist().index(trip)
        picker = self._problem.pickers[person].id
        rest = [order for order in self.send(picker, place) if order.id != name]
        for order in rest:
            self.add(order)

    def _fill(self, order: PlanningOrder, people: Sequence[bool]) -> int:
        """Describe an order in a free slot."""
        orders, problem = self._orders, self._problem
        slot = self._free.pop()
        self._slot_of[order.id], self._order_in[slot] = slot, order
        self._seen += 1
        stops = self._stops(order)
        places = len(self._ranks)
        steps = (
            sorted({int(self._ground.lengths.sweep.step_at[stop % places]) for stop in stops}) if self._exact else []
        )
        orders.stops[slot, : len(stops)], orders.stop_count[slot] = stops, len(stops)
        orders.steps[slot, : len(steps)], orders.step_count[slot] = steps, len(steps)
        orders.keys[slot] = key_of(self._seen)
        orders.handling[slot], orders.due[slot] = problem.speeds.handling(order), order.due
        orders.load[slot] = [order.carries(key) for key in self._keys]
        orders.marks[slot] = [order.load.get(key, 0.0) > 0 for pair in problem.limits.apart for key in pair]
        orders.may[:, slot] = people
        orders.used[orders.used_count[0]] = slot
        orders.used_count[0] += 1
        return slot

    def _people_for(self, order: PlanningOrder) -> list[bool]:
        """Tell who may take an order; where nobody's allowance is limited, asked once for all that are alike."""
        pickers = self._problem.pickers
        if any(picker.allowance.most for picker in pickers):
            return [picker.may_take((order,)) for picker in pickers]
        alike = (order.zone, order.skill)
        if alike not in self._able:
            self._able[alike] = [picker.may_take((order,)) for picker in pickers]
        return self._able[alike]

    def _stops(self, order: PlanningOrder) -> list[int]:
        """Give an order's stops; of several bins those of its own shortest walk."""
        problem, distances = self._problem, self._distances
        nodes = [[problem.bins[index] for index in line.bins] for line in order.lines]
        if any(len(set(each)) > 1 for each in nodes):
            floor, phases = problem.floor, [line.phase for line in order.lines]
            walk = walk_order(distances, floor.start, nodes, floor.end, phases, tries=1)
            nodes = [[node] for _, node in sorted(zip(walk.order, walk.nodes, strict=True))]
        ranks = self._ranks[distances.places([each[0] for each in nodes])]
        phase = [self._phase[line.phase] * len(self._ranks) for line in order.lines]
        return sorted({first + int(rank) for first, rank in zip(phase, ranks, strict=True)})

    @property
    def _exact(self) -> bool:
        return self._ground.lengths.is_exact

    def _walk_units(self) -> float:
        count = max(1, int(self._orders.used_count[0]))
        trips = max(1, int((self._board.size > 0).sum()))
        stops = int(self._orders.stop_count[self._orders.used[:count]].sum()) // trips
        return work_units(self._ground.lengths, stops)

    def _list_used(self) -> None:
        slots = sorted(self._order_in)
        self._orders.used[: len(slots)] = slots
        self._orders.used_count[0] = len(slots)

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

    def _make_rules(self, prices: Prices) -> Rules:
        problem, speeds = self._problem, self._problem.speeds
        most = np.array([problem.limits.most.get(key, inf) for key in self._keys], np.float64)
        a_metre = float(speeds.walking(1.0))
        is_timed = any(isfinite(order.due) for order in problem.orders) or any(
            picker.allowance.most for picker in problem.pickers
        )
        return Rules(most, float(speeds.trip_seconds), a_metre, a_metre or 1.0, *prices, is_timed)

    def _members_max(self) -> int:
        """Give room for the orders of a trip; an order too large for any trip goes alone."""
        return max(1, int(min(self._problem.limits.most.get("orders", 1.0), len(self._problem.orders))))

    def _stops_max(self) -> int:
        """Give how many stops a trip may come to have."""
        counts = sorted((len(order.lines) for order in self._problem.orders), reverse=True)
        most = self._problem.limits.most.get("orders", inf)
        return max(1, sum(counts[: max(1, int(min(most, len(counts))))]))
