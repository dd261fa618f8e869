"""Finds the walk behind the exact length: which way each aisle is walked in, and in which turn that passes the stops.

The ways say how often each stretch is walked. Every corner but the walk's two ends then has an even number of ends of
ways, and all are joined, so one walk passes each stretch just so often (Hierholzer 1873).
"""

from collections.abc import Sequence

import numpy as np

from picking.planning.compiled import compiled, part_of_callers
from picking.planning.routing.exact import WAY_COUNT, Floats, Ints, Room, Sweep, advance, asked, copy, sort, step_costs
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
    NOT,
    ONCE,
)

EACH_SIDE = np.full((3, WAY_COUNT, 3), 2)
"""How often each way walks what lies before the walk's first end, between both, and behind the last; by ends there."""
EACH_SIDE[0, [NOT, ONCE]] = [[0], [1]]
EACH_SIDE[1, [A_TWICE, A_BOTH, A_ONLY]] = (1, 0, 2)
EACH_SIDE[1, [B_TWICE, B_BOTH, B_ONLY]] = (2, 0, 1)
EACH_SIDE[2] = (2, 1, 2)
EACH_SIDE[2, [ONCE, APART]] = (1, 2, 1)
TURNS_BACK = np.zeros((WAY_COUNT, 3), np.bool_)
"""On which of these sides each way leaves out the widest stretch."""
TURNS_BACK[FROM_BOTH, [0, 2]] = TURNS_BACK[A_BOTH, 2] = TURNS_BACK[B_BOTH, 0] = TURNS_BACK[APART, 1] = True

DONE = 1  # the state after the last step in which the walk is closed
NO_END = NO_WAY = -1


def traced(sweep: Sweep, begin: int, stops: Sequence[int], end: int) -> list[int] | None:
    """Give the stops (places, each once) in the turn of a shortest walk from `begin` to `end`; None if none leads."""
    wanted = np.asarray(stops, np.int64)
    ranks = sweep.rank_of[wanted]
    turn = np.empty(len(ranks), np.int64)
    count = trace(sweep, begin, end, np.sort(ranks), turn)
    if count == NO_WAY:
        return None
    place_of = dict(zip(ranks.tolist(), wanted.tolist(), strict=True))
    return [place_of[rank] for rank in turn[:count].tolist()]


@compiled
def trace(sweep: Sweep, begin: int, end: int, stops: Ints, turn: Ints) -> int:
    """Fill `turn` with the ranks `stops` (rising) as a shortest walk passes them; give their number or NO_WAY."""
    count, steps = len(stops), len(sweep.table)
    ranks = np.empty(count + 1, np.int64)
    copy(stops, ranks, count)
    states = np.empty((steps + 1, sweep.begun.shape[1]))
    room = Room(ranks, np.empty(count + 1), np.empty(WAY_COUNT), states)
    ways = np.zeros(steps, np.int64)
    if not walked_ways(sweep, begin, end, count, room, np.empty((steps, WAY_COUNT)), ways):
        return NO_WAY
    one, two = sweep.rank_of[begin], sweep.rank_of[end]
    points = _points(stops, min(one, two), max(one, two))
    stretches = _stretches(sweep, ways, points, min(one, two), max(one, two))
    first = 0
    while points[first] != one:
        first += 1
    walk = _walk(stretches, len(points) + 2 * steps, first)
    return _in_turn(walk, points, stops, turn)


@part_of_callers
def _points(stops: Ints, one: int, two: int) -> Ints:
    """Give the ranks of stops and ends, rising, each once."""
    points = np.empty(len(stops) + 2, np.int64)
    copy(stops, points, len(stops))
    points[len(stops)], points[len(stops) + 1] = one, two
    sort(points, len(points))
    count = 1
    for k in range(1, len(points)):
        if points[k] != points[k - 1]:
            points[count] = points[k]
            count += 1
    return points[:count]


@part_of_callers
def _in_turn(walk: Ints, points: Ints, stops: Ints, turn: Ints) -> int:
    """Fill `turn` with the stops among the points passed, each when it is passed first; give how many there are."""
    is_new = np.zeros(len(points), np.bool_)
    point = 0
    for stop in stops:
        while points[point] < stop:
            point += 1
        is_new[point] = True
    count = 0
    for point in walk:
        if point < len(points) and is_new[point]:
            turn[count] = points[point]
            is_new[point] = False
            count += 1
    return count


