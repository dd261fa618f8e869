"""Shortens a long walk by 2-opt and Or-opt moves until no move helps, from several beginnings.

Works on one-way floors too: what a reversed piece costs is counted in its new direction. A path is an array of rows of
`metres`, first and last fixed; `phases` beside it never fall along a path.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from picking.planning.distances import Indexes, Metres

MOVED_TOGETHER_MAX = 3  # Or (1976): pieces of up to three stops
BEGIN, END = -(1 << 40), 1 << 40  # the phases of a path's ends: before and after every other
GAIN_MIN = 1e-6  # metres; below this a gain is rounding
TAKEN_OUT = 0.3  # the part of the stops that a new try takes out and puts back

Choices = Sequence[Indexes]


@dataclass(frozen=True, eq=False, slots=True)
class Walk:
    """A path with the stop standing at each place of it (-1 at both ends) and each one's phase."""

    path: Indexes
    stops: Indexes
    phases: Indexes

    def taking(self, places: Indexes) -> "Walk":
        """Give the walk with its inner places in this order."""
        return Walk(self.path[places], self.stops[places], self.phases[places])


def search(metres: Metres, choices: Choices, phases: Indexes, *, seed: int, tries: int) -> Walk:
    """Give the best walk of `tries` beginnings from row 0 to the last row, each stop at one of its `choices`."""
    dice = np.random.default_rng(seed)
    best = _shorten(metres, _begin(metres, choices, phases), choices)
    for _ in range(tries - 1):
        count = max(2, round(TAKEN_OUT * len(choices)))
        out = dice.choice(len(choices), size=min(count, len(choices)), replace=False)
        kept = best.taking(np.flatnonzero(~np.isin(best.stops, out)))
        other = _shorten(metres, _put_in(metres, kept, choices, phases, out), choices)
        # Walks of equal length abound on a grid; taking the newer one leads out of dead ends.
        if length(metres, other.path) <= length(metres, best.path):
            best = other
    return best


def length(metres: Metres, path: Indexes) -> float:
    """Give the metres along a path."""
    return float(metres[path[:-1], path[1:]].sum())


def cheapest_place(metres: Metres, path: Indexes, phases: Indexes, rows: Indexes, phase: int) -> tuple[float, int, int]:
    """Find where one of `rows` joins the path for the fewest metres: (metres added, index it gets, row)."""
    u, v = path[:-1], path[1:]
    added = metres[u[:, None], rows] + metres[rows, v[:, None]] - metres[u, v][:, None]
    added[(phases[:-1] > phase) | (phases[1:] < phase)] = np.inf
    index, row = divmod(int(added.argmin()), len(rows))
    return float(added[index, row]), index + 1, int(rows[row])


def _begin(metres: Metres, choices: Choices, phases: Indexes) -> Walk:
    """Build a first walk: whichever stop is farthest off is put in next, where it costs least."""
    ends = np.array([0, len(metres) - 1])
    walk = Walk(ends, np.array([-1, -1]), np.array([BEGIN, END]))
    off = [float(metres[0, rows].min() + metres[rows, -1].min()) for rows in choices]
    return _put_in(metres, walk, choices, phases, np.argsort(-np.array(off), kind="stable"))


def _put_in(metres: Metres, walk: Walk, choices: Choices, phases: Indexes, out: Indexes) -> Walk:
    """Put these stops into the walk, one after the other, each where it costs least."""
    path, stops, along = walk.path, walk.stops, walk.phases
    for stop in out:
        phase = int(phases[stop])
        _, index, row = cheapest_place(metres, path, along, choices[stop], phase)
        path, stops, along = (
            np.concatenate((line[:index], [new], line[index:]))
            for line, new in ((path, row), (stops, stop), (along, phase))
        )
    return Walk(path, stops, along)


def _shorten(metres: Metres, walk: Walk, choices: Choices) -> Walk:
    """Move pieces, then choose each stop's place anew, until neither helps."""
    several = any(len(rows) > 1 for rows in choices)
    while True:
        before = length(metres, walk.path)
        walk = _move(metres, walk)
        if several:
            walk = Walk(_choose(metres, walk, choices), walk.stops, walk.phases)
        if not several or length(metres, walk.path) > before - GAIN_MIN:
            return walk


def _move(metres: Metres, walk: Walk) -> Walk:
    """Make the best move of a kind while there is one, reversals first."""
    while True:
        gain, places = _best_reversal(metres, walk.path, walk.phases)
        if gain < GAIN_MIN:
            gain, places = _best_shift(metres, walk.path, walk.phases)
        if gain < GAIN_MIN:
            return walk
        walk = walk.taking(places)


