"""The exact walk on a recognised floor: a dynamic programme over the steps of a sweep, compiled.

Each step walks one aisle in one of a few ways; the cost of a way depends only on the stops, the beginning and the end
in that aisle. What comes before the first stop and after the last is worked out once a floor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picking.planning.compiled import compiled, inner, part_of_callers
from picking.planning.routing.ways import (
    A_BOTH,
    A_ONLY,
    A_TWICE,
    APART,
    B_BOTH,
    B_ONLY,
    B_TWICE,
    DIP,
    FROM_A,
    FROM_B,
    FROM_BOTH,
    INSIDE,
    LISTS,
    NOT,
    ONCE,
    ONE_END,
    STOPS,
    TWICE,
    TWO_ENDS,
    WAYS,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Numbers = NDArray[np.uint16]
"""Numbers of states and ways; unsigned, so that compiled code need not look for a minus."""

WAY_COUNT = len(WAYS)
NOTHING: int = np.int64(0)  # type: ignore[assignment]  # as search.board.NONE
WITH_STOPS, WITH_ONE_END, WITH_TWO_ENDS = (LISTS.index((case, 0)) for case in (STOPS, ONE_END, TWO_ENDS))


class Sweep(NamedTuple):
    """A floor's sweep as arrays, as compiled code wants it.

    Places (rows of the floor's distances) have a rank along the sweep: by step, then by metres from corner `a`. Moves
    are those of `frontier.Table`, all tables on end. `corners[step]` numbers the corners `a` and `b` of its aisle.
    `begun[step]` is the cost of each state before that step with nothing to visit so far, `ahead[step]` from there to
    the end with nothing to visit any more.
    """

    rank_of: Ints
    step_at: Ints
    metres_at: Floats
    metres: Floats
    corners: Ints
    table: Ints
    before: Numbers
    after: Numbers
    way: Numbers
    begins: Ints
    sizes: Ints
    begun: Floats
    ahead: Floats


class Room(NamedTuple):
    """Room for one calculation at a time: ranks and metres of stops, costs of ways, states before and after a step."""

    ranks: Ints
    at: Floats
    costs: Floats
    states: Floats


@inner
def widest(at: Floats, first: int, last: int, low: float, high: float) -> float:
    """Give the widest gap between neighbours among `low`, `at[first:last]` and `high`."""
    gap, here = 0.0, low
    for k in range(first, last):
        gap = max(gap, at[k] - here)
        here = at[k]
    return max(gap, high - here)


@inner
def empty_costs(length: float, costs: Floats) -> None:
    """Fill the costs of an aisle with nothing in it."""
    costs[NOT] = 0.0
    costs[ONCE] = length
    costs[TWICE] = 2 * length


@inner
def stop_costs(length: float, at: Floats, first: int, last: int, costs: Floats) -> None:
    """Fill the costs of an aisle with stops at `at[first:last]`, rising, and no end of the walk."""
    left, right = at[first], at[last - 1]
    costs[ONCE] = length
    costs[TWICE] = 2 * length
    costs[FROM_A] = 2 * right
    costs[FROM_B] = 2 * (length - left)
    costs[FROM_BOTH] = 2 * (length - widest(at, first + 1, last, left, left)) if last - first > 1 else np.inf
    costs[DIP] = min(costs[FROM_A], costs[FROM_B], costs[FROM_BOTH])
    costs[INSIDE] = 2 * (right - left)


@inner
def one_end_costs(length: float, at: Floats, first: int, last: int, end: float, costs: Floats) -> None:
    """Fill the costs of an aisle with stops at `at[first:last]`, rising, and one end of the walk at `end`."""
    middle = first
    while middle < last and at[middle] < end:
        middle += 1
    left = at[first] if middle > first else end
    right = at[last - 1] if last > middle else end
    costs[A_TWICE] = end + 2 * (length - end)
    costs[A_BOTH] = costs[A_TWICE] - 2 * widest(at, middle, last, end, end) if last > middle else np.inf
    costs[A_ONLY] = end + 2 * (right - end)
    costs[B_TWICE] = 2 * end + (length - end)
    costs[B_BOTH] = costs[B_TWICE] - 2 * widest(at, first, middle, left, end) if middle > first else np.inf
    costs[B_ONLY] = 2 * (end - left) + (length - end)


@inner
def two_ends_costs(length: float, at: Floats, first: int, last: int, low: float, high: float, costs: Floats) -> None:
    """Fill the costs of an aisle with stops at `at[first:last]` and both ends of the walk, at `low` <= `high`."""
    middle = first
    while middle < last and at[middle] < low:
        middle += 1
    beyond = middle
    while beyond < last and at[beyond] <= high:
        beyond += 1
    before = 2 * (low - at[first]) if middle > first else 0.0
    behind = 2 * (at[last - 1] - high) if last > beyond else 0.0
    between = high - low
    costs[ONCE] = length + between
    costs[APART] = costs[ONCE] - 2 * widest(at, middle, beyond, low, high)
    costs[TWICE] = 2 * length - between
    costs[FROM_A] = 2 * low + between + behind
    costs[FROM_B] = before + between + 2 * (length - high)
    costs[INSIDE] = before + between + behind
    gap = widest(at, beyond, last, high, high) if last > beyond else -np.inf
    if middle > first:
        gap = max(gap, widest(at, first, middle, at[first], low))
    costs[FROM_BOTH] = costs[TWICE] - 2 * gap
    costs[DIP] = min(costs[FROM_A], costs[FROM_B], costs[FROM_BOTH])


@part_of_callers
def advance(sweep: Sweep, table: int, which: int, seen: int, costs: Floats, now: Floats, then: Floats) -> None:
    """Walk one step's aisle in all ways of list `which`: state costs `now` become `then`.

    `seen` ends of the walk lie up to here; that tells which groups of states can have a cost.
    """
    first = sweep.sizes[table, 2] if seen == 1 else 0
    last = sweep.sizes[table, 1 if seen == 0 else (3 if seen == 1 else 2)]
    for state in range(first, last):
        then[state] = np.inf
    before, after, way = sweep.before, sweep.after, sweep.way
    for move in range(sweep.begins[table, which], sweep.begins[table, which + 1]):
        metres = now[before[move]] + costs[way[move]]
        then[after[move]] = min(then[after[move]], metres)


class Asked(NamedTuple):
    """One question: ranks of the walk's ends, `one` <= `two`, and of its stops, `ranks[:stops]`, rising.

    Where the walk ends as it began, `one` is `two` and one of the stops.
    """

    one: int
    two: int
    ranks: Ints
    stops: int


@part_of_callers
def asked(sweep: Sweep, begin: int, end: int, ranks: Ints, count: int) -> Asked:
    """Put a question in order: from place `begin` over the stops of `ranks[:count]` to place `end`.

    `ranks` is sorted and needs room for one more.
    """
    one, two = min(sweep.rank_of[begin], sweep.rank_of[end]), max(sweep.rank_of[begin], sweep.rank_of[end])
    if one == two:
        ranks[count] = one
        count += 1
    sort(ranks, count)
    return Asked(one, two, ranks, count)


@part_of_callers
def step_costs(sweep: Sweep, asked: Asked, step: int, stop: int, seen: int, room: Room) -> tuple[int, int, int]:
    """Fill the costs of a step's aisle: (which list of moves is tried, next stop, ends of the walk seen).

    `stop` and `seen` say how many stops and ends lie before the step.
    """
    one, two, ranks, count = asked
    length, at, costs, first, was_seen = sweep.metres[step], room.at, room.costs, stop, seen
    while stop < count and sweep.step_at[ranks[stop]] == step:
        at[stop] = sweep.metres_at[ranks[stop]]
        stop += 1
    if one < two:
        seen += (sweep.step_at[one] == step) + (sweep.step_at[two] == step)
    if seen == was_seen:
        if stop == first:
            empty_costs(length, costs)
            return seen, stop, seen
        stop_costs(length, at, first, stop, costs)
        return WITH_STOPS + seen, stop, seen
    low = sweep.metres_at[one if was_seen == 0 else two]
    if seen == was_seen + 1:
        one_end_costs(length, at, first, stop, low, costs)
        return WITH_ONE_END + was_seen, stop, seen
    two_ends_costs(length, at, first, stop, low, sweep.metres_at[two], costs)
    return WITH_TWO_ENDS, stop, seen


@inner
def shortest(sweep: Sweep, begin: int, end: int, count: int, room: Room) -> float:
    """Give the metres of the shortest walk from place `begin` over `room.ranks[:count]` to place `end`.

    inf where there is none.
    """
    ask = asked(sweep, begin, end, room.ranks, count)
    first, last = sweep.step_at[ask.one], sweep.step_at[ask.two]
    if ask.stops:
        first = min(first, sweep.step_at[ask.ranks[0]])
        last = max(last, sweep.step_at[ask.ranks[ask.stops - 1]])
    states = room.states
    for state in range(states.shape[1]):
        states[first & 1, state] = sweep.begun[first, state]
    stop = seen = 0
    for step in range(first, last + 1):
        which, stop, seen = step_costs(sweep, ask, step, stop, seen, room)
        advance(sweep, sweep.table[step], which, seen, room.costs, states[step & 1], states[(step + 1) & 1])
    best = np.inf
    for state in range(sweep.sizes[sweep.table[last], 2 if seen else 1]):
        best = min(best, states[(last + 1) & 1, state] + sweep.ahead[last + 1, state])
    return best


@compiled
def fill_begun(sweep: Sweep, costs: Floats) -> None:
    """Work out `begun` from its first row on."""
    for step in range(len(sweep.table)):
        empty_costs(sweep.metres[step], costs)
        advance(sweep, sweep.table[step], 0, 0, costs, sweep.begun[step], sweep.begun[step + 1])


@compiled
def fill_ahead(sweep: Sweep, costs: Floats) -> None:
    """Work out `ahead` from its last row on, for walks whose ends are both seen or are one."""
    for step in range(len(sweep.table) - 1, -1, -1):
        table = sweep.table[step]
        empty_costs(sweep.metres[step], costs)
        for move in range(sweep.begins[table, 2], sweep.begins[table, 3]):
            metres = costs[sweep.way[move]] + sweep.ahead[step + 1, sweep.after[move]]
            sweep.ahead[step, sweep.before[move]] = min(sweep.ahead[step, sweep.before[move]], metres)


@inner
def sort(values: Ints, count: int) -> None:
    """Sort the first `count` values; few and nearly sorted ones fastest."""
    for k in range(1, count):
        value = values[k]
        j = k - 1
        while j >= 0 and values[j] > value:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = value


@inner
def copy(here: Ints | Floats, there: Ints | Floats, count: int) -> None:
    """Copy the first `count` values; an assignment of slices takes numba seconds to compile, wherever it stands."""
    for k in range(count):
        there[k] = here[k]


@inner
def sort_by(values: Floats, turn: Ints, count: int) -> None:
    """Fill `turn` with the first `count` numbers, the least of `values` first; equal ones stay in turn."""
    for k in range(count):
        j = k - 1
        while j >= 0 and values[turn[j]] > values[k]:
            turn[j + 1] = turn[j]
            j -= 1
        turn[j + 1] = k
