"""Lays orders into trips and trips into people's turns; every figure that only counts or adds up is kept true."""

import numpy as np

from picking.planning.compiled import lean_inner, part_of_callers
from picking.planning.search.board import NONE, Board, Orders, Rules

ROUNDING = 1e-9


@part_of_callers
def roll(board: Board, sides: int) -> int:
    """Roll a number below `sides`; the same numbers on every machine (xorshift64*, Vigna 2016)."""
    x = board.dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    board.dice[0] = x
    upper = (x * np.uint64(2685821657736338717)) >> np.uint64(32)
    return np.int64((upper * np.uint64(sides)) >> np.uint64(32))  # type: ignore[return-value]  # an int to compiled code


@lean_inner
def fits(orders: Orders, rules: Rules, board: Board, trip: int, minus: int, plus: int) -> bool:
    """Tell whether a trip keeps limits and apart what must be, without `minus` (NONE: all stay) and with `plus`."""
    left = board.size[trip] - (minus != NONE)
    if left == 0:
        return True
    if left == board.members.shape[1]:
        return False
    for mark in range(orders.marks.shape[1]):
        other = mark ^ 1
        carried = board.marks[trip, other] - (orders.marks[minus, other] if minus != NONE else 0)
        if orders.marks[plus, mark] and carried:
            return False
    for key in range(len(rules.most)):
        load = board.load[trip, key] + orders.load[plus, key]
        if minus != NONE:
            load -= orders.load[minus, key]
        if load > rules.most[key] + ROUNDING:
            return False
    return True


@lean_inner
def may_all(orders: Orders, board: Board, person: int, trip: int) -> bool:
    """Tell whether somebody may take every order of a trip."""
    for k in range(board.size[trip]):
        if not orders.may[person, board.members[trip, k]]:
            return False
    return True


@lean_inner
def put(orders: Orders, board: Board, order: int, trip: int) -> None:
    """Put an order into a trip; its walk is not measured yet."""
    board.members[trip, board.size[trip]] = order
    board.size[trip] += 1
    board.trip_of[order] = trip
    board.keys[trip] += orders.keys[order]
    for key in range(orders.load.shape[1]):
        board.load[trip, key] += orders.load[order, key]
    for mark in range(orders.marks.shape[1]):
        board.marks[trip, mark] += orders.marks[order, mark]
    for k in range(orders.step_count[order]):
        board.on_step[trip, orders.steps[order, k]] += 1


@lean_inner
def take(orders: Orders, board: Board, order: int) -> None:
    """Take an order out of its trip; the walk left is not measured yet."""
    trip = board.trip_of[order]
    last = board.size[trip] - 1
    k = last
    while board.members[trip, k] != order:
        k -= 1
    board.members[trip, k] = board.members[trip, last]
    board.size[trip] = last
    board.trip_of[order] = NONE
    board.keys[trip] -= orders.keys[order]
    for key in range(orders.load.shape[1]):
        board.load[trip, key] = 0.0 if last == 0 else board.load[trip, key] - orders.load[order, key]
    for mark in range(orders.marks.shape[1]):
        board.marks[trip, mark] -= orders.marks[order, mark]
    for k in range(orders.step_count[order]):
        board.on_step[trip, orders.steps[order, k]] -= 1


@lean_inner
def set_metres(orders: Orders, rules: Rules, board: Board, trip: int, metres: float) -> None:
    """Note the length of a trip's walk, and how long the trip takes."""
    seconds = rules.trip_seconds + metres * rules.seconds_a_metre
    for k in range(board.size[trip]):
        seconds += orders.handling[board.members[trip, k]]
    board.metres[trip] = metres
    board.seconds[trip] = seconds


@part_of_callers
def insert(board: Board, person: int, place: int, trip: int) -> None:
    """Give somebody a trip at a place of their turn."""
    for k in range(board.trips[person], place, -1):
        board.turn[person, k] = board.turn[person, k - 1]
    board.turn[person, place] = trip
    board.trips[person] += 1
    board.person_of[trip] = person


@part_of_callers
def remove(board: Board, person: int, place: int) -> None:
    """Take the trip at a place of somebody's turn from them."""
    board.trips[person] -= 1
    for k in range(place, board.trips[person]):
        board.turn[person, k] = board.turn[person, k + 1]


@part_of_callers
def place_of(board: Board, trip: int) -> int:
    """Give the place of a trip in its person's turn."""
    person, place = board.person_of[trip], 0
    while board.turn[person, place] != trip:
        place += 1
    return place


@part_of_callers
def fresh(board: Board) -> int:
    """Give a trip slot that nobody uses; it stays spare until `use`."""
    return board.spare[board.spare_count[0] - 1]  # type: ignore[no-any-return]  # an element of an array of integers


@part_of_callers
def use(board: Board) -> None:
    """Use the slot `fresh` gave."""
    board.spare_count[0] -= 1


@part_of_callers
def free(board: Board, trip: int) -> None:
    """Give a trip's slot back."""
    board.spare[board.spare_count[0]] = trip
    board.spare_count[0] += 1
