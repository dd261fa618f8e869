"""The length of the shortest walk over some places, for compiled code: exact where the floor is recognised."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from picking.planning.compiled import compiled
from picking.planning.distances import Distances
from picking.planning.routing.estimate import ROUNDS, SHORT, estimated
from picking.planning.routing.exact import (
    WAY_COUNT,
    WITH_STOPS,
    Floats,
    Ints,
    Room,
    Sweep,
    fill_ahead,
    fill_begun,
    shortest,
)
from picking.planning.routing.frontier import GROUPS, TooWide, tables
from picking.planning.routing.skeleton import skeleton, ways_of
from picking.planning.routing.sweep import sweep as choose_sweep
from picking.planning.routing.ways import LISTS


class Lengths(NamedTuple):
    """Everything `walk_metres` knows of a floor; read-only, safe to share between threads.

    A place is a row of the floor's distances. `is_exact` tells that the floor is recognised; where it is not, `sweep`
    is empty and walks are estimated on `metres` (places, places).
    """

    metres: Floats
    begin: int
    end: int
    is_exact: bool
    sweep: Sweep


ENDS = 2  # of a walk

Scratch = Room
"""Room for one calculation at a time; each thread needs its own."""


_kept: "WeakKeyDictionary[Distances, Lengths]" = WeakKeyDictionary()


def lengths_of(distances: Distances) -> Lengths:
    """Give the walks of a measured floor, between all its measured places; prepared once for each measurement."""
    found = _kept.get(distances)
    if found is None:
        found = _kept[distances] = _prepared(distances)
    return found


def _prepared(distances: Distances) -> Lengths:
    floor = distances.floor
    begin, end = distances.places((floor.start, floor.end))
    sweep = _sweep(distances)
    is_exact = len(sweep.table) > 0
    return Lengths(distances.metres, int(begin), int(end), is_exact, sweep)


def new_scratch(lengths: Lengths, stops_max: int = 1000) -> Scratch:
    """Make room for walks of up to `stops_max` stops on this floor."""
    states = np.empty((2, lengths.sweep.begun.shape[1]))
    ranks = np.empty((1 if lengths.is_exact else 3) * (stops_max + 2), np.int64)  # an estimate keeps three paths
    return Room(ranks, np.empty(stops_max + 2), np.empty(WAY_COUNT), states)


@compiled
def walk_metres(lengths: Lengths, stops: Ints, count: int, scratch: Scratch) -> float:
    """Give the metres of the shortest walk from the floor's start over `stops[:count]` to its end.

    Stops are places, in any order, the same one more than once if it is wanted. inf where no way leads.
    """
    return walk_metres_between(lengths, lengths.begin, stops, count, lengths.end, scratch)


@compiled
def walk_metres_between(lengths: Lengths, begin: int, stops: Ints, count: int, end: int, scratch: Scratch) -> float:
    """Give the metres of the shortest walk from place `begin` over `stops[:count]` to place `end`."""
    if not lengths.is_exact:
        return estimated(lengths.metres, begin, stops, count, end, scratch.ranks, ROUNDS)
    for k in range(count):
        scratch.ranks[k] = lengths.sweep.rank_of[stops[k]]
    return shortest(lengths.sweep, begin, end, count, scratch)


@compiled
def every_metres(lengths: Lengths, begins: Ints, stops: Ints, count: int, ends: Ints, scratch: Scratch) -> Floats:
    """Give the metres of the shortest walks over `stops[:count]`, shape (begins, ends)."""
    found = np.empty((len(begins), len(ends)))
    for i in range(len(begins)):
        for j in range(len(ends)):
            found[i, j] = walk_metres_between(lengths, begins[i], stops, count, ends[j], scratch)
    return found


def work_units(lengths: Lengths, stops: int = 20) -> float:
    """Estimate the microseconds of one walk over so many stops in a search on a server's core; alike on any machine.

    Fitted on 1 to 150 us measured on one core of an AMD EPYC, on floors of all kinds; within a quarter.
    """
    if not lengths.is_exact:
        return 2.0 + 0.03 * stops**2 if stops + ENDS > SHORT else 0.1 + 0.008 * stops**2
    return 0.4 + 0.019 * len(lengths.sweep.table) + 0.001 * _moves(lengths) + 0.02 * stops


def _moves(lengths: Lengths) -> int:
    """Count the moves of a walk from the floor's start to its end with stops in every aisle."""
    sweep = lengths.sweep
    ends = sorted(int(sweep.step_at[sweep.rank_of[place]]) for place in (lengths.begin, lengths.end))
    seen = np.searchsorted(ends, np.arange(len(sweep.table)), side="left") if lengths.begin != lengths.end else 0
    lists = WITH_STOPS + seen
    return int((sweep.begins[sweep.table, lists + 1] - sweep.begins[sweep.table, lists]).sum())


def _sweep(distances: Distances) -> Sweep:
    """Recognise the floor; an empty sweep where it has one-way ways or is too wide."""
    ways = ways_of(distances.floor)
    nodes = np.flatnonzero(distances.place_of >= 0)
    if ways is None:
        return _empty()
    bones = skeleton(ways, nodes.tolist())
    steps = choose_sweep(bones)
    try:
        made, used = tables(steps)
    except TooWide:
        return _empty()
    step_of = np.empty(len(steps), np.int64)
    step_of[[step.aisle for step in steps]] = np.arange(len(steps))
    at = [bones.places[node] for node in nodes.tolist()]
    step_at = step_of[[aisle for aisle, _ in at]]
    metres_at = np.array([metres for _, metres in at])
    turn = np.lexsort((metres_at, step_at))
    rank_of = np.empty(len(at), np.int64)
    rank_of[distances.place_of[nodes[turn]]] = np.arange(len(at))
    offsets = np.concatenate(([0], np.cumsum([len(table.before) for table in made])))
    widest = max(int(table.sizes[-1]) for table in made)
    shape = (len(steps) + 1, widest)
    sweep = Sweep(
        rank_of,
        step_at[turn],
        metres_at[turn],
        np.array([bones.aisles[step.aisle].metres for step in steps]),
        np.array([(bones.aisles[step.aisle].a, bones.aisles[step.aisle].b) for step in steps]),
        np.array(used, np.int64),
        np.concatenate([table.before for table in made]).astype(np.uint16),
        np.concatenate([table.after for table in made]).astype(np.uint16),
        np.concatenate([table.way for table in made]).astype(np.uint16),
        np.stack([table.begins + offset for table, offset in zip(made, offsets[:-1], strict=True)]),
        np.stack([table.sizes for table in made]),
        np.full(shape, np.inf),
        np.full(shape, np.inf),
    )
    sweep.begun[0, 0] = 0.0
    sweep.ahead[-1, 1] = 0.0
    fill_begun(sweep, np.empty(WAY_COUNT))
    fill_ahead(sweep, np.empty(WAY_COUNT))
    return sweep


def _empty() -> Sweep:
    ints, floats, numbers = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.uint16)
    begins = np.zeros((0, len(LISTS) + 1), np.int64)
    sizes = np.zeros((0, GROUPS + 1), np.int64)
    none, no_corners = np.zeros((0, 0)), np.zeros((0, 2), np.int64)
    return Sweep(ints, ints, floats, floats, no_corners, ints, numbers, numbers, numbers, begins, sizes, none, none)
