"""Knows how far every place of a floor is from every other on the walking graph, and which way leads there."""

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from picking.planning.problem import Floor

Metres = NDArray[np.float64]
Indexes = NDArray[np.intp]

NO_NODE = -9999  # what scipy's predecessor matrix says where no way leads


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Distances:
    """Shortest lengths between places; made by `measure`, read-only, safe to share between threads.

    `metres` has shape (places, places), from row to column, inf where no way leads; `place_of` has shape (nodes,)
    and gives a node's row, -1 for nodes that were not measured. `all_reached` tells that a way leads from each place
    to each other.
    """

    floor: Floor
    metres: Metres
    place_of: Indexes
    all_reached: bool

    def places(self, nodes: Iterable[int]) -> Indexes:
        """Give the rows of these nodes; KeyError for one that was not measured."""
        asked = np.fromiter(nodes, dtype=np.intp)
        places: Indexes = self.place_of[asked]
        if places.size and places.min() < 0:
            raise KeyError(f"node {int(asked[places.argmin()])} was not measured")
        return places

    def between(self, a: int, b: int) -> float:
        """Give the metres from node `a` to node `b`, inf where no way leads."""
        row, column = self.places((a, b))
        return float(self.metres[row, column])

    def along(self, nodes: Sequence[int]) -> float:
        """Give the metres of a walk through these nodes in turn."""
        rows = self.places(nodes)
        return float(self.metres[rows[:-1], rows[1:]].sum())

    def path(self, nodes: Sequence[int]) -> tuple[int, ...]:
        """Give every node passed on the walk through these, to draw it; ValueError where no way leads."""
        graph = walking_graph(self.floor)
        passed = list(nodes[:1])
        for a, b in itertools.pairwise(nodes):
            _, before = dijkstra(graph, indices=a, return_predecessors=True)
            passed += reversed(tuple(_backwards(before, a, b)))
        return tuple(passed)


def measure(floor: Floor, nodes: Iterable[int] | None = None) -> Distances:
    """Measure all pairs of `nodes` (default: every node) over the floor's ways."""
    chosen = range(len(floor.nodes)) if nodes is None else sorted(set(nodes))
    places = np.fromiter(chosen, dtype=np.intp)
    metres = np.asarray(dijkstra(walking_graph(floor), indices=places)[:, places], dtype=np.float64)
    place_of = np.full(len(floor.nodes), -1, dtype=np.intp)
    place_of[places] = np.arange(len(places))
    place_of.flags.writeable = False
    return Distances(floor, like_measured(metres), place_of, bool(np.isfinite(metres).all()))


def like_measured(metres: Metres) -> Metres:
    """Give metres as `Distances` keeps them: read-only, column by column; nothing else is compiled for."""
    kept: Metres = np.asfortranarray(metres)
    kept.flags.writeable = False
    return kept


class MeasuredLayouts:
    """Keeps the distances of the layouts in use, so that each version is measured once."""

    def __init__(self, layouts_max: int = 8) -> None:
        self._layouts_max = layouts_max
        self._kept: OrderedDict[str, Distances] = OrderedDict()
        self._lock = Lock()

    def of(self, version: str, floor: Callable[[], Floor]) -> Distances:
        """Give the distances of this layout version; `floor` is asked only when it is not kept."""
        with self._lock:
            if version not in self._kept:
                self._kept[version] = measure(floor())
            self._kept.move_to_end(version)
            while len(self._kept) > self._layouts_max:
                self._kept.popitem(last=False)
            return self._kept[version]


class Ways(NamedTuple):
    """Every two nodes joined by a way, once for each direction it is walked in, and the metres of the shortest."""

    a: Indexes
    b: Indexes
    metres: Metres


def ways_walked(floor: Floor) -> Ways:
    """Give the ways by `a`, then by `b`; a way from a node to itself leads nowhere and is left out."""
    ends = np.array([(way.a, way.b) for way in floor.edges], dtype=np.intp).reshape(-1, 2)
    metres = np.array([way.metres for way in floor.edges], dtype=np.float64)
    back = ~np.array([way.one_way for way in floor.edges], dtype=np.bool_)
    a, b = np.concatenate((ends, ends[back][:, ::-1])).T
    metres = np.concatenate((metres, metres[back]))
    turn = np.lexsort((metres, b, a))
    a, b, metres = a[turn], b[turn], metres[turn]
    is_first = (np.diff(a, prepend=-1) != 0) | (np.diff(b, prepend=-1) != 0)
    kept = is_first & (a != b)
    return Ways(a[kept], b[kept], metres[kept])


def walking_graph(floor: Floor) -> csr_matrix:
    """Give the ways as a sparse matrix (nodes, nodes), from row to column, the shortest of several."""
    ways, size = ways_walked(floor), len(floor.nodes)
    return csr_matrix((ways.metres, (ways.a, ways.b)), shape=(size, size), dtype=np.float64)


def _backwards(before: NDArray[np.int32], a: int, b: int) -> Iterable[int]:
    """Walk from `b` back to `a`, without `a`."""
    while b != a:
        if before[b] == NO_NODE:
            raise ValueError(f"no way leads from node {a} to node {b}")
        yield b
        b = int(before[b])
