"""Describes the orders of a problem as rows for compiled code: stops, loads, and who may take them."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from picking.planning.distances import Distances
from picking.planning.problem import PlanningOrder, Problem
from picking.planning.routes import walk_order
from picking.planning.routing.exact import Ints
from picking.planning.routing.lengths import Lengths
from picking.planning.search.board import Orders
from picking.planning.search.slots import key_of, ranks_of


class Filling:
    """Fills slots of `Orders`; `keys` are the keys of load that are limited anywhere."""

    def __init__(self, problem: Problem, distances: Distances, lengths: Lengths, keys: Sequence[str]) -> None:
        self._problem, self._distances, self._keys = problem, distances, keys
        self._marks = [key for pair in problem.limits.apart for key in pair]
        ranks = ranks_of(lengths)
        self._places = len(ranks)
        self._rank_of_bin: list[int] = ranks[distances.places(problem.bins)].tolist()
        self._step_at: list[int] = lengths.sweep.step_at.tolist()
        phases = sorted({line.phase for order in problem.orders for line in order.lines})
        self._first_of = {phase: number * self._places for number, phase in enumerate(phases)}
        self._able: dict[tuple[str | None, str | None], list[bool]] = {}
        self._seen = 0

    def fill(
        self, table: Orders, slots: Sequence[int], orders: Sequence[PlanningOrder], people: Sequence[Sequence[bool]]
    ) -> None:
        """Describe orders in free slots, all at once; `people` tells of each who may take it."""
        rows, speeds = np.array(slots, np.int64), self._problem.speeds
        stops = [self._stops(order) for order in orders]
        _fill_lists(table.stops, table.stop_count, rows, stops)
        if self._step_at:
            steps = [{self._step_at[stop % self._places] for stop in each} for each in stops]
            _fill_lists(table.steps, table.step_count, rows, [sorted(each) for each in steps])
        table.keys[rows] = [key_of(self._seen + number) for number in range(1, len(orders) + 1)]
        table.handling[rows] = [speeds.handling(order) for order in orders]
        table.due[rows] = [self._problem.due_by(order) for order in orders]
        for column, key in enumerate(self._keys):
            table.load[rows, column] = [order.carries(key) for order in orders]
        for column, key in enumerate(self._marks):
            table.marks[rows, column] = [order.load.get(key, 0.0) > 0 for order in orders]
        table.may[:, rows] = np.array(people, np.bool_).T
        self._seen += len(orders)

    def people_for(self, order: PlanningOrder) -> list[bool]:
        """Tell who may take an order; where nobody's allowance is limited, asked once for all that are alike."""
        pickers = self._problem.pickers
        if any(picker.allowance.most for picker in pickers):
            return [picker.may_take((order,)) for picker in pickers]
        alike = (order.zone, order.skill)
        if alike not in self._able:
            self._able[alike] = [picker.may_take((order,)) for picker in pickers]
        return self._able[alike]

    def _stops(self, order: PlanningOrder) -> list[int]:
        """Give an order's stops, each once, rising; of several bins those of its own shortest walk."""
        ranks = [self._rank_of_bin[line.bins[0]] for line in order.lines]
        if any(len(line.bins) > 1 for line in order.lines):
            ranks = self._best_ranks(order)
        firsts = [self._first_of[line.phase] for line in order.lines]
        return sorted({first + rank for first, rank in zip(firsts, ranks, strict=True)})

    def _best_ranks(self, order: PlanningOrder) -> list[int]:
        problem, floor = self._problem, self._problem.floor
        nodes = [[problem.bins[index] for index in line.bins] for line in order.lines]
        phases = [line.phase for line in order.lines]
        walk = walk_order(self._distances, floor.start, nodes, floor.end, phases, tries=1)
        rank_of = {
            problem.bins[index]: self._rank_of_bin[index] for line in order.lines for index in line.bins
        }  # fmt: skip
        return [rank_of[node] for _, node in sorted(zip(walk.order, walk.nodes, strict=True))]


def _fill_lists(table: Ints, counts: Ints, rows: Ints, lists: Sequence[Sequence[int]]) -> None:
    """Write lists of different lengths into the rows of a table, and their lengths beside it."""
    sizes = np.fromiter(map(len, lists), np.int64, len(lists))
    flat = np.fromiter(chain.from_iterable(lists), np.int64, int(sizes.sum()))
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    table[np.repeat(rows, sizes), np.arange(len(flat)) - first] = flat
    counts[rows] = sizes
