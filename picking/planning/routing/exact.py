"""The exact walk on a recognised floor: a dynamic programme over the steps of a sweep, compiled.

Each step walks one aisle in one of a few ways (`frontier.WAYS`); the cost of a way depends only on the stops, the
beginning and the end in that aisle. Steps before the first stop and after the last are worked out once a floor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picking.planning.compiled import compiled
from picking.planning.routing.frontier import (
    A_0,
    A_C,
    A_D,
    B_0,
    B_C,
    B_D,
    FROM_A,
    FROM_B,
    FROM_BOTH,
    GROUPS,
    INSIDE,
    NOT,
    ONCE,
    TWICE,
    TWO_D,
    WAYS,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WAY_COUNT = len(WAYS)


class Sweep(NamedTuple):
    """A floor's sweep as arrays, as compiled code wants it.

    Places (rows of the floor's distances) have a rank along the sweep: by step, then by metres from corner `a`. Moves
    are those of `frontier.Table`, all tables on end. `begun[step]` is the cost of each state before that step with
    nothing to visit so far, `ahead[step]` from there to the end with nothing to visit any more.
    """

    rank_of: Ints
    step_at: Ints
    metres_at: Floats
    metres: Floats
    table: Ints
    before: Ints
    after: Ints
    bounds: Ints
    sizes: Ints
    begun: Floats
    ahead: Floats


@compiled
def aisle_costs(
    length: float, at: Floats, first: int, last: int, ends: int, low: float, high: float, costs: Floats
) -> None:
    """Fill `costs` (ways,) for an aisle with stops at `at[first:last]` (rising) and `ends` ends of the walk in it.

    Lies there one end, `low` says where; with two, `low` <= `high`.
    """
    costs[:] = np.inf
    if ends == 0:
        costs[ONCE] = length
        costs[TWICE] = 2 * length
        if first == last:
            costs[NOT] = 0.0
            return
        left, right = at[first], at[last - 1]
        costs[FROM_A] = 2 * right
        costs[FROM_B] = 2 * (length - left)
        costs[INSIDE] = 2 * (right - left)
        if last - first > 1:
            costs[FROM_BOTH] = 2 * (length - widest(at, first, last, left, right))
        return
    if ends == 1:
        middle = first
        while middle < last and at[middle] < low:
            middle += 1
        left = at[first] if middle > first else low
        right = at[last - 1] if last > middle else low
        costs[A_C] = low + 2 * (length - low)
        costs[B_C] = 2 * low + (length - low)
        costs[A_0] = low + 2 * (right - low)
        costs[B_0] = 2 * (low - left) + (length - low)
        if last > middle:
            costs[A_D] = costs[A_C] - 2 * widest(at, middle, last, low, right)
        if middle > first:
            costs[B_D] = costs[B_C] - 2 * widest(at, first, middle, left, low)
        return
    middle = first
    while middle < last and at[middle] < low:
        middle += 1
    beyond = middle
    while beyond < last and at[beyond] <= high:
        beyond += 1
    left = at[first] if middle > first else low
    right = at[last - 1] if last > beyond else high
    between = high - low
    costs[ONCE] = length + between
    costs[TWO_D] = costs[ONCE] - 2 * widest(at, middle, beyond, low, high)
    costs[TWICE] = 2 * length - between
    costs[FROM_A] = 2 * low + between + 2 * (right - high)
    costs[FROM_B] = 2 * (low - left) + between + 2 * (length - high)
    costs[INSIDE] = 2 * (low - left) + between + 2 * (right - high)
    if last > beyond:
        costs[FROM_BOTH] = costs[TWICE] - 2 * widest(at, beyond, last, high, right)
    if middle > first:
        costs[FROM_BOTH] = min(costs[FROM_BOTH], costs[TWICE] - 2 * widest(at, first, middle, left, low))


@compiled
def widest(at: Floats, first: int, last: int, low: float, high: float) -> float:
    """Give the widest gap between neighbours among `low`, `at[first:last]` and `high`."""
    gap, here = 0.0, low
    for k in range(first, last):
        gap = max(gap, at[k] - here)
        here = at[k]
    return max(gap, high - here)


@compiled
def advance(sweep: Sweep, step: int, seen: int, costs: Floats, now: Floats, then: Floats) -> None:
    """Walk one step's aisle in every way that has a cost: state costs `now` become `then`.

    `seen` ends of the walk lie in aisles before this one; that tells which groups of states can have a cost.
    """
    table = sweep.table[step]
    first, last = (0, 1) if seen == 0 else ((2, 3) if seen == 1 else (0, 2))
    then[: sweep.sizes[table, 3]] = np.inf
    for way in range(WAY_COUNT):
        cost = costs[way]
        if cost < np.inf:
            for move in range(sweep.bounds[table, way, first], sweep.bounds[table, way, last]):
                metres = now[sweep.before[move]] + cost
                if metres < then[sweep.after[move]]:
                    then[sweep.after[move]] = metres


@compiled
def shortest(
    sweep: Sweep, begin: int, end: int, ranks: Ints, count: int, at: Floats, costs: Floats, states: Floats
) -> float:
    """Give the metres of the shortest walk from place `begin` over the stops to place `end`, inf where there is none.

    `ranks[:count]` are the stops' ranks; the array is sorted and needs room for one more. `at` has the size of `ranks`.
    `states` has a row for the states before each step and one after the last, or only two rows, used in turn.
    """
    one, two = min(sweep.rank_of[begin], sweep.rank_of[end]), max(sweep.rank_of[begin], sweep.rank_of[end])
    if one == two:
        ranks[count] = one
        count += 1
    sort(ranks, count)
    first, last = (sweep.step_at[one], sweep.step_at[two]) if one < two else (sweep.step_at[one], sweep.step_at[one])
    if count:
        first, last = min(first, sweep.step_at[ranks[0]]), max(last, sweep.step_at[ranks[count - 1]])
    rows = len(states)
    states[first % rows] = sweep.begun[first]
    stop = seen = 0
    for step in range(first, last + 1):
        from_stop, ends, low, high = stop, 0, 0.0, 0.0
        while stop < count and sweep.step_at[ranks[stop]] == step:
            at[stop] = sweep.metres_at[ranks[stop]]
            stop += 1
        if one < two:
            if sweep.step_at[two] == step:
                ends, low, high = 1, sweep.metres_at[two], sweep.metres_at[two]
            if sweep.step_at[one] == step:
                ends, low = ends + 1, sweep.metres_at[one]
        aisle_costs(sweep.metres[step], at, from_stop, stop, ends, low, high, costs)
        advance(sweep, step, seen, costs, states[step % rows], states[(step + 1) % rows])
        seen += ends
    size = sweep.sizes[sweep.table[last], 2 if seen else 1]
    best = np.inf
    for state in range(size):
        best = min(best, states[(last + 1) % rows, state] + sweep.ahead[last + 1, state])
    return best


@compiled
def fill_begun(sweep: Sweep, costs: Floats) -> None:
    """Work out `begun` from its first row on."""
    for step in range(len(sweep.table)):
        aisle_costs(sweep.metres[step], sweep.metres, 0, 0, 0, 0.0, 0.0, costs)
        advance(sweep, step, 0, costs, sweep.begun[step], sweep.begun[step + 1])


@compiled
def fill_ahead(sweep: Sweep, costs: Floats) -> None:
    """Work out `ahead` from its last row on."""
    for step in range(len(sweep.table) - 1, -1, -1):
        table = sweep.table[step]
        aisle_costs(sweep.metres[step], sweep.metres, 0, 0, 0, 0.0, 0.0, costs)
        for way in range(INSIDE):
            for move in range(sweep.bounds[table, way, 0], sweep.bounds[table, way, GROUPS]):
                metres = costs[way] + sweep.ahead[step + 1, sweep.after[move]]
                if metres < sweep.ahead[step, sweep.before[move]]:
                    sweep.ahead[step, sweep.before[move]] = metres


@compiled
def sort(values: Ints, count: int) -> None:
    """Sort the first `count` values; few and nearly sorted ones fastest."""
    for k in range(1, count):
        value = values[k]
        j = k - 1
        while j >= 0 and values[j] > value:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = value
