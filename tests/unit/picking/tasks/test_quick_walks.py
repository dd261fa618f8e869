import subprocess
import sys
from itertools import permutations

import pytest

from picking.planning import Edge, Floor, measure
from picking.tasks.quick_walks import quick_walk

COMPILES = """
from numba.core import event
from picking.planning import Edge, Floor, measure
from picking.tasks.quick_walks import quick_walk
ways = tuple(Edge(n, n + 1, 1.0) for n in range(29))
distances = measure(Floor(((0.0, 0.0),) * 30, ways, 0, 0))
with event.install_recorder("numba:compile") as compiled:
    for stops in (5, 25):
        quick_walk(distances, 0, [(node, node % 2) for node in range(1, 1 + stops)], 0)
print(len(compiled.buffer))
"""


@pytest.fixture(scope="module")
def distances():
    """Two aisles of five places, joined at both ends."""
    along = [Edge(node, node + 1, 2.0) for node in (0, 1, 2, 3, 5, 6, 7, 8)]
    return measure(Floor(((0.0, 0.0),) * 10, (*along, Edge(0, 5, 3.0), Edge(4, 9, 3.0)), 0, 5))


def test_a_walk_of_few_stops_is_the_shortest_there_is(distances):
    """The picker who skips a line must not pay for it with a detour."""
    stops = [(3, 0), (8, 0), (1, 0), (6, 0), (9, 0)]

    order, metres = quick_walk(distances, 0, stops, 5)

    shortest = min(distances.along((0, *(stops[at][0] for at in way), 5)) for way in permutations(range(5)))
    assert metres == shortest
    assert sorted(order) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("count", [6, 9])
def test_a_lower_phase_is_walked_before_a_higher_one(distances, count):
    """Water before eggs, ice last, however long the walk."""
    stops = [(node, node % 3) for node in range(count)]

    order, _ = quick_walk(distances, 0, stops, 5)

    phases = [stops[at][1] for at in order]
    assert phases == sorted(phases)


def test_lines_of_one_bin_follow_each_other(distances):
    """Nobody walks to the same bin twice."""
    order, _ = quick_walk(distances, 0, [(8, 0), (2, 0), (8, 0)], 5)

    assert order in ([1, 0, 2], [0, 2, 1])


def test_no_walk_of_the_service_waits_for_a_compiler():
    """The first walk of a new version once held everybody up for eight seconds."""
    ran = subprocess.run([sys.executable, "-c", COMPILES], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "0"
