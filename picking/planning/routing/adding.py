"""The length of a walk with one stop more, for many places of that stop at once: all but one step is shared."""

from typing import NamedTuple

import numpy as np

from picking.planning.compiled import compiled, part_of_callers
from picking.planning.routing.exact import (
    NOTHING,
    WAY_COUNT,
    Asked,
    Floats,
    Ints,
    Room,
    Sweep,
    advance,
    asked,
    copy,
    step_costs,
)


class Around(NamedTuple):
    """What lies before and behind each step of a walk.

    `before[step]` is the cost of each state before the step, `behind[step]` from there to the end. `costs`, `lists`,
    `first` and `seen` are each step's costs of ways, list of moves, first stop, and ends of the walk before it. `ranks`
    are the walk's stops, `few` has room for those of one step.
    """

    before: Floats
    behind: Floats
    costs: Floats
    lists: Ints
    first: Ints
    seen: Ints
    ranks: Ints
    few: Ints


def new_around(sweep: Sweep, stops_max: int) -> Around:
    """Make room for walks of up to `stops_max` stops on this floor."""
    steps, states = len(sweep.table), sweep.begun.shape[1]
    tables = (np.empty((steps + 1, states)), np.empty((steps + 1, states)), np.empty((steps, WAY_COUNT)))
    numbers = (np.zeros(size, np.int64) for size in (steps, steps + 1, steps + 1, stops_max + 2, stops_max + 3))
    return Around(*tables, *numbers)


@compiled
def metres_with_each(
    sweep: Sweep, ends: tuple[int, int], stops: Ints, places: Ints, found: Floats, around: Around, room: Room
) -> None:
    """Fill `found` with the metres of the shortest walk over `stops` and one of `places`, for each of them.

    `ends` are the places where the walk begins and ends. inf where there is no walk.
    """
    for k in range(len(stops)):
        around.ranks[k] = sweep.rank_of[stops[k]]
    ask = asked(sweep, ends[0], ends[1], around.ranks, len(stops))
    first, last = sweep.step_at[ask.one], sweep.step_at[ask.two]
    for k in range(ask.stops):
        first, last = min(first, sweep.step_at[ask.ranks[k]]), max(last, sweep.step_at[ask.ranks[k]])
    for place in places:
        step = sweep.step_at[sweep.rank_of[place]]
        first, last = min(first, step), max(last, step)
    _fill(sweep, ask, first, last, around, room)
    for k in range(len(places)):
        found[k] = _with(sweep, ask, sweep.rank_of[places[k]], around, room)


@part_of_callers
def _fill(sweep: Sweep, ask: Asked, first: int, last: int, around: Around, room: Room) -> None:
    """Walk from the first step to the last and back, keeping what every state costs."""
    before, behind = around.before, around.behind
    copy(sweep.begun[first], before[first], before.shape[1])
    stop = seen = 0
    for step in range(first, last + 1):
        around.first[step], around.seen[step] = stop, seen
        around.lists[step], stop, seen = step_costs(sweep, ask, step, stop, seen, room)
        copy(room.costs, around.costs[step], WAY_COUNT)
        advance(sweep, sweep.table[step], around.lists[step], seen, room.costs, before[step], before[step + 1])
    around.first[last + 1] = stop
    copy(sweep.ahead[last + 1], behind[last + 1], behind.shape[1])
    for step in range(last, first, -1):
        behind[step] = np.inf
        table, which = sweep.table[step], around.lists[step]
        for move in range(sweep.begins[table, which], sweep.begins[table, which + 1]):
            metres = around.costs[step, sweep.way[move]] + behind[step + 1, sweep.after[move]]
            behind[step, sweep.before[move]] = min(behind[step, sweep.before[move]], metres)


@part_of_callers
def _with(sweep: Sweep, ask: Asked, rank: int, around: Around, room: Room) -> float:
    """Give the metres with a stop of this rank too: only its own step is walked anew."""
    step = sweep.step_at[rank]
    count = 0
    for k in range(around.first[step], around.first[step + 1]):
        around.few[count] = ask.ranks[k]
        count += 1
    place = count
    while place > 0 and around.few[place - 1] > rank:
        around.few[place] = around.few[place - 1]
        place -= 1
    around.few[place] = rank
    alone = Asked(ask.one, ask.two, around.few, count + 1)
    which, _, _ = step_costs(sweep, alone, step, NOTHING, around.seen[step], room)
    table, best = sweep.table[step], np.inf
    for move in range(sweep.begins[table, which], sweep.begins[table, which + 1]):
        metres = around.before[step, sweep.before[move]] + room.costs[sweep.way[move]]
        best = min(best, metres + around.behind[step + 1, sweep.after[move]])
    return best
