"""Plans on a small floor nobody has, so that compiled code is ready before the first real question."""

import gc
import math
from collections.abc import Sequence

import numpy as np

from picking.planning.day import AT_REST
from picking.planning.distances import Distances, measure
from picking.planning.planner import plan
from picking.planning.problem import Edge, Floor, OrderLine, PlanningOrder, Problem
from picking.planning.routes import walk_order
from picking.planning.routing.choosing import choose
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres
from picking.planning.search.standing import GUESSED_IN_FROM, StandingPlan
from picking.planning.walk_lengths import WalkLengths

AISLES, BAYS = 4, 6
WIDE = (0, 1, 3, 4, 5)
"""Crossings of a floor whose walks take so long that many orders are planned with guesses."""
MANY = GUESSED_IN_FROM + 1


def warm() -> None:
    """Compile all of it, or find it compiled on disk: seconds the first time, a moment afterwards.

    What is loaded by then stays: Python's collector, which would look through all of the compiler in the middle of a
    decision, is told to leave it alone.
    """
    for one_way in (False, True):
        distances = measure(_floor(one_way=one_way))
        _walk(distances)
        _plan(distances, count=2)
        WalkLengths(distances, AISLES).of([(0, [(AISLES, 0), (AISLES + 1, 1)])])
    _choose(measure(_floor(one_way=False)))
    wide = measure(_floor(crossings=WIDE))
    _plan(wide, count=MANY)
    _go_on(wide)
    gc.collect()
    gc.freeze()


def _walk(distances: Distances) -> None:
    lengths, nodes = lengths_of(distances), range(1, AISLES * BAYS - 1)
    walk_metres(lengths, np.arange(3), 3, new_scratch(lengths))
    for stops in ([[node] for node in nodes], [[node, node + 1] for node in nodes]):
        walk_order(distances, 0, stops, 0, [node % 2 for node in nodes], tries=1)
        walk_order(distances, 0, stops, None, tries=1)


def _plan(distances: Distances, count: int) -> None:
    """Plan orders that nothing is due of, and some that are due."""
    for due in (math.inf, 100.0):
        plan(_problem(distances, count, due), budget_ms=1.0, distances=distances)


def _go_on(distances: Distances) -> None:
    """Let a trip go and one more order come, as on a day that goes on."""
    problem = _problem(distances, MANY + 1, 100.0)
    standing = StandingPlan(problem, distances, prices=AT_REST)
    standing.add(problem.orders[:-1])
    standing.send(problem.pickers[0].id, 0)
    standing.add(problem.orders[-1:])


def _problem(distances: Distances, count: int, due: float) -> Problem:
    orders = tuple(PlanningOrder(f"o{number}", (OrderLine((number % 2,)),), due=due) for number in range(count))
    return Problem(distances.floor, (1, 2), orders)


def _choose(distances: Distances) -> None:
    """Choose bins with hardly any budget, which is searched, and with enough to try them all."""
    lengths, candidates = lengths_of(distances), [np.arange(1, 4), np.arange(7, 10)]
    for units in (1.0, 1e6):
        choose(lengths, 0, candidates, 0, seed=0, units=units)


def _floor(*, one_way: bool = False, crossings: Sequence[int] = (0, BAYS - 1)) -> Floor:
    """Parallel aisles joined at some bays; one of them may be walked one way only."""
    along = [
        Edge(node, node + 1, 1.0, one_way=one_way and node == 0)
        for node in range(AISLES * BAYS - 1)
        if (node + 1) % BAYS
    ]
    across = [Edge(node, node + BAYS, 3.0) for node in range((AISLES - 1) * BAYS) if node % BAYS in crossings]
    return Floor(((0.0, 0.0),) * (AISLES * BAYS), (*along, *across), 0, 0)
