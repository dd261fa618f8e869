"""The exact walk, beside a walk found by trying all."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from walking_floors import between, grids, nets, shortest

from picking.planning import measure
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres, walk_metres_between
from picking.planning.routing.tracing import traced

floors = st.one_of(grids(), nets())


@st.composite
def questions(draw, stops_max=6):
    """Draw a floor, where a walk begins and ends, and its stops, some of them twice."""
    floor = draw(floors)
    nodes = st.integers(0, len(floor.nodes) - 1)
    return floor, draw(nodes), draw(st.lists(nodes, max_size=stops_max)), draw(nodes)


@settings(max_examples=100)
@given(questions())
def test_no_walk_is_shorter_than_the_exact_one(question):
    """Everything is decided by these lengths: any shape of floor, ends inside aisles, begin and end apart or not."""
    floor, begin, stops, end = question
    distances = measure(floor)
    lengths = lengths_of(distances)

    metres = walk_metres_between(lengths, begin, np.array(stops, np.int64), len(stops), end, new_scratch(lengths))

    assert lengths.is_exact
    assert metres == pytest.approx(shortest(between(floor), begin, stops, end))


@settings(max_examples=100)
@given(questions(stops_max=12))
def test_a_traced_walk_is_as_long_as_the_exact_length(question):
    """A picker walks the stops in this turn; the metres promised must be the metres walked."""
    floor, begin, stops, end = question
    distances = measure(floor)
    lengths = lengths_of(distances)
    scratch = new_scratch(lengths)
    metres = walk_metres_between(lengths, begin, np.array(stops, np.int64), len(stops), end, scratch)

    turn = traced(lengths.sweep, begin, stops, end)

    if metres == inf:
        assert turn is None
        return
    assert sorted(turn) == sorted(set(stops))
    assert distances.along([begin, *turn, end]) == pytest.approx(metres)


@settings(max_examples=50)
@given(grids(), st.data())
def test_a_walk_may_begin_and_end_where_the_floor_says(floor, data):
    """Trips begin where bags stand; that is what a batch is measured by."""
    stops = data.draw(st.lists(st.integers(0, len(floor.nodes) - 1), max_size=6))
    lengths = lengths_of(measure(floor))

    metres = walk_metres(lengths, np.array(stops, np.int64), len(stops), new_scratch(lengths))

    assert metres == pytest.approx(shortest(between(floor), floor.start, stops, floor.end))


@settings(max_examples=50)
@given(grids(), st.data())
def test_only_measured_places_keep_their_place(floor, data):
    """Large floors are measured at their bins only; what lies between must not change a length."""
    nodes = st.integers(0, len(floor.nodes) - 1)
    stops = data.draw(st.lists(nodes, min_size=1, max_size=6))
    distances = measure(floor, {floor.start, floor.end, *stops})
    lengths = lengths_of(distances)
    places = np.array(distances.places(stops), np.int64)

    metres = walk_metres(lengths, places, len(places), new_scratch(lengths))

    assert metres == pytest.approx(shortest(between(floor), floor.start, stops, floor.end))


@settings(max_examples=40)
@given(nets(one_way=True), st.data())
def test_an_estimated_walk_is_never_shorter_than_the_shortest(floor, data):
    """On floors that are not recognised a length may be too long, by little; it may not be a lie."""
    nodes = st.integers(0, len(floor.nodes) - 1)
    begin, end = data.draw(nodes), data.draw(nodes)
    stops = data.draw(st.lists(nodes, max_size=6))
    lengths = lengths_of(measure(floor))

    metres = walk_metres_between(lengths, begin, np.array(stops, np.int64), len(stops), end, new_scratch(lengths))

    best = shortest(between(floor), begin, stops, end)
    assert metres >= best - 1e-9
    assert (metres == inf) == (best == inf)
