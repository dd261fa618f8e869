from dataclasses import replace
from itertools import permutations
from math import inf

import numpy as np
import pytest
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor
from hypothesis import given, settings, strategies as st
from planning_floors import aisles

from picking.planning import Limits, OrderLine, Picker, PlanningOrder, Problem, Speeds, measure
from picking.planning.day import AT_REST
from picking.planning.routing.lengths import lengths_of, new_scratch, walk_metres, work_units
from picking.planning.search.standing import GUESSED_FROM, StandingPlan

FLOOR = aisles()
DISTANCES = measure(FLOOR)
BINS = tuple(range(1, len(FLOOR.nodes)))
SPEEDS = Speeds(1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)
ENOUGH = 20_000.0

bins = st.lists(st.integers(0, len(BINS) - 1), min_size=1, max_size=3, unique=True)


def order(name, *wanted, **facts):
    return PlanningOrder(name, tuple(OrderLine((one,)) for one in wanted), **facts)


def standing(problem, seed=0):
    made = StandingPlan(problem, DISTANCES, seed=seed, prices=AT_REST)
    assert made.add(problem.orders) == {}
    return made


def trips_of(made, problem):
    return [trip for picker in problem.pickers for trip in made.turns(picker.id)]


def metres(orders):
    lengths = lengths_of(DISTANCES)
    stops = DISTANCES.places([BINS[line.bins[0]] for each in orders for line in each.lines])
    return walk_metres(lengths, stops, len(stops), new_scratch(lengths))


def partitions(things, most):
    """Give every way of putting things into groups of up to `most`."""
    if not things:
        yield []
        return
    first, *rest = things
    for smaller in partitions(rest, most):
        yield [[first], *smaller]
        for k, group in enumerate(smaller):
            if len(group) < most:
                yield [*smaller[:k], [first, *group], *smaller[k + 1 :]]


@settings(max_examples=25, deadline=None)
@given(st.lists(bins, min_size=1, max_size=6), st.integers(1, 3))
def test_few_orders_share_trips_as_well_as_can_be(wanted, most):
    """Where all ways of batching can be tried, the search finds one of the shortest."""
    orders = tuple(order(f"o{n}", *each) for n, each in enumerate(wanted))
    problem = Problem(FLOOR, BINS, orders, Limits({"orders": most}))
    made = standing(problem)

    made.better(ENOUGH)

    found = sum(metres(trip) for trip in trips_of(made, problem))
    assert found == pytest.approx(min(sum(map(metres, groups)) for groups in partitions(list(orders), most)))


@pytest.mark.parametrize("seed", range(3))
def test_where_walks_are_guessed_at_first_plans_are_as_good(seed):
    """On a floor with many cross-aisles an exact walk is dear: guesses may lead the search, not decide it."""
    problem = Shoppers.seeded(aisles_floor(4, 4, 3), seed).at_once(6, size_max=4)
    problem = replace(problem, limits=Limits({"orders": 2}))
    distances = measure(problem.floor)
    lengths = lengths_of(distances)
    made = StandingPlan(problem, distances, prices=AT_REST)
    made.add(problem.orders)

    def walked(orders):
        stops = distances.places([problem.bins[line.bins[0]] for each in orders for line in each.lines])
        return walk_metres(lengths, stops, len(stops), new_scratch(lengths))

    made.better(ENOUGH)

    assert work_units(lengths) > GUESSED_FROM
    found = sum(map(walked, trips_of(made, problem)))
    assert found == pytest.approx(min(sum(map(walked, groups)) for groups in partitions(list(problem.orders), 2)))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(bins, st.integers(40, 400)), min_size=1, max_size=4), st.integers(1, 2))
def test_no_more_orders_are_late_than_must_be(wanted, people):
    """A promise that could be kept is kept: every batching, every person and every turn is tried here."""
    orders = tuple(order(f"o{n}", *each, due=float(due)) for n, (each, due) in enumerate(wanted))
    pickers = tuple(Picker(f"p{n}") for n in range(people))
    problem = Problem(FLOOR, BINS, orders, Limits({"orders": 2}), pickers, SPEEDS)
    made = standing(problem)

    made.better(ENOUGH)

    found = late_of([made.turns(picker.id) for picker in pickers])
    assert found == min(late_of(turns) for turns in every_plan(list(orders), people))


