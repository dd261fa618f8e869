"""The first planner, kept to be measured against: due first, then whoever joins for the fewest more metres; greedy."""

from collections.abc import Sequence
from math import inf

from habits import Habit, exactly

from picking.planning import Distances, PlanningOrder, Problem

NEXT_DUE = 10  # orders due later than this many others do not join
LOOKED_AT = 8


class Joining:
    """Fills a trip on the way: each joining order's stops are put in where they cost least."""

    def __init__(self, distances: Distances) -> None:
        self._metres = distances.metres
        self._row = distances.place_of

    def __call__(self, waiting: Sequence[PlanningOrder], problem: Problem) -> list[PlanningOrder]:
        """Take the first in turn, then the cheapest, and again, until nobody fits."""
        first, *others = waiting
        taken, path = [first], self._joined(self._ends(problem), first, problem)
        last = others[min(NEXT_DUE, len(others)) - 1].due if others else inf
        pool = [order for order in others if order.due <= last]
        while pool := [order for order in pool if problem.limits.broken_by([*taken, order]) is None]:
            grown = [(self._joined(path, order, problem), order) for order in pool[:LOOKED_AT]]
            path, best = min(grown, key=lambda each: self._length(each[0]) - self._alone(each[1], problem))
            taken.append(best)
            pool.remove(best)
        return taken

    def _ends(self, problem: Problem) -> list[int]:
        return [int(self._row[problem.floor.start]), int(self._row[problem.floor.end])]

    def _alone(self, order: PlanningOrder, problem: Problem) -> float:
        return self._length(self._joined(self._ends(problem), order, problem))

    def _length(self, path: Sequence[int]) -> float:
        return float(self._metres[path[:-1], path[1:]].sum())

    def _joined(self, path: list[int], order: PlanningOrder, problem: Problem) -> list[int]:
        for line in order.lines:
            rows = [int(self._row[problem.bins[index]]) for index in line.bins]
            if not set(rows) & set(path):
                path = self._with(path, rows)
        return path

    def _with(self, path: list[int], rows: list[int]) -> list[int]:
        before, after = path[:-1], path[1:]
        gaps = self._metres[before, after]
        added = {row: self._metres[before, row] + self._metres[row, after] - gaps for row in rows}
        row = min(rows, key=lambda each: float(added[each].min()))
        at = int(added[row].argmin()) + 1
        return [*path[:at], row, *path[at:]]


def first_planner(distances: Distances) -> Habit:
    """Give the first planner as a habit on a measured floor."""
    return Habit("the first planner", lambda order: (order.due,), exactly, Joining(distances))
