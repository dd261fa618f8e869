"""Small floors and a plain shortest-way oracle for the planner's tests."""

from itertools import permutations, product
from math import inf

from picking.planning import Edge, Floor


def aisles(count=4, bins=6, cross_aisles=2, gap=3.0):
    """Make a grid of parallel aisles; node `a * height + y` stands in aisle a at y metres."""
    height = cross_aisles + (cross_aisles - 1) * bins
    nodes = tuple((a * gap, float(y)) for a in range(count) for y in range(height))
    along = [Edge(a * height + y, a * height + y + 1, 1.0) for a in range(count) for y in range(height - 1)]
    across = [
        Edge((a - 1) * height + y, a * height + y, gap) for a in range(1, count) for y in range(0, height, bins + 1)
    ]
    return Floor(nodes, (*along, *across), start=0, end=0)


def floyd(floor):
    """Give all shortest lengths the slow way, straight from the ways."""
    size = range(len(floor.nodes))
    best = {(a, b): 0.0 if a == b else inf for a in size for b in size}
    for way in floor.edges:
        for pair in ((way.a, way.b), *(() if way.one_way else ((way.b, way.a),))):
            best[pair] = min(best[pair], way.metres)
    for k, a, b in product(size, size, size):
        best[a, b] = min(best[a, b], best[a, k] + best[k, b])
    return best


def shortest_by_trying_all(best, begin, stops, end, phases):
    """Give the length of the shortest walk that keeps the phases, by trying every order and every choice."""
    orders = [o for o in permutations(range(len(stops))) if [phases[s] for s in o] == sorted(phases)]
    return min(
        sum(best[pair] for pair in zip((begin, *nodes), (*nodes, *(() if end is None else (end,))), strict=False))
        for order in orders
        for nodes in product(*(stops[stop] for stop in order))
    )
