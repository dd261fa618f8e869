"""The exact walk over many stops, beside a solver that knows nothing of floors."""

from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model
from planning_floors import aisles
from walking_floors import between

from picking.planning import measure
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres_between


def by_solver(metres):
    """Give the length of the shortest round through all of these places (whole metres), proven by CP-SAT."""
    model = cp_model.CpModel()
    arcs = [(a, b, model.new_bool_var("")) for a in range(len(metres)) for b in range(len(metres)) if a != b]
    model.add_circuit(arcs)
    model.minimize(sum(int(metres[a, b]) * walked for a, b, walked in arcs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    assert solver.solve(model) == cp_model.OPTIMAL
    return solver.objective_value


def some_grid(dice):
    """Give a grid with ways as long as they please, a few of them missing."""
    grid = aisles(count=7, bins=4, cross_aisles=int(dice.integers(2, 6)))
    kept = [way for way in grid.edges if dice.random() < 0.95]
    ways = tuple(replace(way, metres=float(dice.integers(1, 10))) for way in kept)
    return replace(grid, edges=ways)


@pytest.mark.parametrize("seed", range(10))
def test_no_walk_over_many_stops_is_shorter_than_the_exact_one(seed):
    """What is true of six stops must be true of a trolley full."""
    dice = np.random.default_rng(seed)
    floor = some_grid(dice)
    best = between(floor)
    reached = np.flatnonzero(best[floor.start] < np.inf)
    begin, end, *stops = dice.choice(reached, min(len(reached), 22), replace=False).tolist()
    lengths = lengths_of(measure(floor))

    metres = walk_metres_between(lengths, begin, np.array(stops, np.int64), len(stops), end, new_scratch(lengths))

    rows = [begin, *stops, end]
    round_ = best[np.ix_(rows, rows)]
    round_[:, 0] += 10_000  # who comes back to the beginning comes from the end
    round_[-1] += 10_000
    round_[-1, 0] = 0
    assert metres == pytest.approx(by_solver(round_))
