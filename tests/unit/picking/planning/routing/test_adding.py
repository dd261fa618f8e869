import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from walking_floors import grids, nets

from picking.planning import measure
from picking.planning.routing.adding import metres_with_each, new_around
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres_between


@settings(max_examples=100)
@given(st.one_of(grids(aisles=3), nets()), st.data())
def test_a_walk_with_one_stop_more_is_as_long_as_if_it_were_measured_anew(floor, data):
    """Bins are chosen by these lengths, hundreds at a time; a wrong one sends a picker to the wrong aisle."""
    nodes = st.integers(0, len(floor.nodes) - 1)
    begin, end = data.draw(nodes), data.draw(nodes)
    stops = np.array(data.draw(st.lists(nodes, max_size=5)), np.int64)
    places = np.array(data.draw(st.lists(nodes, min_size=1, max_size=4)), np.int64)
    lengths = lengths_of(measure(floor))
    scratch, found = new_scratch(lengths), np.empty(len(places))

    metres_with_each(lengths.sweep, (begin, end), stops, places, found, new_around(lengths.sweep, len(stops)), scratch)

    anew = [
        walk_metres_between(lengths, begin, np.append(stops, place), len(stops) + 1, end, scratch) for place in places
    ]
    assert found.tolist() == pytest.approx(anew)
