"""The plan as it stands, as arrays for compiled code: orders in slots, trips of orders, each person's trips in turn.

A stop is a number, phase x places + rank, so that rising stops are in order of phase and then of the floor's sweep.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picking.planning.routing.exact import Floats, Ints
from picking.planning.routing.lengths import Lengths, Scratch

Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

# An int64 of numpy: for a literal of Python numba would compile each function anew.
NONE: int = np.int64(-1)  # type: ignore[assignment]
MEMO_SIZE = 1 << 14
NO_WALK = 1e7  # metres of a walk there is no way for


class Orders(NamedTuple):
    """What is asked, a row for each order slot.

    `stops` rise, `stop_count` of them; `steps` are the steps of the floor's sweep they lie in. `marks` (two columns for
    each pair of things that stay apart) tells which of them it carries. `may` tells who may take it (people, orders).
    `used` lists the `used_count[0]` slots in use.
    """

    stops: Ints
    stop_count: Ints
    steps: Ints
    step_count: Ints
    keys: Keys
    handling: Floats
    due: Floats
    load: Floats
    marks: Ints
    may: Flags
    used: Ints
    used_count: Ints


class Walkers(NamedTuple):
    """Who walks: when each is free at the floor's start, the seconds it takes them there, what each may still carry."""

    free_at: Floats
    way: Floats
    allowance: Floats


class Rules(NamedTuple):
    """What holds for all trips.

    `most` by key of load. A metre takes `seconds_a_metre` and costs `cost_a_metre`; an order costs `flow` for each
    second until it is there, `late` if it is too late, and `tardy` for each second of that. `is_timed` tells that
    something is due.
    """

    most: Floats
    trip_seconds: float
    seconds_a_metre: float
    cost_a_metre: float
    flow: float
    late: float
    tardy: float
    is_timed: bool


class Board(NamedTuple):
    """Which order is in which trip, and which trip is whose and when.

    A row for each trip slot: `members` (`size` of them), the sums of their `keys`, `load` and `marks`, how many go into
    each step, the walk's `metres`, the trip's `seconds`, its person. `turn[person]` lists `trips[person]` trips;
    `spare` stacks the slots of no trip. `less_metres` is what an order's trip was without it, for the trip with
    `less_key`; other walks are kept in `memo` by the sum of keys. `measured[0]` counts walks measured. `costs` are
    each person's, `cost[0]` is the whole. While `guess[0]` is not 0 walks are guessed, with
    `guess[1]` metres between aisles.
    """

    trip_of: Ints
    members: Ints
    size: Ints
    keys: Keys
    load: Floats
    marks: Ints
    on_step: Ints
    metres: Floats
    seconds: Floats
    person_of: Ints
    turn: Ints
    trips: Ints
    spare: Ints
    spare_count: Ints
    less_key: Keys
    less_metres: Floats
    memo: Floats
    measured: Ints
    guess: Floats
    costs: Floats
    cost: Floats
    dice: Keys


class Ground(NamedTuple):
    """The floor under a board: its walks, the place of each rank, the metres of each step, and room to calculate."""

    lengths: Lengths
    place_of: Ints
    step_metres: Floats
    room: Scratch
    listed: Ints
    path: Ints
