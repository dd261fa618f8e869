"""Reduces a walking graph to corners and the aisles between them; what lies along an aisle becomes a distance in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from picking.planning.distances import ways_walked
from picking.planning.problem import Floor

Ways = Mapping[int, Mapping[int, float]]
"""Metres from a node to each of its neighbours."""


@dataclass(frozen=True, slots=True)
class Aisle:
    """A chain of ways between two different corners (numbers of the skeleton), without a corner on it."""

    a: int
    b: int
    metres: float


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Corners 0 … `corners` - 1, the aisles between them, and where each node of interest lies.

    `places` gives a node's aisle (index) and its metres from the aisle's corner `a`.
    """

    corners: int
    aisles: tuple[Aisle, ...]
    places: Mapping[int, tuple[int, float]]


ON_THE_WAY = 2
"""The ways at a node that is no corner."""


def ways_of(floor: Floor) -> Ways | None:
    """Give the floor's ways if each is equally long both ways, else None: then there are one-way ways."""
    a, b, metres = ways_walked(floor)
    back = np.lexsort((a, b))
    if not (np.array_equal(a, b[back]) and np.array_equal(b, a[back]) and np.array_equal(metres, metres[back])):
        return None
    ways: dict[int, dict[int, float]] = defaultdict(dict)
    for here, there, length in zip(a.tolist(), b.tolist(), metres.tolist(), strict=True):
        ways[here][there] = length
    return ways


def skeleton(ways: Ways, nodes: Iterable[int]) -> Skeleton:
    """Contract the graph; only `nodes` must keep their place, so that dead ends without any of them can go."""
    wanted = frozenset(nodes)
    left = _without_dead_ends(ways, wanted)
    corners = _corners(left)
    builder = _Builder(left, wanted, corners)
    for corner in corners:
        builder.walk_from(corner)
    for node in sorted(wanted - builder.seen):
        builder.close_ring(node)
    return builder.built()


def _without_dead_ends(ways: Ways, wanted: AbstractSet[int]) -> dict[int, dict[int, float]]:
    left = {node: dict(there) for node, there in sorted(ways.items())}
    ends = [node for node, there in left.items() if len(there) == 1 and node not in wanted]
    while ends:
        node = ends.pop()
        for other in left.pop(node):
            del left[other][node]
            if len(left[other]) == 1 and other not in wanted:
                ends.append(other)
    return {node: there for node, there in left.items() if there or node in wanted}


def _corners(ways: Ways) -> list[int]:
    return [node for node, there in ways.items() if there and len(there) != ON_THE_WAY]


class _Builder:
    """Collects aisles while it walks along them."""

    def __init__(self, ways: Ways, wanted: AbstractSet[int], corners: Iterable[int]) -> None:
        self._ways, self._wanted = ways, wanted
        self._number = {corner: number for number, corner in enumerate(corners)}
        self._spare = len(self._number)
        self._aisles: list[Aisle] = []
        self._empty: dict[tuple[int, int], int] = {}
        self._places: dict[int, tuple[int, float]] = {}
        self.seen: set[int] = set()

    def built(self) -> Skeleton:
        """Give the skeleton; a corner's place is on the first of its aisles."""
        ends: dict[int, tuple[int, float]] = {}
        for number, aisle in enumerate(self._aisles):
            ends.setdefault(aisle.a, (number, 0.0))
            ends.setdefault(aisle.b, (number, aisle.metres))
        places = {node: ends[corner] for node, corner in self._number.items() if node in self._wanted}
        return Skeleton(self._spare, tuple(self._aisles), places | self._places)

    def walk_from(self, corner: int) -> None:
        """Add the aisles that begin at this corner and were not walked from their other end."""
        self.seen.add(corner)
        for first in self._ways[corner]:
            chain = self._chain(corner, first)
            if first in self._number or first not in self.seen:
                self.seen.update(chain[1:-1])
                if chain[0] == chain[-1]:
                    self._add_loop(chain)
                elif first not in self._number or corner < first:
                    self._add(self._number[corner], self._number[chain[-1]], chain)

    def close_ring(self, node: int) -> None:
        """Add what no corner leads to: a ring of ways around this node, or the node by itself."""
        if node in self.seen:
            return
        there = self._ways.get(node)
        self._number[node] = self._new()
        if there:
            chain = self._chain(node, next(iter(there)))
            self.seen.update(chain)
            self._add_loop(chain)
        else:
            self.seen.add(node)
            self._add(self._number[node], self._new(), [node])

    def _chain(self, corner: int, first: int) -> list[int]:
        chain = [corner, first]
        while chain[-1] not in self._number:
            (onward,) = (node for node in self._ways[chain[-1]] if node != chain[-2])
            chain.append(onward)
        return chain

    def _add_loop(self, chain: list[int]) -> None:
        """Cut a loop in two at its first node, which becomes a corner."""
        self._number[chain[1]] = self._new()
        self._add(self._number[chain[0]], self._number[chain[1]], chain[:2])
        self._add(self._number[chain[1]], self._number[chain[-1]], chain[1:])

    def _new(self) -> int:
        self._spare += 1
        return self._spare - 1

    def _add(self, a: int, b: int, chain: list[int]) -> None:
        """Add an aisle and the places on it; of several empty ones between two corners only the shortest counts."""
        along = [0.0]
        for here, there in pairwise(chain):
            along.append(along[-1] + self._ways[here][there])
        inner = {node: metres for node, metres in zip(chain[1:-1], along[1:-1], strict=True) if node in self._wanted}
        pair = (min(a, b), max(a, b))
        if not inner and pair in self._empty:
            number = self._empty[pair]
            kept = self._aisles[number]
            self._aisles[number] = replace(kept, metres=min(kept.metres, along[-1]))
            return
        if not inner:
            self._empty[pair] = len(self._aisles)
        self._places |= {node: (len(self._aisles), metres) for node, metres in inner.items()}
        self._aisles.append(Aisle(a, b, along[-1]))
