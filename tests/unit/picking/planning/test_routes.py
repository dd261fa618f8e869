import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from planning_floors import aisles, floyd, shortest_by_trying_all

from picking.planning import Edge, Floor, measure, route, walk_order
from picking.planning.held_karp import is_small
from picking.planning.local_search import search

GRID = aisles()
GRID_DISTANCES = measure(GRID)
NODES = len(GRID.nodes)

# A ring that is walked one way only, with a short cut across: no two directions are equally long.
RING = Floor(
    ((0.0, 0.0),) * 9, (*(Edge(n, (n + 1) % 9, 1.0 + n, one_way=True) for n in range(9)), Edge(2, 6, 2.0)), 0, 0
)

nodes = st.integers(0, NODES - 1)
stops = st.lists(st.lists(nodes, min_size=1, max_size=2), max_size=5)
ends = st.one_of(st.none(), nodes)


def phases_for(data, stops):
    return data.draw(st.lists(st.integers(0, 2), min_size=len(stops), max_size=len(stops)))


def is_a_walk_of(result, distances, begin, stops, end, phases):
    """Look at the walk itself: each stop once, at one of its nodes, phases in turn, as long as it says."""
    walked = (begin, *result.nodes) if end is None else (begin, *result.nodes, end)
    assert sorted(result.order) == list(range(len(stops)))
    assert all(node in stops[stop] for stop, node in zip(result.order, result.nodes, strict=True))
    assert [phases[stop] for stop in result.order] == sorted(phases)
    assert result.metres == pytest.approx(distances.along(walked))


@settings(deadline=None)
@given(nodes, stops, ends, st.data())
def test_a_short_walk_is_the_shortest_of_all(begin, stops, end, data):
    """Exact is a promise: every order, every choice of bins and every phase is tried beside it."""
    phases = phases_for(data, stops)

    result = walk_order(GRID_DISTANCES, begin, stops, end, phases)

    is_a_walk_of(result, GRID_DISTANCES, begin, stops, end, phases)
    assert result.exact
    assert result.metres == pytest.approx(shortest_by_trying_all(floyd_of_grid(), begin, stops, end, phases))


def floyd_of_grid(kept={}):  # noqa: B006  # worked out once for all examples
    if not kept:
        kept.update(floyd(GRID))
    return kept


@settings(deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=6))
def test_one_way_doors_do_not_fool_the_exact_walk(wanted):
    """There and back differ; a walk turned round is another walk."""
    distances, stops = measure(RING), [[node] for node in wanted]

    result = route(distances, 0, stops, 0)

    assert result.metres == pytest.approx(shortest_by_trying_all(floyd(RING), 0, stops, 0, [0] * len(stops)))


@settings(deadline=None, max_examples=40)
@given(
    nodes,
    st.lists(st.lists(nodes, min_size=1, max_size=3), min_size=11, max_size=30),
    ends,
    st.integers(0, 9),
    st.data(),
)
def test_a_long_walk_visits_every_stop_once_in_its_phase(begin, stops, end, seed, data):
    """However it was found, a walk must be one that can be walked; and the same again for the same seed."""
    phases = phases_for(data, stops)

    result = walk_order(GRID_DISTANCES, begin, stops, end, phases, seed=seed)

    is_a_walk_of(result, GRID_DISTANCES, begin, stops, end, phases)
    assert result == walk_order(GRID_DISTANCES, begin, stops, end, phases, seed=seed)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_search_comes_close_to_the_shortest_walk(data):
    """The long walks' method is held against the exact one where both can answer, one-way floors included."""
    count = data.draw(st.integers(3, 7))
    cells = data.draw(st.lists(st.integers(1, 50), min_size=(count + 2) ** 2, max_size=(count + 2) ** 2))
    metres = np.array(cells, dtype=float).reshape(count + 2, count + 2)
    for k in range(count + 2):
        metres = np.minimum(metres, metres[:, [k]] + metres[[k], :])
    choices = [np.array([stop + 1]) for stop in range(count)]
    best = {(a, b): metres[a, b] for a in range(count + 2) for b in range(count + 2)}

    walk = search(metres, choices, np.zeros(count, dtype=int), seed=1, tries=80)

    found = float(metres[walk.path[:-1], walk.path[1:]].sum())
    shortest = shortest_by_trying_all(best, 0, [[s + 1] for s in range(count)], count + 1, [0] * count)
    assert shortest - 1e-6 <= found <= shortest * 1.1 + 1e-6


def test_more_tries_never_make_a_walk_longer():
    """A greater budget may only help."""
    stops = [[node] for node in range(1, NODES, 2)]

    metres = [route(GRID_DISTANCES, 0, stops, 0, tries=tries).metres for tries in (1, 3, 9, 27)]

    assert metres == sorted(metres, reverse=True)


def test_the_same_bin_twice_is_one_stop():
    """Two orders that want the same bin are picked there together."""
    result = route(GRID_DISTANCES, 0, [[5], [9], [5]], 0)

    assert [result.nodes[turn] for turn, stop in enumerate(result.order) if stop in {0, 2}] == [5, 5]
    assert abs(result.order.index(0) - result.order.index(2)) == 1


def test_a_bin_on_the_way_serves_a_line_that_lies_in_several():
    """Nobody walks to the far bin when the near one is visited anyway."""
    result = route(GRID_DISTANCES, 0, [[5], [5, NODES - 1]], 0)

    assert result.nodes == (5, 5)


def test_an_open_walk_ends_at_its_last_stop():
    """Where the drop is decided later, the way there must not bend the walk."""
    result = route(GRID_DISTANCES, 0, [[3], [6]], None)

    assert result.metres == 6.0


def test_no_stops_are_a_walk_straight_to_the_end():
    """An empty trip must not break the planner."""
    result = route(GRID_DISTANCES, 0, [], 4)

    assert (result.order, result.metres, result.exact) == ((), 4.0, True)


def test_a_stop_nobody_can_reach_makes_the_walk_endless():
    """The caller is told by the length; the other stops still get their order."""
    island = Floor(((0, 0),) * 3, (Edge(0, 1, 1.0),), 0, 0)

    result = route(measure(island), 0, [[2], [1]], 0)

    assert result.metres == float("inf")
    assert sorted(result.order) == [0, 1]


def test_a_stop_without_nodes_is_refused():
    """A line with no bin is a bug of the caller, not a walk."""
    with pytest.raises(ValueError, match="at least one node"):
        route(GRID_DISTANCES, 0, [[]], 0)


def test_many_candidates_leave_the_exact_method():
    """Exactness must not cost a picker seconds."""
    assert is_small(10, 90)
    assert not is_small(11, 11)
    assert not is_small(10, 100)


def test_a_long_walk_chooses_the_near_bins():
    """Goods that lie in two aisles are taken from those that are one round together."""
    near_or_far = [[node, node + 16] for node in range(1, 15)]

    result = route(GRID_DISTANCES, 0, near_or_far, 0)

    assert result.metres == 20.0