def late_of(turns):
    late = 0
    for trips in turns:
        now = 0.0
        for trip in trips:
            now += SPEEDS.trip_seconds + metres(trip) + sum(map(SPEEDS.handling, trip))
            late += sum(now > each.due for each in trip)
    return late


def every_plan(orders, people):
    for groups in partitions(orders, 2):
        for turn in permutations(groups):
            for cut in range(len(turn) + 1 if people > 1 else 1):
                yield [turn[:cut], turn[cut:]]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(bins, st.integers(1, 9)), min_size=1, max_size=20), st.integers(0, 5), st.booleans())
def test_every_open_order_is_in_one_trip_that_keeps_the_limits(wanted, sent, is_timed):
    """Orders that come and trips that go leave the books of the search true, however many slots they need."""
    orders = tuple(
        order(f"o{n}", *each, load={"kg": kg}, due=60.0 * kg if is_timed else inf)
        for n, (each, kg) in enumerate(wanted)
    )
    problem = Problem(FLOOR, BINS, orders, Limits({"kg": 12}), (Picker("p1"), Picker("p2")), SPEEDS)
    made = standing(problem)
    made.better(500.0)
    gone = []

    for _ in range(sent):
        busy = [picker.id for picker in problem.pickers if made.turns(picker.id)]
        if busy:
            gone += made.send(busy[-1], 0)
            made.better(500.0)

    trips = trips_of(made, problem)
    assert sorted(each.id for each in [*gone, *(each for trip in trips for each in trip)]) == sorted(
        each.id for each in orders
    )
    assert all(problem.limits.broken_by(trip) is None for trip in trips)
    assert len(made) == len(orders) - len(gone)


def test_what_must_stay_apart_never_shares_a_trip():
    """Raw poultry beside ready salad is not a matter of metres."""
    orders = (
        order("raw", 3, load={"raw": 1}),
        order("ready", 3, load={"ready": 1}),
        order("plain", 3),
        order("raw too", 3, load={"raw": 1}),
    )
    problem = Problem(FLOOR, BINS, orders, Limits(apart=(("raw", "ready"),)))
    made = standing(problem)

    made.better(ENOUGH)

    trips = [{each.id for each in trip} for trip in trips_of(made, problem)]
    assert len(trips) == 2
    assert {"raw", "raw too"} <= next(trip for trip in trips if "raw" in trip)
    assert "raw" not in next(trip for trip in trips if "ready" in trip)


def test_a_longer_search_is_never_worse_than_where_it_began():
    """Worse plans are only passed through; the best one is kept."""
    dice = np.random.default_rng(3)
    orders = tuple(order(f"o{n}", *dice.choice(len(BINS), 4, replace=False).tolist()) for n in range(30))
    problem = Problem(FLOOR, BINS, orders, Limits({"orders": 4}))
    made = standing(problem)
    lengths = [sum(metres(trip) for trip in trips_of(made, problem))]

    for _ in range(3):
        made.better(3000.0)
        lengths.append(sum(metres(trip) for trip in trips_of(made, problem)))

    assert lengths == sorted(lengths, reverse=True)


def test_people_get_only_what_they_may_take():
    """Whoever is not trained for the freezer is never planned for it, however near they stand."""
    orders = tuple(order(f"o{n}", n, due=200.0, skill="freezer" if n % 2 else None) for n in range(10))
    people = (Picker("p1"), Picker("p2", skills=frozenset(["freezer"])))
    problem = Problem(FLOOR, BINS, orders, Limits({"orders": 3}), people, SPEEDS)
    made = standing(problem)

    made.better(ENOUGH)

    assert all(each.skill is None for trip in made.turns("p1") for each in trip)
