"""Makes the plan of a problem, static when all orders are there from the first, else as its day goes on."""

from collections.abc import Callable

from picking.planning.day import Day
from picking.planning.distances import Distances, measure
from picking.planning.outcome import Plan
from picking.planning.problem import Problem
from picking.planning.routing.lengths import lengths_of

BUDGET_MS = 50.0

Stopwatch = Callable[[], float]
"""Gives seconds that only ever grow, such as time.perf_counter."""


def plan(
    problem: Problem,
    *,
    seed: int = 0,
    budget_ms: float = BUDGET_MS,
    distances: Distances | None = None,
    stopwatch: Stopwatch | None = None,
) -> Plan:
    """Plan all orders of the problem; the same problem, seed and budget give the same plan.

    `budget_ms` is what a decision may take on a server's core; it buys work that is counted and not timed, so that a
    plan can be replayed on any machine. Pass the floor's `distances` where they are kept, and a `stopwatch` to have
    `plan_ms` filled in.
    """
    began = stopwatch() if stopwatch else 0.0
    if distances is None:
        distances = prepared(problem)
    day = Day(problem, distances, seed=seed, units=1000 * budget_ms)
    trips, unplanned = day.run()
    ended = stopwatch() if stopwatch else 0.0
    return Plan(trips, unplanned, 1000 * (ended - began))


def prepared(problem: Problem) -> Distances:
    """Measure a problem's floor and find out how to walk it: what is done once for a layout, not for each plan."""
    distances = measure(problem.floor, places_of(problem))
    lengths_of(distances)
    return distances


def places_of(problem: Problem) -> set[int]:
    """Give the nodes a plan needs distances between."""
    people = {picker.at for picker in problem.pickers if picker.at is not None}
    return {problem.floor.start, problem.floor.end, *problem.bins, *people}