def _best_reversal(metres: Metres, path: Indexes, phases: Indexes) -> tuple[float, Indexes]:
    """Find the piece i..j that is best walked the other way round (2-opt)."""
    a, b, e = path[:-2], path[1:-1], path[2:]
    turned = _along(metres, b[1:], b[:-1]) - _along(metres, b[:-1], b[1:])
    change = metres[np.ix_(a, b)] + metres[np.ix_(b, e)]
    change -= (metres[a, b] + turned)[:, None] + (metres[b, e] - turned)
    inner = phases[1:-1]
    allowed = np.triu(inner[:, None] == inner, k=1)
    change[~allowed] = np.inf
    i, j = divmod(int(change.argmin()), len(b))
    places = np.arange(len(path))
    places[i + 1 : j + 2] = places[i + 1 : j + 2][::-1]
    return -float(change[i, j]), places


def _along(metres: Metres, a: Indexes, b: Indexes) -> Metres:
    """Sum the steps a -> b from the first on; nought before the first."""
    return np.concatenate(([0.0], np.cumsum(metres[a, b])))


def _best_shift(metres: Metres, path: Indexes, phases: Indexes) -> tuple[float, Indexes]:
    """Find the piece of one to three stops that is best walked at another time, either way round (Or-opt)."""
    best, move = 0.0, (1, 0, 0, False)
    for pieces in range(1, min(MOVED_TOGETHER_MAX, len(path) - 3) + 1):
        for turned in (False, True)[: min(pieces, 2)]:
            change = _shifts(metres, path, phases, pieces, turned=turned)
            i, k = divmod(int(change.argmin()), change.shape[1])
            if change[i, k] < best:
                best, move = float(change[i, k]), (pieces, i + 1, k, turned)
    return -best, _shifted(len(path), *move) if best < 0 else np.arange(len(path))


def _shifts(metres: Metres, path: Indexes, phases: Indexes, pieces: int, *, turned: bool) -> Metres:
    """Give what moving piece i+1..i+pieces behind place k changes, shape (pieces that fit, places - 1)."""
    starts = np.arange(1, len(path) - pieces)
    first, last = path[starts], path[starts + pieces - 1]
    before, after = path[starts - 1], path[starts + pieces]
    u, v = path[:-1], path[1:]
    head, tail = (last, first) if turned else (first, last)
    change = metres[u, head[:, None]] + metres[tail[:, None], v] - metres[u, v]
    change += (metres[before, after] - metres[before, first] - metres[last, after])[:, None]
    if turned:
        steps = _along(metres, path[1:], path[:-1]) - _along(metres, path[:-1], path[1:])
        change += (steps[starts + pieces - 1] - steps[starts])[:, None]
    change[~_may_shift(phases, starts, pieces)] = np.inf
    return change


def _may_shift(phases: Indexes, starts: Indexes, pieces: int) -> NDArray[np.bool_]:
    """Tell which shifts keep the phases and really move."""
    phase = phases[starts][:, None]
    k = np.arange(len(phases) - 1)
    elsewhere = (k < starts[:, None] - 1) | (k > starts[:, None] + pieces - 1)
    whole = phases[starts + pieces - 1][:, None] == phase
    allowed: NDArray[np.bool_] = elsewhere & whole & (phases[:-1] <= phase) & (phase <= phases[1:])
    return allowed


def _shifted(size: int, pieces: int, start: int, behind: int, turned: bool) -> Indexes:  # noqa: FBT001  # inner
    """Give the places in their new order."""
    places = np.arange(size)
    piece = places[start : start + pieces]
    rest = np.delete(places, piece)
    at = behind + 1 if behind < start else behind + 1 - pieces
    return np.concatenate((rest[:at], piece[::-1] if turned else piece, rest[at:]))


def _choose(metres: Metres, walk: Walk, choices: Choices) -> Indexes:
    """Choose each stop's place anew for the order as it stands, exactly (a shortest way through layers)."""
    layers = [walk.path[:1], *(choices[stop] for stop in walk.stops[1:-1]), walk.path[-1:]]
    cost, came = np.zeros(1), []
    for here, there in itertools.pairwise(layers):
        ways = cost[:, None] + metres[np.ix_(here, there)]
        came.append(ways.argmin(axis=0))
        cost = ways.min(axis=0)
    chosen = [0]
    for before in reversed(came):
        chosen.append(int(before[chosen[-1]]))
    return np.array([layer[c] for layer, c in zip(layers, reversed(chosen), strict=True)])