@part_of_callers
def walked_ways(sweep: Sweep, begin: int, end: int, count: int, room: Room, costs: Floats, ways: Ints) -> bool:
    """Fill the way each step is walked in on a shortest walk; False where no way leads.

    `room.states` has a row for the states before each step and one after the last; `costs` has a row for each step.
    """
    ask = asked(sweep, begin, end, room.ranks, count)
    states, lists = room.states, np.empty(len(ways), np.int64)
    states[0] = np.inf
    states[0, 0] = 0.0
    stop = seen = 0
    for step in range(len(ways)):
        lists[step], stop, seen = step_costs(sweep, ask, step, stop, seen, room)
        copy(room.costs, costs[step], WAY_COUNT)
        advance(sweep, sweep.table[step], lists[step], seen, room.costs, states[step], states[step + 1])
    state = DONE
    if not states[len(ways), state] < np.inf:
        return False
    for step in range(len(ways) - 1, -1, -1):
        table, which, metres = sweep.table[step], lists[step], states[step + 1, state]
        for move in range(sweep.begins[table, which], sweep.begins[table, which + 1]):
            before, way = sweep.before[move], sweep.way[move]
            if sweep.after[move] == state and states[step, before] + costs[step, way] == metres:
                ways[step], state = way, before
                break
        if ways[step] == DIP:
            for way in (FROM_A, FROM_B, FROM_BOTH):
                if costs[step, way] == costs[step, DIP]:
                    ways[step] = way
    return True


@part_of_callers
def _stretches(sweep: Sweep, ways: Ints, points: Ints, one: int, two: int) -> Ints:
    """Give both points of each stretch once for each time it is walked; corner c is point `len(points)` + c."""
    found = np.empty((2 * (len(points) + len(ways)), 2), np.int64)
    at, times = np.empty(len(points) + 2), np.empty(len(points) + 1, np.int64)
    count = first = 0
    for step in range(len(ways)):
        last = first
        while last < len(points) and sweep.step_at[points[last]] == step:
            at[last - first + 1] = sweep.metres_at[points[last]]
            last += 1
        low = high = NO_END
        for k in range(first, last if one < two else first):
            if points[k] in (one, two):
                low, high = (k - first + 1 if low == NO_END else low), k - first + 1
        inside = last - first
        at[0], at[inside + 1] = 0.0, sweep.metres[step]
        _count_times(ways[step], at[: inside + 2], low, high, times)
        for k in range(inside + 1):
            here = first + k - 1 if k > 0 else len(points) + sweep.corners[step, 0]
            there = first + k if k < inside else len(points) + sweep.corners[step, 1]
            for _ in range(times[k]):
                found[count, 0], found[count, 1] = here, there
                count += 1
        first = last
    return found[:count]


@part_of_callers
def _count_times(way: int, at: Floats, low: int, high: int, times: Ints) -> None:
    """Count how often each stretch between neighbours in `at` is walked; `low`, `high` are the walk's own ends.

    A way leaves out its first stretch, its last, or the widest where it turns back from both sides.
    """
    count, ends = len(at) - 1, 0 if low == NO_END else 1 + (low < high)
    for k in range(count):
        times[k] = EACH_SIDE[ends, way, 0 if k < low else (1 if k < high else 2)]
    if way in (FROM_B, INSIDE, B_ONLY):
        times[0] = 0
    if way in (FROM_A, INSIDE, A_ONLY):
        times[count - 1] = 0
    widest, metres = NO_END, -1.0
    for k in range(1, count - 1):
        side = 0 if k < low else (1 if k < high else 2)
        if TURNS_BACK[way, side] and at[k + 1] - at[k] > metres:
            widest, metres = k, at[k + 1] - at[k]
    if widest != NO_END:
        times[widest] = 0


@part_of_callers
def _walk(stretches: Ints, points: int, begin: int) -> Ints:
    """Walk every stretch once, from `begin`; gives the points passed."""
    count = len(stretches)
    newest, older = np.full(points, NO_END), np.full(2 * count, NO_END)  # way in at each point; even and odd: both ends
    for k in range(2 * count):
        point = stretches[k >> 1, k & 1]
        older[k], newest[point] = newest[point], k
    is_walked = np.zeros(count, np.bool_)
    trail, walk = np.empty(count + 1, np.int64), np.empty(count + 1, np.int64)
    trail[0], size, at = begin, 1, count + 1
    while size > 0:
        here = trail[size - 1]
        way = newest[here]
        while way != NO_END and is_walked[way >> 1]:
            way = older[way]
        newest[here] = way
        if way == NO_END:
            size, at = size - 1, at - 1
            walk[at] = here
        else:
            is_walked[way >> 1] = True
            trail[size] = stretches[way >> 1, (way & 1) ^ 1]
            size += 1
    return walk[at:]
