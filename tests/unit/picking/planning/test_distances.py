import itertools
from threading import Thread

import pytest
from hypothesis import given, strategies as st
from planning_floors import aisles, floyd

from picking.planning import Edge, Floor, MeasuredLayouts, measure

NODES = 6
ways = st.builds(
    Edge,
    st.integers(0, NODES - 1),
    st.integers(0, NODES - 1),
    st.integers(0, 20).map(float),
    st.booleans(),
)
floors = st.lists(ways, max_size=12).map(lambda edges: Floor(((0.0, 0.0),) * NODES, tuple(edges), 0, 0))


@given(floors)
def test_lengths_are_the_shortest_there_are(floor):
    """Every decision rests on them: doubled ways, free ways, one-way doors and islands included."""
    expected = floyd(floor)

    distances = measure(floor)

    assert {(a, b): distances.between(a, b) for a, b in expected} == expected


@given(floors, st.integers(0, NODES - 1), st.integers(0, NODES - 1))
def test_a_drawn_path_is_as_long_as_it_says(floor, a, b):
    """A picker who follows the drawing walks the metres the plan counted."""
    distances = measure(floor)
    steps = floyd(Floor(floor.nodes, floor.edges, 0, 0))

    if distances.between(a, b) == float("inf"):
        with pytest.raises(ValueError, match="no way leads"):
            distances.path((a, b))
        return
    path = distances.path((a, b))

    assert (path[0], path[-1]) == (a, b)
    assert sum(steps[pair] for pair in itertools.pairwise(path)) == distances.between(a, b)
    joined = {pair for way in floor.edges for pair in ((way.a, way.b), *(() if way.one_way else ((way.b, way.a),)))}
    assert set(itertools.pairwise(path)) <= joined


def test_a_one_way_door_is_walked_around_on_the_way_back():
    """A plan through a closed side of a door cannot be walked."""
    floor = Floor(((0, 0),) * 3, (Edge(0, 1, 1.0, one_way=True), Edge(1, 2, 5.0), Edge(2, 0, 5.0)), 0, 0)

    distances = measure(floor)

    assert distances.between(0, 1) == 1.0
    assert distances.between(1, 0) == 10.0


def test_a_closed_aisle_is_walked_around():
    """While an aisle is washed, nobody is sent through it."""
    floor = Floor(((0, 0),) * 2, (Edge(0, 1, 1.0, aisle="A"), Edge(0, 1, 9.0, aisle="B")), 0, 0)

    distances = measure(floor.without(["A"]))

    assert distances.between(0, 1) == 9.0


def test_a_node_that_was_not_measured_is_told():
    """A wrong length is worse than none."""
    distances = measure(aisles(), nodes=[0, 1])

    with pytest.raises(KeyError, match="node 5 was not measured"):
        distances.between(0, 5)


def test_a_layout_version_is_measured_once():
    """Measuring takes milliseconds; a scan must not pay for it each time."""
    layouts, asked = MeasuredLayouts(), []

    def floor():
        asked.append(1)
        return aisles()

    threads = [Thread(target=layouts.of, args=("v1", floor)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert layouts.of("v1", floor) is layouts.of("v1", floor)
    assert len(asked) == 1


def test_only_the_layouts_in_use_are_kept():
    """A chain changes layouts for years; memory must not grow with them."""
    layouts = MeasuredLayouts(layouts_max=2)
    first = layouts.of("v1", aisles)

    layouts.of("v2", aisles)
    layouts.of("v3", aisles)

    assert layouts.of("v1", aisles) is not first


def test_a_floor_with_ways_to_nowhere_is_refused():
    """A wrong import is found when the floor is made, not in the middle of a walk."""
    with pytest.raises(ValueError, match="node 7 is not on a floor of 2 nodes"):
        Floor(((0, 0),) * 2, (Edge(0, 7, 1.0),), 0, 0)


def test_levels_name_every_node_or_none():
    """Half a storey plan would draw a walk on the wrong storey."""
    with pytest.raises(ValueError, match="1 levels for 2 nodes"):
        Floor(((0, 0),) * 2, (), 0, 0, levels=(1,))
