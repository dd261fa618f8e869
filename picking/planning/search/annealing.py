"""Betters a whole plan by small moves; a worse plan is taken too, ever more rarely (simulated annealing)."""

from typing import NamedTuple

import numpy as np

from picking.planning.compiled import lean, lean_called, part_of_callers
from picking.planning.routing.exact import Ints
from picking.planning.search.board import NONE, Board, Ground, Orders, Rules, Walkers
from picking.planning.search.costs import turn_cost
from picking.planning.search.laying import put, roll, set_metres
from picking.planning.search.moving import change_places, drawn_partner, drawn_trip, go_over, leave
from picking.planning.search.turning import another_turn, change_turns
from picking.planning.search.walks import metres_called

KINDS = 16  # of moves, weighed: the first are changes of places, then going over, then turns, then leaving
CHANGES, OVERS, TURNS, TURN_CHANGES = 4, 8, 11, 13
UNTIMED_CHANGES, UNTIMED_OVERS = 9, 15
LOOK_UNITS = 64.0  # of walks, between two looks at the budget
GAIN_MIN = 1e-9
FINE = 1 << 30


class Effort(NamedTuple):
    """How long to search: work units in all, those of a walk and of a move; how hot it begins and ends, in cost."""

    units: float
    walk_units: float
    move_units: float
    hot: float
    cold: float
    draws: int


class Kept(NamedTuple):
    """A board set aside."""

    trip_of: Ints
    turn: Ints
    trips: Ints


@lean
def anneal(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, effort: Effort, kept: Kept
) -> float:
    """Better the board until the effort is spent; it is left at the best found, whose cost is given."""
    begun = board.measured[0]
    _keep(board, kept)
    _lay_again(ground, orders, rules, board, kept)
    _count_costs(orders, walkers, rules, board)
    best, moves = board.cost[0], 0
    heat, look = effort.hot, max(1, int(LOOK_UNITS / effort.walk_units))
    while orders.used_count[0] > 0:
        moves += 1
        if moves % look == 0:
            spent = (moves * effort.move_units + (board.measured[0] - begun) * effort.walk_units) / effort.units
            if spent >= 1.0:
                break
            heat = effort.hot * (effort.cold / effort.hot) ** spent
        may_rise = -heat * np.log((roll(board, FINE) + 1.0) / FINE)
        _move(ground, orders, walkers, rules, board, roll(board, KINDS), effort.draws, may_rise)
        if board.cost[0] < best - GAIN_MIN:
            best = board.cost[0]
            _keep(board, kept)
    _lay_again(ground, orders, rules, board, kept)
    _count_costs(orders, walkers, rules, board)
    return best  # type: ignore[no-any-return]  # an element of an array of floats


@part_of_callers
def _move(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, kind: int, draws: int, may_rise: float
) -> None:
    """Try one move of an order drawn."""
    order = orders.used[roll(board, orders.used_count[0])]
    if kind < (CHANGES if rules.is_timed else UNTIMED_CHANGES):
        other = drawn_partner(ground, orders, rules, board, order, 4 * draws - 3)
        if other != NONE:
            change_places(ground, orders, walkers, rules, board, order, other, may_rise)
    elif kind < (OVERS if rules.is_timed else UNTIMED_OVERS):
        trip = drawn_trip(ground, orders, rules, board, order, draws)
        if trip != NONE:
            go_over(ground, orders, walkers, rules, board, order, trip, may_rise)
    elif rules.is_timed and kind < TURNS:
        another_turn(orders, walkers, rules, board, board.trip_of[order], may_rise)
    elif rules.is_timed and kind < TURN_CHANGES:
        other = orders.used[roll(board, orders.used_count[0])]
        change_turns(orders, walkers, rules, board, board.trip_of[order], board.trip_of[other], may_rise)
    else:
        leave(ground, orders, walkers, rules, board, order, may_rise)


@lean_called
def _count_costs(orders: Orders, walkers: Walkers, rules: Rules, board: Board) -> None:
    board.cost[0] = 0.0
    for person in range(len(board.trips)):
        board.costs[person] = turn_cost(orders, walkers, rules, board, person)
        board.cost[0] += board.costs[person]


@lean_called
def _keep(board: Board, kept: Kept) -> None:
    for order in range(len(board.trip_of)):
        kept.trip_of[order] = board.trip_of[order]
    for person in range(len(board.trips)):
        kept.trips[person] = board.trips[person]
        for k in range(board.trips[person]):
            kept.turn[person, k] = board.turn[person, k]


@lean_called
def _lay_again(ground: Ground, orders: Orders, rules: Rules, board: Board, kept: Kept) -> None:
    """Lay the board as it was kept."""
    board.size[:] = 0
    board.keys[:] = 0
    board.load[:] = 0.0
    board.marks[:] = 0
    board.on_step[:] = 0
    for order in range(len(kept.trip_of)):
        if kept.trip_of[order] != NONE:
            put(orders, board, order, kept.trip_of[order])
    for person in range(len(board.trips)):
        board.trips[person] = kept.trips[person]
        for k in range(board.trips[person]):
            trip = kept.turn[person, k]
            board.turn[person, k] = trip
            board.person_of[trip] = person
            set_metres(orders, rules, board, trip, metres_called(ground, orders, board, trip, NONE, NONE))
    board.spare_count[0] = 0
    for trip in range(len(board.size) - 1, -1, -1):
        if board.size[trip] == 0:
            board.spare[board.spare_count[0]] = trip
            board.spare_count[0] += 1
