"""Draws floors of many shapes for the tests of routes, and knows the shortest walks of small ones by an own method."""

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from picking.planning import Edge, Floor

WHOLE_METRES = st.integers(1, 9).map(float)


class Ground:
    """A floor being drawn: nodes are only counted, ways have the length they are given."""

    def __init__(self):
        self.count, self.ways = 0, []

    def node(self):
        """Put a node down."""
        self.count += 1
        return self.count - 1

    def chain(self, draw, first, last, bins, *, one_way=False):
        """Join two nodes by an aisle with so many bins."""
        nodes = [first, *(self.node() for _ in range(bins)), last]
        self.ways += [Edge(a, b, draw(WHOLE_METRES), one_way=one_way) for a, b in pairwise(nodes)]

    def floor(self, draw):
        """Give the floor, its nodes and ways in no telling order."""
        number = draw(st.permutations(range(self.count)))
        ways = [Edge(number[way.a], number[way.b], way.metres, way.one_way) for way in self.ways]
        return Floor(((0.0, 0.0),) * self.count, tuple(draw(st.permutations(ways))), number[0], number[0])


@st.composite
def grids(draw, aisles=4, crossings=5, bins=3):
    """Parallel aisles between cross-aisles; some pieces missing (islands, dead ends), ways as long as they please."""
    ground = Ground()
    depot = ground.node()
    across, along = draw(st.integers(2, crossings)), draw(st.integers(1, aisles))
    corners = [[ground.node() for _ in range(across)] for _ in range(along)]
    pieces = [pair for column in corners for pair in pairwise(column)]
    pieces += [pair for row in zip(*corners, strict=True) for pair in pairwise(row)]
    for a, b in pieces:
        if draw(st.integers(0, 9)):
            ground.chain(draw, a, b, draw(st.integers(0, bins)))
    for column in draw(st.lists(st.sampled_from(corners), min_size=1, max_size=along, unique_by=id)):
        ground.chain(draw, depot, column[0], 0)
    return ground.floor(draw)


@st.composite
def nets(draw, corners=6, ways=10, *, one_way=False):
    """Corners joined as it comes: rings, doubled ways, loops, parts nothing leads to; one-way ways if wanted."""
    ground = Ground()
    nodes = [ground.node() for _ in range(draw(st.integers(1, corners)))]
    for _ in range(draw(st.integers(0, ways))):
        a, b = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        bins = draw(st.integers(2 if a == b else 0, 3))
        ground.chain(draw, a, b, bins, one_way=one_way and draw(st.booleans()))
    return ground.floor(draw)


def shortest(best, begin, stops, end):
    """Give the length of the shortest walk over all stops, by the subsets already visited; None ends anywhere."""
    stops = sorted(set(stops))
    if not stops:
        return 0.0 if end is None else best[begin, end]
    apart = best[np.ix_(stops, stops)]
    walked = np.full((1 << len(stops), len(stops)), np.inf)
    for k, stop in enumerate(stops):
        walked[1 << k, k] = best[begin, stop]
    for seen in range(1, 1 << len(stops)):
        reached = (walked[seen][:, None] + apart).min(axis=0)
        for k in range(len(stops)):
            if not seen >> k & 1:
                walked[seen | 1 << k, k] = min(walked[seen | 1 << k, k], reached[k])
    return min(walked[-1, k] + (0.0 if end is None else best[stop, end]) for k, stop in enumerate(stops))


def between(floor):
    """Give all shortest lengths of a floor, shape (nodes, nodes), worked out apart from the product (Floyd 1962)."""
    size = len(floor.nodes)
    best = np.full((size, size), np.inf)
    np.fill_diagonal(best, 0.0)
    for way in floor.edges:
        for pair in ((way.a, way.b), *(() if way.one_way else ((way.b, way.a),))):
            best[pair] = min(best[pair], way.metres)
    for middle in range(size):
        best = np.minimum(best, best[:, [middle]] + best[[middle]])
    return best
