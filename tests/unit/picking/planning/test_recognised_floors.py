"""The exact walk on recognised floors, beside oracles that know nothing of sweeps: all orders, tables of subsets."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from planning_floors import aisles, floyd, shortest_by_trying_all

from picking.planning import Edge, Floor, measure, walk_order
from picking.planning.held_karp import shortest_walk
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres_between
from picking.planning.routing.tracing import traced

WIDE = measure(aisles(count=6, bins=4, cross_aisles=5))
LONG = measure(aisles(count=9, bins=12, cross_aisles=3))


@st.composite
def floors(draw):
    """Draw a floor of any shape: a tree of ways (dead ends) with more ways across (islands, triangles, rings)."""
    size = draw(st.integers(2, 9))
    metres = st.integers(1, 9).map(float)
    tree = [Edge(draw(st.integers(0, node - 1)), node, draw(metres)) for node in range(1, size)]
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] != pair[1])
    across = [Edge(*pair, draw(metres)) for pair in draw(st.lists(pairs, max_size=6))]
    begin, end = draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))
    return Floor(((0.0, 0.0),) * size, (*tree, *across), begin, end)


@settings(deadline=None, max_examples=150)
@given(floors(), st.data())
def test_a_walk_on_a_floor_of_any_shape_is_the_shortest_of_all(floor, data):
    """Ends within an aisle, at a corner or in a dead end, the same or not: nothing is assumed of the shape."""
    wanted = data.draw(st.lists(st.integers(0, len(floor.nodes) - 1), min_size=1, max_size=5))
    lengths = lengths_of(measure(floor))

    metres = walk_metres_between(
        lengths, floor.start, np.array(wanted), len(wanted), floor.end, new_scratch(lengths, len(wanted))
    )
    walk = traced(lengths.sweep, floor.start, wanted, floor.end)

    best = floyd(floor)
    shortest = shortest_by_trying_all(best, floor.start, [[stop] for stop in wanted], floor.end, [0] * len(wanted))
    assert lengths.is_exact
    assert metres == pytest.approx(shortest)
    assert sorted(walk) == sorted(set(wanted))
    assert sum(best[pair] for pair in zip((floor.start, *walk), (*walk, floor.end), strict=True)) == metres


@pytest.mark.parametrize("distances", [WIDE, LONG], ids=["five cross-aisles", "long aisles"])
@pytest.mark.parametrize("seed", range(4))
def test_a_longer_walk_equals_the_table_of_subsets(distances, seed):
    """Ten stops are too many to try all orders and few enough for a table of all subsets."""
    dice = np.random.default_rng(seed)
    begin, end, *wanted = dice.choice(len(distances.metres), 12, replace=False).tolist()

    result = walk_order(distances, begin, [[stop] for stop in wanted], end)

    rows = [begin, *wanted, end]
    table = shortest_walk(distances.metres[np.ix_(rows, rows)], np.arange(10), np.zeros(10, np.int64))
    assert result.exact
    assert result.metres == pytest.approx(distances.along([begin, *(wanted[k] for k in table), end]))


@pytest.mark.parametrize("end", [None, 3])
def test_phases_are_joined_where_all_of_them_together_are_shortest(end):
    """Heavy first and frozen last: where a phase ends decides where the next begins."""
    dice = np.random.default_rng(5)
    wanted = dice.choice(len(WIDE.metres), 18, replace=False).tolist()
    phases = [k // 6 for k in range(18)]

    result = walk_order(WIDE, 0, [[stop] for stop in wanted], end, phases)

    metres = WIDE.metres[np.ix_(rows := [0, *wanted, end or 0], rows)].copy()
    if end is None:
        metres[:, -1] = 0.0
    table = shortest_walk(metres, np.arange(18), np.array(phases))
    walked = [0, *(wanted[k] for k in table), *([] if end is None else [end])]
    assert result.exact
    assert [phases[stop] for stop in result.order] == phases
    assert result.metres == pytest.approx(WIDE.along(walked))


def test_a_walk_may_begin_and_end_within_the_same_aisle():
    """Somebody stands between two shelves when the next goods are asked for."""
    stops = [[node] for node in (2, 5, 9, 12)]

    result = walk_order(LONG, 4, stops, 6)

    best = floyd(LONG.floor)
    assert result.metres == shortest_by_trying_all(best, 4, stops, 6, [0] * 4)


def test_of_many_bins_the_walk_finds_a_choice_as_short_as_the_best_known():
    """Twelve goods, each in four aisles: all of them stand together in the last."""
    stops = [[27 * aisle + y for aisle in (1, 3, 5, 8)] for y in range(2, 14)]

    result = walk_order(LONG, 8 * 27, stops, 8 * 27)

    assert {node // 27 for node in result.nodes} == {8}
    assert result.metres == 2 * 13.0
