"""Measures quickly what an order adds to a walk: each of its stops is put in where it costs least."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from picking.planning.distances import Distances, Indexes, Metres
from picking.planning.local_search import BEGIN, END, cheapest_place
from picking.planning.problem import PlanningOrder, Problem


@dataclass(frozen=True, eq=False, slots=True)
class Draft:
    """A trip being filled: its orders and the walk so far, as rows of the distances; a walk close to the best."""

    orders: tuple[PlanningOrder, ...]
    path: Indexes
    phases: Indexes
    metres: float
    handling: float


@dataclass(frozen=True, eq=False, slots=True)
class _Wanted:
    """An order's stops (rows of the distances, phase); the same rows on end in `rows`, each stop's from `begins` on."""

    stops: tuple[tuple[Indexes, int], ...]
    rows: Indexes
    begins: Indexes
    handling: float


class Drafts:
    """Makes and grows drafts for one problem; what an order needs is worked out once and kept."""

    def __init__(self, problem: Problem, distances: Distances) -> None:
        self._metres = distances.metres
        self._speeds = problem.speeds
        self._rows = distances.places(problem.bins)
        self._ends = distances.places((problem.floor.start, problem.floor.end))
        self._wanted: dict[str, _Wanted] = {}
        self._alone: dict[str, Draft] = {}

    def alone(self, order: PlanningOrder) -> Draft:
        """Give the walk for this order only; `metres` is inf where no way leads."""
        if order.id not in self._alone:
            metres = float(self._metres[tuple(self._ends)])
            nobody = Draft((), self._ends, np.array([BEGIN, END]), metres, self._speeds.trip_seconds)
            self._alone[order.id] = self.joined(nobody, order)
        return self._alone[order.id]

    def joined(self, draft: Draft, order: PlanningOrder) -> Draft:
        """Give the draft with this order in it too."""
        wanted = self._wants(order)
        path, phases, metres = draft.path, draft.phases, draft.metres
        for rows, phase in wanted.stops:
            if metres < np.inf and not np.isin(path[phases == phase], rows).any():
                added, index, row = cheapest_place(self._metres, path, phases, rows, phase)
                path = np.concatenate((path[:index], [row], path[index:]))
                phases = np.concatenate((phases[:index], [phase], phases[index:]))
                metres += added
        return Draft((*draft.orders, order), path, phases, metres, draft.handling + wanted.handling)

    def seconds(self, draft: Draft) -> float:
        """Give how long the trip takes."""
        return draft.handling + self._speeds.walking(draft.metres)

    def promising(self, draft: Draft, pool: Sequence[PlanningOrder], count: int) -> list[PlanningOrder]:
        """Choose whom to measure: the least metres more than walking alone, each stop taken for itself."""
        if len(pool) <= count:
            return list(pool)
        added = self._added_by_row(draft.path)
        more = [self._estimate(added, order) - self.alone(order).metres for order in pool]
        return [pool[k] for k in np.argsort(more, kind="stable")[:count]]

    def _wants(self, order: PlanningOrder) -> _Wanted:
        if order.id not in self._wanted:
            distinct = dict.fromkeys((line.bins, line.phase) for line in order.lines)
            stops = tuple((np.unique(self._rows[list(bins)]), phase) for bins, phase in distinct)
            sizes = [len(rows) for rows, _ in stops]
            rows = np.concatenate([rows for rows, _ in stops]) if stops else np.array([], dtype=np.intp)
            begins = np.cumsum([0, *sizes[:-1]])
            self._wanted[order.id] = _Wanted(stops, rows, begins, self._speeds.handling(order))
        return self._wanted[order.id]

    def _added_by_row(self, path: Indexes) -> Metres:
        """Give what a stop at each row of the distances would add to the path."""
        u, v = path[:-1], path[1:]
        added: Metres = (self._metres[u] + self._metres[:, v].T - self._metres[u, v][:, None]).min(axis=0)
        return added

    def _estimate(self, added: Metres, order: PlanningOrder) -> float:
        wanted = self._wants(order)
        return float(np.minimum.reduceat(added[wanted.rows], wanted.begins).sum()) if wanted.stops else 0.0
