"""The length of a trip's walk, measured once for the same orders."""

import numpy as np

from picking.planning.compiled import inner, lean, lean_called, lean_inner, part_of_callers
from picking.planning.routing.estimate import ROUNDS, estimated
from picking.planning.routing.exact import Floats, Ints, shortest
from picking.planning.search.board import MEMO_SIZE, NO_WALK, NONE, Board, Ground, Orders

GUESSED = np.uint64(0x5DEECE66D1CE4E5B)  # the name of a walk that is guessed differs by it


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
    is_guess = board.guess[0] != 0.0
    if is_guess:
        key ^= GUESSED
    slot, name = key & np.uint64(MEMO_SIZE - 1), np.float64(key >> np.uint64(11))
    if board.memo[slot, 0] != name:
        members = board.members[trip, : board.size[trip]]
        if is_guess:
            board.memo[slot, 1] = guessed(ground, orders.stops, orders.stop_count, members, minus, plus)
        else:
            board.memo[slot, 1] = measured(ground, orders.stops, orders.stop_count, members, minus, plus)
        board.measured[0] += 1
        board.memo[slot, 0] = name
    return board.memo[slot, 1] + (board.guess[1] if is_guess else 0.0)  # type: ignore[no-any-return]  # an element of an array of floats


@lean_called
def metres_called(ground: Ground, orders: Orders, board: Board, trip: int, minus: int, plus: int) -> float:
    """Give what `metres_of` gives, by a call: for places where a quarter of a microsecond is nothing."""
    return metres_of(ground, orders, board, trip, minus, plus)


@lean_inner
def metres_without(ground: Ground, orders: Orders, board: Board, order: int) -> float:
    """Give the metres of an order's trip without it; asked most often, so each order keeps its own answer."""
    trip = board.trip_of[order]
    key = board.keys[trip] if board.guess[0] == 0.0 else board.keys[trip] ^ GUESSED
    if board.less_key[order] != key:
        board.less_metres[order] = metres_called(ground, orders, board, trip, order, NONE)
        board.less_key[order] = key
    return board.less_metres[order]  # type: ignore[no-any-return]  # an element of an array of floats


@inner
def measured(ground: Ground, stops: Ints, counts: Ints, members: Ints, minus: int, plus: int) -> float:
    """Measure a walk that is not known yet."""
    return _walked(ground, ground.lengths.begin, _listed(ground, stops, counts, members, minus, plus))


@inner
def guessed(ground: Ground, stops: Ints, counts: Ints, members: Ints, minus: int, plus: int) -> float:
    """Guess a walk that is not known yet, without the metres between aisles: each aisle by the best way through it.

    Nine tenths of what makes walks over the same number of aisles differ lies inside them.
    """
    count = _listed(ground, stops, counts, members, minus, plus)
    sweep, places, listed = ground.lengths.sweep, len(ground.place_of), ground.listed
    metres, k = 0.0, 0
    while k < count:
        phase, rank = listed[k] // places, listed[k] % places
        step, left = sweep.step_at[rank], sweep.metres_at[rank]
        length, here, gap, k = sweep.metres[step], left, 0.0, k + 1
        while k < count and listed[k] // places == phase and sweep.step_at[listed[k] % places] == step:
            there = sweep.metres_at[listed[k] % places]
            gap, here, k = max(gap, there - here), there, k + 1
        metres += min(length, 2.0 * here, 2.0 * (length - left), 2.0 * (length - gap))
    return metres


@part_of_callers
def _listed(ground: Ground, stops: Ints, counts: Ints, members: Ints, minus: int, plus: int) -> int:
    """List the stops of a trip without the order `minus` and with `plus`; give how many there are."""
    count = 0
    for order in members:
        if order != minus:
            count = _merged(stops[order], counts[order], ground.listed, count)
    if plus != NONE:
        count = _merged(stops[plus], counts[plus], ground.listed, count)
    return count


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
def _walked(ground: Ground, begin: int, count: int) -> float:
    """Walk from a place over the listed stops, phase after phase.

    Each phase ends at its stop nearest to one of the next: this can be walked, so nobody's time is underestimated.
    """
    lengths, places, ranks = ground.lengths, len(ground.place_of), ground.room.ranks
    metres, first, here = 0.0, 0, begin
    while True:
        last = first
        while last < count and ground.listed[last] // places == ground.listed[first] // places:
            ranks[last - first] = ground.listed[last] % places
            last += 1
        is_last = last >= count
        end = lengths.end if is_last else _nearest(ground, first, last, count)
        if lengths.is_exact:
            metres += shortest(lengths.sweep, here, end, last - first, ground.room)
        else:
            for k in range(last - first):
                ground.path[k] = ranks[k]
            metres += estimated(lengths.metres, here, ground.path, last - first, end, ranks, ROUNDS)
        if is_last:
            return min(metres, NO_WALK)
        here, first = end, last


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


@lean
def metres_between_aisles(ground: Ground, orders: Orders, board: Board, trips: Ints) -> float:
    """Give the mean metres that these trips walk between aisles, as far as guesses tell."""
    between = 0.0
    for trip in trips:
        members = board.members[trip, : board.size[trip]]
        between += measured(ground, orders.stops, orders.stop_count, members, NONE, NONE)
        between -= guessed(ground, orders.stops, orders.stop_count, members, NONE, NONE)
    return between / len(trips)


@lean
def walks_metres(ground: Ground, begins: Ints, stops: Ints, counts: Ints, found: Floats) -> None:
    """Fill `found` with the metres of walks: row k from place `begins[k]` over `stops[k, :counts[k]]`, which rise."""
    for k in range(len(begins)):
        for j in range(counts[k]):
            ground.listed[j] = stops[k, j]
        found[k] = _walked(ground, begins[k], counts[k])
