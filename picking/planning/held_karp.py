"""Finds the shortest walk exactly, by dynamic programming over subsets of stops (Held and Karp 1962).

A stop may have several candidate places; the walk takes one of them. Phases are walked one after the other; the cost of
having ended at each candidate is carried from phase to phase, so the whole is exact, not only each part.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from picking.planning.distances import Indexes, Metres

STOPS_MAX = 10
CELLS_MAX = 10_000_000  # subsets x candidates x candidates: some 20 milliseconds


@dataclass(frozen=True, eq=False, slots=True)
class _Phase:
    """The solved table of one phase: who came before each (subset, candidate), and before the phase."""

    candidates: Indexes
    bits: Indexes
    before: NDArray[np.intp]
    entered_from: Indexes


def is_small(stops: int, candidates: int) -> bool:
    """Tell whether one phase of this size is solved exactly in a few milliseconds."""
    return stops <= STOPS_MAX and (1 << stops) * candidates * candidates <= CELLS_MAX


def shortest_walk(metres: Metres, stop_of: Indexes, phase_of: Indexes) -> list[int]:
    """Give the candidates in walking order.

    `metres` has shape (candidates + 2, candidates + 2): row 0 is where the walk begins, the last where it ends,
    row c + 1 is candidate c. `stop_of` and `phase_of` give each candidate's stop and phase, shape (candidates,).
    """
    cost, exits, solved = np.zeros(1), np.zeros(1, dtype=np.intp), []
    for phase in np.unique(phase_of):
        candidates = np.flatnonzero(phase_of == phase) + 1
        entry = cost[:, None] + metres[np.ix_(exits, candidates)]
        bits = _bits(stop_of[candidates - 1])
        table, before = _solve(metres[np.ix_(candidates, candidates)], bits, entry.min(axis=0))
        solved.append(_Phase(candidates, bits, before, entry.argmin(axis=0)))
        cost, exits = table[-1], candidates
    last = int((cost + metres[exits, -1]).argmin())
    return _walk_back(solved, last)


def _bits(stops: Indexes) -> Indexes:
    """Give each candidate its stop's bit, stops numbered from nought."""
    _, number = np.unique(stops, return_inverse=True)
    bits: Indexes = np.left_shift(1, number).astype(np.intp)
    return bits


def _solve(metres: Metres, bits: Indexes, entry: Metres) -> tuple[Metres, NDArray[np.intp]]:
    """Fill the table (subset, last candidate) -> least metres; what is no walk stays infinite."""
    size, count = int(np.unique(bits).sum()) + 1, len(bits)
    table = np.full((size, count), np.inf)
    before = np.zeros((size, count), dtype=np.intp)
    table[bits, np.arange(count)] = entry
    for subsets in _by_size(size):
        ways = table[subsets[:, None] ^ bits] + metres.T
        before[subsets] = ways.argmin(axis=2)
        table[subsets] = ways.min(axis=2)
    return table, before


@lru_cache(maxsize=STOPS_MAX + 1)
def _by_size(size: int) -> tuple[Indexes, ...]:
    """Give the subsets of two stops and more, the smaller ones first."""
    subsets = np.arange(size)
    count = np.array([int(subset).bit_count() for subset in subsets])
    return tuple(subsets[count == stops] for stops in range(2, int(count.max()) + 1))


def _walk_back(solved: list[_Phase], last: int) -> list[int]:
    """Follow the tables from the last candidate back to the first."""
    walk: list[int] = []
    for phase in reversed(solved):
        subset = len(phase.before) - 1
        while True:
            walk.append(int(phase.candidates[last]) - 1)
            rest = subset ^ int(phase.bits[last])
            if not rest:
                break
            subset, last = rest, int(phase.before[subset, last])
        last = int(phase.entered_from[last])
    return walk[::-1]
