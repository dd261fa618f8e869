"""Puts an order where it costs least in the plan as it stands: into a trip there is, or into one of its own."""

from typing import NamedTuple

import numpy as np

from picking.planning.compiled import lean, lean_inner, part_of_callers
from picking.planning.routing.exact import Floats, Ints
from picking.planning.search.board import NONE, Board, Ground, Orders, Rules, Walkers
from picking.planning.search.costs import turn_cost
from picking.planning.search.laying import fits, free, fresh, insert, put, remove, set_metres, take, use
from picking.planning.search.moving import new_metres
from picking.planning.search.walks import metres_called

COST_MIN = 1e-6
LOOKED_AT, TRIED_UNITS = 16, 15.0  # trips an order is guessed in when it arrives; then it is tried for so much work


class Tried(NamedTuple):
    """Room for the trips an order is tried in, and what each would have to walk more; `most` of them are measured.

    With guesses all are tried.
    """

    trips: Ints
    news: Floats
    most: int


def room_to_try(walk_units: float, *, with_guesses: bool) -> Tried:
    """Make room to try an order where a walk costs so much, and whether trips can be guessed first."""
    most = max(2, min(LOOKED_AT, int(TRIED_UNITS / walk_units)))
    looked_at = LOOKED_AT if with_guesses else most
    return Tried(np.empty(looked_at, np.int64), np.empty(looked_at), most)


@lean
def insert_orders(
    ground: Ground,
    orders: Orders,
    walkers: Walkers,
    rules: Rules,
    board: Board,
    slots: Ints,
    tried: Tried,
) -> None:
    """Insert orders one after the other; a way leads to each."""
    for slot in slots:
        _insert(ground, orders, walkers, rules, board, slot, tried)


@lean
def measure_trips(ground: Ground, orders: Orders, rules: Rules, board: Board) -> None:
    """Measure the walks of all trips there are."""
    for trip in range(len(board.size)):
        if board.size[trip] > 0:
            set_metres(orders, rules, board, trip, metres_called(ground, orders, board, trip, NONE, NONE))


@lean
def measure_alone(ground: Ground, orders: Orders, board: Board, slots: Ints, alone: Floats) -> None:
    """Fill `alone` with the metres of each of these orders' own walk."""
    for k in range(len(slots)):
        alone[k] = metres_called(ground, orders, board, fresh(board), NONE, slots[k])


@part_of_callers
def _insert(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, order: int, tried: Tried
) -> None:
    """Insert an order; somebody may take it."""
    trips, news, most = tried
    best, best_trip = np.inf, NONE
    count = _promising(ground, orders, rules, board, order, trips, news)
    if count > most and board.guess[0] == 0.0:
        _guess_news(ground, orders, board, order, trips[:count], news)
        count = most
    for k in range(count):
        trip, was = trips[k], board.metres[trips[k]]
        person = board.person_of[trip]
        before = turn_cost(orders, walkers, rules, board, person)
        metres = metres_called(ground, orders, board, trip, NONE, order)
        put(orders, board, order, trip)
        set_metres(orders, rules, board, trip, metres)
        rise = turn_cost(orders, walkers, rules, board, person) - before
        take(orders, board, order)
        set_metres(orders, rules, board, trip, was)
        if rise < best:
            best, best_trip = rise, trip
    trip = fresh(board)
    put(orders, board, order, trip)
    set_metres(orders, rules, board, trip, metres_called(ground, orders, board, trip, NONE, NONE))
    person, place = _best_turn(orders, walkers, rules, board, order, trip, best)
    if person != NONE:
        insert(board, person, place, trip)
        use(board)
        return
    take(orders, board, order)
    put(orders, board, order, best_trip)
    set_metres(orders, rules, board, best_trip, metres_called(ground, orders, board, best_trip, NONE, NONE))


