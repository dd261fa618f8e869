"""Finds the walk behind the exact length: which way each aisle is walked in, and in which turn that passes the stops.

The ways say how often each stretch is walked. Every corner but the walk's two ends then has an even number of ends of
ways, and all are joined, so one walk passes each stretch just so often (Hierholzer 1873).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from picking.planning.compiled import compiled
from picking.planning.routing.exact import WAY_COUNT, Floats, Ints, Room, Sweep, advance, asked, step_costs
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
    TWICE,
)

DONE = 1  # the state after the last step in which the walk is closed

Times = list[int]
"""How often each stretch of an aisle is walked, from corner `a` on; a stretch lies between two neighbouring points."""


def traced(sweep: Sweep, begin: int, stops: Sequence[int], end: int) -> list[int] | None:
    """Give the stops (places, each once) in the turn of a shortest walk from `begin` to `end`; None if none leads."""
    ranks = np.unique(sweep.rank_of[list(stops)])
    count, steps = len(ranks), len(sweep.table)
    room = Room(
        np.append(ranks, 0), np.empty(count + 1), np.empty(WAY_COUNT), np.empty((steps + 1, sweep.begun.shape[1]))
    )
    ways = np.zeros(steps, np.int64)
    if not walked_ways(sweep, begin, end, count, room, np.empty((steps, WAY_COUNT)), ways):
        return None
    wanted = {int(rank) for rank in ranks}
    ends = sorted((int(sweep.rank_of[begin]), int(sweep.rank_of[end])))
    joined = _joined(sweep, ways, sorted({*wanted, *ends}), ends)
    turns = _walk(joined, int(sweep.rank_of[begin]))
    place_of = {int(sweep.rank_of[stop]): stop for stop in stops}
    return [place_of[rank] for rank in dict.fromkeys(turns) if rank in wanted]


@compiled
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
        costs[step] = room.costs
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


def _joined(sweep: Sweep, ways: Ints, ranks: Sequence[int], ends: Sequence[int]) -> dict[int, list[int]]:
    """Give the neighbours of every point, as often as the stretch between is walked; corner c is point -1 - c."""
    inside: dict[int, list[int]] = defaultdict(list)
    for rank in ranks:
        inside[int(sweep.step_at[rank])].append(rank)
    joined: dict[int, list[int]] = defaultdict(list)
    for step, way in enumerate(ways.tolist()):
        within = inside[step]
        if way == NOT and not within:
            continue
        a, b = (-1 - int(corner) for corner in sweep.corners[step])
        at = np.concatenate(([0.0], sweep.metres_at[within], [sweep.metres[step]]))
        here = [within.index(end) + 1 for end in ends if end in within] if ends[0] != ends[1] else []
        points = [a, *within, b]
        for k, times in enumerate(_times(way, np.diff(at), here)):
            joined[points[k]] += [points[k + 1]] * times
            joined[points[k + 1]] += [points[k]] * times
    return joined


def _times(way: int, lengths: NDArray[np.float64], ends: Sequence[int]) -> Times:
    """Give how often each stretch is walked; `ends` are the walk's own ends among the points, 0 to 2 of them."""
    count = len(lengths)
    if not ends:
        times = [{NOT: 0, ONCE: 1}.get(way, 2)] * count
        return _left_out(way, times, lengths, 1, count - 1, NO_ENDS)
    low, high = ends[0], ends[-1]
    before, between, behind = EACH_SIDE[len(ends)][way]
    times = [before] * low + [between] * (high - low) + [behind] * (count - high)
    return _left_out(way, times, lengths, low, high, EITHER_END[len(ends)])


Left = tuple[bool, bool, Callable[[int, int, int], Sequence[int]] | None]
"""What is left out: the stretch at `a`, the one at `b`, and the widest among which (from low, high, count)."""

NO_ENDS: Mapping[int, Left] = {
    FROM_A: (False, True, None),
    FROM_B: (True, False, None),
    FROM_BOTH: (False, False, lambda low, high, _: range(low, high)),
    INSIDE: (True, True, None),
}
ONE_END_LEFT: Mapping[int, Left] = {
    A_ONLY: (False, True, None),
    A_BOTH: (False, False, lambda _, high, count: range(high, count - 1)),
    B_ONLY: (True, False, None),
    B_BOTH: (False, False, lambda low, _, __: range(1, low)),
}
TWO_ENDS_LEFT: Mapping[int, Left] = {
    APART: (False, False, lambda low, high, _: range(low, high)),
    FROM_A: (False, True, None),
    FROM_B: (True, False, None),
    INSIDE: (True, True, None),
    FROM_BOTH: (False, False, lambda low, high, count: (*range(1, low), *range(high, count - 1))),
}
EITHER_END = {1: ONE_END_LEFT, 2: TWO_ENDS_LEFT}
EACH_SIDE = {
    1: dict.fromkeys((A_TWICE, A_BOTH, A_ONLY), (1, 0, 2)) | dict.fromkeys((B_TWICE, B_BOTH, B_ONLY), (2, 0, 1)),
    2: dict.fromkeys((ONCE, APART), (1, 2, 1)) | dict.fromkeys((TWICE, FROM_A, FROM_B, FROM_BOTH, INSIDE), (2, 1, 2)),
}
"""How often the stretches before the first end of the walk, between both, and behind the last are walked."""


def _left_out(
    way: int, times: Times, lengths: NDArray[np.float64], low: int, high: int, rules: Mapping[int, Left]
) -> Times:
    """Set to nought the stretches that this way leaves out."""
    at_a, at_b, among = rules.get(way, (False, False, None))
    if at_a:
        times[0] = 0
    if at_b:
        times[-1] = 0
    if among is not None:
        times[max(among(low, high, len(times)), key=lambda k: lengths[k])] = 0
    return times


def _walk(joined: Mapping[int, list[int]], begin: int) -> list[int]:
    """Walk every stretch just as often as it is there, from `begin`; gives the points passed."""
    left = {point: list(others) for point, others in joined.items()}
    trail, walk = [begin], []
    while trail:
        others = left.get(trail[-1])
        if others:
            here, there = trail[-1], others.pop()
            left[there].remove(here)
            trail.append(there)
        else:
            walk.append(trail.pop())
    return walk[::-1]
