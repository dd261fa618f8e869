"""Moves of orders from trip to trip: one goes over, two change places, some leave for a trip of their own."""

import numpy as np

from picking.planning.compiled import lean_called, lean_inner, part_of_callers
from picking.planning.search.board import NONE, Board, Ground, Orders, Rules, Walkers
from picking.planning.search.costs import is_kept
from picking.planning.search.laying import fits, free, fresh, insert, place_of, put, remove, roll, set_metres, take, use
from picking.planning.search.walks import metres_called, metres_of, metres_without


@lean_inner
def drawn_trip(ground: Ground, orders: Orders, rules: Rules, board: Board, order: int, draws: int) -> int:
    """Draw a trip the order may go over to; of several the one whose way it shares most. NONE where none fits."""
    found, least = NONE, np.inf
    for _ in range(draws):
        person = roll(board, len(board.trips))
        if board.trips[person] == 0 or not orders.may[person, order]:
            continue
        trip = board.turn[person, roll(board, board.trips[person])]
        if trip == board.trip_of[order] or not fits(orders, rules, board, trip, NONE, order):
            continue
        new = new_metres(ground, orders, board, trip, NONE, order) if draws > 1 else 0.0
        if new < least:
            found, least = trip, new
    return found


@lean_inner
def drawn_partner(ground: Ground, orders: Orders, rules: Rules, board: Board, order: int, draws: int) -> int:
    """Draw an order to change places with, of several the best by the ways shared. NONE where none fits."""
    found, least = NONE, np.inf
    a = board.trip_of[order]
    for _ in range(draws):
        other = orders.used[roll(board, orders.used_count[0])]
        b = board.trip_of[other]
        if a == b or not (orders.may[board.person_of[b], order] and orders.may[board.person_of[a], other]):
            continue
        if not (fits(orders, rules, board, a, order, other) and fits(orders, rules, board, b, other, order)):
            continue
        new = 0.0
        if draws > 1:
            new = new_metres(ground, orders, board, a, order, other)
            new += new_metres(ground, orders, board, b, other, order)
        if new < least:
            found, least = other, new
    return found


@lean_inner
def new_metres(ground: Ground, orders: Orders, board: Board, trip: int, minus: int, plus: int) -> float:
    """Estimate what an order adds to a walk: the lengths of the steps it alone goes into, less those it frees."""
    new = 0.0
    for k in range(orders.step_count[plus]):
        step = orders.steps[plus, k]
        if board.on_step[trip, step] == 0:
            new += ground.step_metres[step]
    if minus != NONE:
        for k in range(orders.step_count[minus]):
            step = orders.steps[minus, k]
            if board.on_step[trip, step] == 1:
                new -= ground.step_metres[step]
    return new


@part_of_callers
def go_over(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, order: int, b: int, may_rise: float
) -> bool:
    """Let an order go over to trip `b`; tell whether it stays there."""
    a = board.trip_of[order]
    p, q, place, is_alone = board.person_of[a], board.person_of[b], place_of(board, a), board.size[a] == 1
    was_a, was_b = board.metres[a], board.metres[b]
    now_a = metres_without(ground, orders, board, order)
    rise = rules.cost_a_metre * (now_a - was_a) - (rules.trip_seconds if is_alone else 0.0)
    if not rules.is_timed and rise > may_rise:
        return False
    now_b = metres_of(ground, orders, board, b, NONE, order)
    rise += rules.cost_a_metre * (now_b - was_b)
    if not rules.is_timed and rise > may_rise:
        return False
    take(orders, board, order)
    put(orders, board, order, b)
    set_metres(orders, rules, board, a, now_a)
    set_metres(orders, rules, board, b, now_b)
    if is_alone:
        remove(board, p, place)
    if is_kept(orders, walkers, rules, board, p, q, rise, may_rise):
        if is_alone:
            free(board, a)
        return True
    if is_alone:
        insert(board, p, place, a)
    take(orders, board, order)
    put(orders, board, order, a)
    set_metres(orders, rules, board, a, was_a)
    set_metres(orders, rules, board, b, was_b)
    return False


@part_of_callers
def change_places(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, i: int, j: int, may_rise: float
) -> bool:
    """Let two orders of different trips change places; tell whether they stay so.

    A walk over more is never shorter: what the trips are without them shows early that nothing can be gained.
    """
    a, b = board.trip_of[i], board.trip_of[j]
    was_a, was_b = board.metres[a], board.metres[b]
    may_be, less_b = np.inf, 0.0
    if not rules.is_timed:
        may_be = may_rise / rules.cost_a_metre + was_a + was_b
        less_b = metres_without(ground, orders, board, j)
        if metres_without(ground, orders, board, i) + less_b > may_be:
            return False
    now_a = metres_of(ground, orders, board, a, i, j)
    if now_a + less_b > may_be:
        return False
    now_b = metres_of(ground, orders, board, b, j, i)
    rise = rules.cost_a_metre * (now_a + now_b - was_a - was_b)
    if not rules.is_timed and rise > may_rise:
        return False
    _change(orders, board, i, j)
    set_metres(orders, rules, board, a, now_a)
    set_metres(orders, rules, board, b, now_b)
    if is_kept(orders, walkers, rules, board, board.person_of[a], board.person_of[b], rise, may_rise):
        return True
    _change(orders, board, i, j)
    set_metres(orders, rules, board, a, was_a)
    set_metres(orders, rules, board, b, was_b)
    return False


@lean_inner
def _change(orders: Orders, board: Board, i: int, j: int) -> None:
    a, b = board.trip_of[i], board.trip_of[j]
    take(orders, board, i)
    take(orders, board, j)
    put(orders, board, i, b)
    put(orders, board, j, a)


@lean_called
def leave(
    ground: Ground, orders: Orders, walkers: Walkers, rules: Rules, board: Board, order: int, may_rise: float
) -> bool:
    """Let an order, or all of its trip due no later than it, leave for a new trip; tell whether they stay there."""
    a = board.trip_of[order]
    if board.size[a] == 1 or board.spare_count[0] == 0:
        return False
    p, q, b, was = board.person_of[a], roll(board, len(board.trips)), fresh(board), board.metres[a]
    is_one = roll(board, 2) == 0
    for k in range(board.size[a] - 1, -1, -1):
        other = board.members[a, k]
        goes = other == order or (not is_one and orders.due[other] <= orders.due[order])
        if goes and orders.may[q, other] and board.size[a] > 1:
            take(orders, board, other)
            put(orders, board, other, b)
    if board.size[b] == 0:
        return False
    place = roll(board, board.trips[q] + 1)
    insert(board, q, place, b)
    set_metres(orders, rules, board, a, metres_called(ground, orders, board, a, NONE, NONE))
    set_metres(orders, rules, board, b, metres_called(ground, orders, board, b, NONE, NONE))
    rise = rules.cost_a_metre * (board.metres[a] + board.metres[b] - was) + rules.trip_seconds
    if (rules.is_timed or rise <= may_rise) and is_kept(orders, walkers, rules, board, p, q, rise, may_rise):
        use(board)
        return True
    remove(board, q, place)
    while board.size[b] > 0:
        other = board.members[b, board.size[b] - 1]
        take(orders, board, other)
        put(orders, board, other, a)
    set_metres(orders, rules, board, a, was)
    return False
