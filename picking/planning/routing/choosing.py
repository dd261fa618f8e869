"""Chooses for each stop one of the bins its goods lie in, so that the whole walk is short; lengths are exact.

All choices are tried where the budget allows it. Otherwise bins are chosen one after the other where they cost least,
and then some are given up and chosen anew, again and again, always from the best so far (Schrimpf et al. 2000).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from picking.planning.compiled import compiled, inner
from picking.planning.routing.adding import Around, metres_with_each, new_around
from picking.planning.routing.exact import NOTHING, Floats, Ints, copy, sort_by
from picking.planning.routing.lengths import Lengths, Scratch, new_scratch, walk_metres_between, work_units

PASSES_MAX = 20
GAIN_MIN = 1e-9  # metres
WORTH_BETTERING = 1.1  # longer walks than so many times the best are given up at once
KINDS = 3  # of rounds: everything in one aisle, anything anywhere, what lies near each other
NEAR_MAX = 8
NO_AISLE: int = np.int64(-1)  # type: ignore[assignment]  # as board.NONE
PASSES, STEPS_EACH = 4, 4  # what walks with one more stop cost: so many walks, and so many steps each
CLOSED_METRES = 1e6  # more than any walk

Flags = NDArray[np.bool_]


class Asked(NamedTuple):
    """One question: the ends of the walk, and the candidates of stop k in `places[offsets[k]:offsets[k + 1]]`.

    `measured` counts the walks measured for it, shape (1,); `found` has room for a stop's candidates.
    """

    lengths: Lengths
    begin: int
    end: int
    places: Ints
    offsets: Ints
    measured: Ints
    found: Floats
    around: Around


class Chosen(NamedTuple):
    """The place each stop is visited at, and whether every choice was tried."""

    places: list[int]
    all_tried: bool


def choose(lengths: Lengths, begin: int, candidates: Sequence[Ints], end: int, *, seed: int, units: float) -> Chosen:
    """Choose a place for each stop, at most for so much work (see `work_units`); same arguments, same choice."""
    offsets = np.cumsum([0, *map(len, candidates)])
    places = np.concatenate(candidates).astype(np.int64)
    chosen = places[offsets[:-1]].copy()
    choices = math.prod(map(len, candidates))
    if choices == 1:
        return Chosen(chosen.tolist(), all_tried=True)
    around, found = new_around(lengths.sweep, len(candidates)), np.empty(max(map(len, candidates)))
    asked = Asked(lengths, begin, end, places, offsets, np.zeros(1, np.int64), found, around)
    scratch, walks_max = new_scratch(lengths, len(candidates)), int(units / work_units(lengths, len(candidates)))
    if choices <= walks_max:
        best_of_all(asked, chosen, scratch)
    else:
        good_of_many(asked, walks_max, np.random.default_rng(seed), chosen, scratch)
    return Chosen(chosen.tolist(), choices <= walks_max)


@compiled
def best_of_all(asked: Asked, chosen: Ints, scratch: Scratch) -> float:
    """Try every choice; fill `chosen` (place of each stop) with the best and give its metres."""
    offsets = asked.offsets
    count = len(chosen)
    turn, now = np.zeros(count, np.int64), np.empty(count, np.int64)
    best, stop = np.inf, 0
    while stop < count:
        for k in range(count):
            now[k] = asked.places[offsets[k] + turn[k]]
        metres = _walked(asked, now, count, scratch)
        if metres < best:
            best = metres
            copy(now, chosen, count)
        stop = 0
        while stop < count:
            turn[stop] += 1
            if turn[stop] < offsets[stop + 1] - offsets[stop]:
                break
            turn[stop] = 0
            stop += 1
    return best


@compiled
def good_of_many(asked: Asked, walks_max: int, dice: np.random.Generator, chosen: Ints, scratch: Scratch) -> float:
    """Search until so many walks are measured; fill `chosen` with a good choice and give its metres."""
    count = len(chosen)
    given_up, now = np.ones(count, np.bool_), np.empty(count, np.int64)
    best = _chosen_anew(asked, now, given_up, NO_AISLE, dice, scratch)
    best = _bettered(asked, now, best, scratch)
    copy(now, chosen, count)
    turn = -1
    while asked.measured[0] < walks_max:
        turn += 1
        copy(chosen, now, count)
        closed = NO_AISLE
        if turn % KINDS == 0:
            closed = _aisle_of(asked, now[dice.integers(0, count)])
            for k in range(count):
                given_up[k] = _aisle_of(asked, now[k]) == closed
        elif turn % KINDS == 1:
            share = 2.0 * dice.random()
            for k in range(count):
                given_up[k] = dice.random() < share
            _fetch_elsewhere(asked, now, given_up, dice)
        else:
            _give_up_near(asked, now, given_up, dice)
        metres = _chosen_anew(asked, now, given_up, closed, dice, scratch)
        if metres < best * WORTH_BETTERING:
            metres = _bettered(asked, now, metres, scratch)
        if metres <= best:
            best = metres
            copy(now, chosen, count)
    return best


@inner
def _walked(asked: Asked, stops: Ints, count: int, scratch: Scratch) -> float:
    asked.measured[0] += 1
    return walk_metres_between(asked.lengths, asked.begin, stops, count, asked.end, scratch)


@inner
def _walked_with(asked: Asked, stops: Ints, count: int, stop: int, scratch: Scratch) -> Ints:
    """Fill `asked.found` with the metres over `stops[:count]` and each candidate of a stop; give the candidates."""
    candidates = asked.places[asked.offsets[stop] : asked.offsets[stop + 1]]
    sweep = asked.lengths.sweep
    asked.measured[0] += PASSES + STEPS_EACH * len(candidates) // len(sweep.table)
    ends, found = (asked.begin, asked.end), asked.found[: len(candidates)]
    metres_with_each(sweep, ends, stops[:count], candidates, found, asked.around, scratch)
    return candidates


@inner
def _aisle_of(asked: Asked, place: int) -> int:
    sweep = asked.lengths.sweep
    return sweep.step_at[sweep.rank_of[place]]  # type: ignore[no-any-return]  # an element of an array of integers


@inner
def _give_up_near(asked: Asked, now: Ints, given_up: Flags, dice: np.random.Generator) -> None:
    """Give up a few stops that lie near each other."""
    count = len(now)
    centre = now[dice.integers(0, count)]
    metres, turn = np.empty(count), np.empty(count, np.int64)
    for k in range(count):
        metres[k] = asked.lengths.metres[centre, now[k]]
    sort_by(metres, turn, count)
    near = dice.integers(2, NEAR_MAX)
    for k in range(count):
        given_up[turn[k]] = k < near
    given_up[dice.integers(0, count)] = True


@inner
def _fetch_elsewhere(asked: Asked, now: Ints, given_up: Flags, dice: np.random.Generator) -> None:
    """Fetch one stop from any of its bins: the others may find theirs near it."""
    k = dice.integers(0, len(now))
    now[k] = asked.places[dice.integers(asked.offsets[k], asked.offsets[k + 1])]
    given_up[k] = False


@inner
def _chosen_anew(
    asked: Asked, now: Ints, given_up: Flags, closed: int, dice: np.random.Generator, scratch: Scratch
) -> float:
    """Choose what is given up one after the other where it costs least, not in the closed aisle if there is another."""
    offsets, count, size = asked.offsets, len(now), NOTHING
    walk, turn, weight = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count)
    for k in range(count):
        weight[k] = offsets[k + 1] - offsets[k] + dice.random()  # those with few bins first
        if not given_up[k]:
            walk[size] = now[k]
            size += 1
    sort_by(weight, turn, count)
    for k in range(count):
        stop = turn[k]
        if not given_up[stop]:
            continue
        candidates = _walked_with(asked, walk, size, stop, scratch)
        if closed != NO_AISLE:
            for c in range(len(candidates)):
                if _aisle_of(asked, candidates[c]) == closed:
                    asked.found[c] += CLOSED_METRES
        walk[size] = now[stop] = candidates[np.argmin(asked.found[: len(candidates)])]
        size += 1
    return _walked(asked, now, count, scratch)


@inner
def _bettered(asked: Asked, now: Ints, metres: float, scratch: Scratch) -> float:
    """Choose one stop after the other anew while that shortens the walk."""
    others = np.empty(len(now) - 1, np.int64)
    for _ in range(PASSES_MAX):
        before = metres
        for k in range(len(now)):
            if asked.offsets[k + 1] - asked.offsets[k] == 1:
                continue
            copy(now, others, k)
            copy(now[k + 1 :], others[k:], len(others) - k)
            candidates = _walked_with(asked, others, len(others), k, scratch)
            c = np.argmin(asked.found[: len(candidates)])
            if asked.found[c] < metres - GAIN_MIN:
                metres, now[k] = asked.found[c], candidates[c]
        if metres >= before - GAIN_MIN:
            break
    return metres
