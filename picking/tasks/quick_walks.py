"""Puts the stops of one walk in order without compiled code, so that no answer ever waits for a compiler.

Exact while each phase has few stops, as walks mostly do; longer walks are shortened until no move helps. What the
planner has walked out is better still, and used where it is there.
"""

from collections.abc import Sequence

import numpy as np

from picking.planning import Distances
from picking.planning.distances import Metres
from picking.planning.held_karp import shortest_walk
from picking.planning.local_search import search

EXACT_MAX = 8
"""Stops of a phase that are walked exactly; with more, moving pieces is as good and quicker."""
NO_WAY = 1e7  # metres that stand for "no way leads": sums stay numbers


def quick_walk(distances: Distances, start: int, stops: Sequence[tuple[int, int]], end: int) -> tuple[list[int], float]:
    """Say which stop (node, phase) comes first, second …, and the metres from start to end; inf where no way leads."""
    visits = list(dict.fromkeys(stops))
    turn_of = {visits[visit]: turn for turn, visit in enumerate(_in_order(distances, start, visits, end))}
    order = sorted(range(len(stops)), key=lambda stop: turn_of[stops[stop]])
    return order, distances.along((start, *(stops[stop][0] for stop in order), end))


def _in_order(distances: Distances, start: int, visits: Sequence[tuple[int, int]], end: int) -> list[int]:
    if not visits:
        return []
    metres = _between(distances, (start, *(node for node, _ in visits), end))
    phases = np.array([phase for _, phase in visits])
    if np.unique(phases, return_counts=True)[1].max() <= EXACT_MAX:
        return shortest_walk(metres, np.arange(len(visits)), phases)
    walk = search(metres, [np.array([row]) for row in range(1, len(visits) + 1)], phases, seed=0, tries=1)
    return [int(stop) for stop in walk.stops[1:-1]]


def _between(distances: Distances, nodes: Sequence[int]) -> Metres:
    rows = distances.places(nodes)
    return np.minimum(distances.metres[np.ix_(rows, rows)], NO_WAY)
