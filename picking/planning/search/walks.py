"""The length of a trip's walk, measured once for the same orders."""

import numpy as np

from picking.planning.compiled import lean_inner, part_of_callers
from picking.planning.routing.estimate import estimated
from picking.planning.routing.exact import Ints, shortest
from picking.planning.search.board import MEMO_SIZE, NO_WALK, NONE, Board, Ground, Orders


@lean_inner
def metres_of(ground: Ground, orders: Orders, board: Board, trip: int, minus: int, plus: int) -> float:
    """Give the metres of a trip's walk without the order `minus` and with `plus` (NONE: as it is)."""
    key, size = board.keys[trip], board.size[trip]
    if minus != NONE:
        key, size = key - orders.keys[minus], size - 1
    if plus != NONE:
        key, size = key + orders.keys[plus], size + 1
    if size == 0:
        return 0.0
    slot, name = key & np.uint64(MEMO_SIZE - 1), np.float64(key >> np.uint64(11))
    if board.memo[slot, 0] != name:
        board.memo[slot, 1] = measured(
            ground, orders.stops, orders.stop_count, board.members[trip, : board.size[trip]], minus, plus
        )
        board.measured[0] += 1
        board.memo[slot, 0] = name
    return board.memo[slot, 1]  # type: ignore[no-any-return]  # an element of an array of floats


@lean_inner
def metres_without(ground: Ground, orders: Orders, board: Board, order: int) -> float:
    """Give the metres of an order's trip without it; asked most often, so each order keeps its own answer."""
    trip = board.trip_of[order]
    if board.less_key[order] != board.keys[trip]:
        board.less_metres[order] = metres_of(ground, orders, board, trip, order, NONE)
        board.less_key[order] = board.keys[trip]
    return board.less_metres[order]  # type: ignore[no-any-return]  # an element of an array of floats


@lean_inner
def measured(ground: Ground, stops: Ints, counts: Ints, members: Ints, minus: int, plus: int) -> float:
    """Measure a walk that is not known yet."""
    count = 0
    for order in members:
        if order != minus:
            count = _merged(stops[order], counts[order], ground.listed, count)
    if plus != NONE:
        count = _merged(stops[plus], counts[plus], ground.listed, count)
    return _walked(ground, count)


@part_of_callers
def _merged(stops: Ints, more: int, listed: Ints, count: int) -> int:
    """Merge an order's stops into the rising list; give its new length."""
    at, k, j = count + more, count - 1, more - 1
    while j >= 0:
        at -= 1
        if k >= 0 and listed[k] > stops[j]:
            listed[at] = listed[k]
            k -= 1
        else:
            listed[at] = stops[j]
            j -= 1
    return count + more


@part_of_callers
def _walked(ground: Ground, count: int) -> float:
    """Walk over the listed stops, phase after phase.

    Each phase ends at its stop nearest to one of the next: this can be walked, so nobody's time is underestimated.
    """
    lengths, places, ranks = ground.lengths, len(ground.place_of), ground.room.ranks
    metres, first, begin = 0.0, 0, lengths.begin
    while True:
        last = first
        while last < count and ground.listed[last] // places == ground.listed[first] // places:
            ranks[last - first] = ground.listed[last] % places
            last += 1
        is_last = last >= count
        end = lengths.end if is_last else _nearest(ground, first, last, count)
        if lengths.is_exact:
            metres += shortest(lengths.sweep, begin, end, last - first, ground.room)
        else:
            for k in range(last - first):
                ground.path[k] = ranks[k]
            metres += estimated(lengths.metres, begin, ground.path, last - first, end, ranks)
        if is_last:
            return min(metres, NO_WALK)
        begin, first = end, last


@part_of_callers
def _nearest(ground: Ground, first: int, last: int, count: int) -> int:
    """Give the place of the stop in `first:last` that is nearest to any stop of the next phase."""
    listed, places, metres = ground.listed, len(ground.place_of), ground.lengths.metres
    phase, best = listed[last] // places, np.inf
    found = ground.place_of[listed[first] % places]
    for j in range(first, last):
        here, k = ground.place_of[listed[j] % places], last
        while k < count and listed[k] // places == phase:
            there = metres[here, ground.place_of[listed[k] % places]]
            if there < best:
                best, found = there, here
            k += 1
    return found  # type: ignore[no-any-return]  # an element of an array of integers