@part_of_callers
def _promising(
    ground: Ground, orders: Orders, rules: Rules, board: Board, order: int, trips: Ints, news: Floats
) -> int:
    """Fill `trips` with those the order fits in whose way it shares most; give how many there are."""
    count = 0
    for person in range(len(board.trips)):
        for k in range(board.trips[person] if orders.may[person, order] else 0):
            trip = board.turn[person, k]
            if not fits(orders, rules, board, trip, NONE, order):
                continue
            new = new_metres(ground, orders, board, trip, NONE, order)
            if count < len(trips) or new < news[count - 1]:
                count = min(count + 1, len(trips))
                _rank(trip, new, count, trips, news)
    return count


@part_of_callers
def _rank(trip: int, new: float, count: int, trips: Ints, news: Floats) -> None:
    """Put a trip among the first `count`, the least metres first; who was last is gone."""
    at = count - 1
    while at > 0 and news[at - 1] > new:
        news[at], trips[at] = news[at - 1], trips[at - 1]
        at -= 1
    news[at], trips[at] = new, trip


@part_of_callers
def _guess_news(ground: Ground, orders: Orders, board: Board, order: int, trips: Ints, news: Floats) -> None:
    """Guess what each trip would have to walk more, and rank them by it."""
    measured = board.measured[0]
    board.guess[0] = 1.0
    for k in range(len(trips)):
        trip = trips[k]
        walked = metres_called(ground, orders, board, trip, NONE, NONE)
        new = metres_called(ground, orders, board, trip, NONE, order) - walked
        _rank(trip, new, k + 1, trips, news)
    board.guess[0] = 0.0
    board.measured[0] = measured


@part_of_callers
def _best_turn(
    orders: Orders, walkers: Walkers, rules: Rules, board: Board, order: int, trip: int, best: float
) -> tuple[int, int]:
    """Find whose turn a trip of its own costs less in than `best`: (person, place), NONE where none does.

    It costs its own work and its way at least; what it holds up comes on top.
    """
    best_person = best_place = NONE
    alone = board.seconds[trip] + (rules.cost_a_metre - rules.seconds_a_metre) * board.metres[trip]
    for person in range(len(board.trips)):
        least = alone + rules.flow * (walkers.free_at[person] + board.seconds[trip])
        if not orders.may[person, order] or least >= best:
            continue
        before = turn_cost(orders, walkers, rules, board, person)
        first = 0 if rules.is_timed else board.trips[person]
        for place in range(first, board.trips[person] + 1):
            insert(board, person, place, trip)
            rise = turn_cost(orders, walkers, rules, board, person) - before
            remove(board, person, place)
            if rise < best:
                best, best_person, best_place = rise, person, place
    return best_person, best_place


@lean
def dismiss(orders: Orders, board: Board, person: int, place: int) -> None:
    """Take the trip at a place of somebody's turn off the board, with its orders."""
    trip = board.turn[person, place]
    for k in range(board.size[trip] - 1, -1, -1):
        take(orders, board, board.members[trip, k])
    remove(board, person, place)
    free(board, trip)


@lean
def sort_by_due(orders: Orders, walkers: Walkers, rules: Rules, board: Board) -> None:
    """Bring each person's trips into the order they are due, neighbour by neighbour, where that costs nothing."""
    for person in range(len(board.trips)):
        for last in range(board.trips[person] - 1, 0, -1):
            for k in range(last):
                one, two = board.turn[person, k], board.turn[person, k + 1]
                if _due(orders, board, two) < _due(orders, board, one):
                    before = turn_cost(orders, walkers, rules, board, person)
                    board.turn[person, k], board.turn[person, k + 1] = two, one
                    if turn_cost(orders, walkers, rules, board, person) > before + COST_MIN:
                        board.turn[person, k], board.turn[person, k + 1] = one, two


@lean_inner
def _due(orders: Orders, board: Board, trip: int) -> float:
    due = np.inf
    for k in range(board.size[trip]):
        due = min(due, orders.due[board.members[trip, k]])
    return due
