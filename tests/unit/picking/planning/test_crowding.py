from dataclasses import replace
from itertools import combinations
from math import inf

import pytest
from hypothesis import given, settings, strategies as st
from planning_floors import aisles

from picking.planning import Aisle, Limits, OrderLine, Picker, PlanningOrder, Problem, Span, Speeds, measure, plan
from picking.planning.crowding import Crowding, Stay

SPEEDS = Speeds(1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)
HEIGHT = 8


def floor_with_names():
    """Give a grid whose ways know their aisle: aisle 0 is "a", 1 is "b" …; the ways across belong to none."""
    floor = aisles()
    named = (
        replace(way, aisle="abcd"[way.a // HEIGHT]) if way.a // HEIGHT == way.b // HEIGHT else way
        for way in floor.edges
    )
    return replace(floor, edges=tuple(named))


FLOOR = floor_with_names()
BINS = tuple(range(1, len(FLOOR.nodes)))
IN_AISLE = {
    code: frozenset(
        index for index, node in enumerate(BINS) if node // HEIGHT == number and 0 < node % HEIGHT < HEIGHT - 1
    )
    for number, code in enumerate("abcd")
}
TWO = (Picker("p1"), Picker("p2"))
ALONE = Limits({"orders": 1.0})


def bin_in(code, deep=3):
    return BINS.index("abcd".index(code) * HEIGHT + deep)


def order(name, *bins, **facts):
    return PlanningOrder(name, tuple(OrderLine((one,)) for one in bins), **facts)


def problem(*orders, aisles=(), pickers=TWO, **facts):
    return Problem(FLOOR, BINS, orders, pickers=pickers, speeds=SPEEDS, aisles=aisles, **facts)


def special(code, **facts):
    return Aisle(code, IN_AISLE[code], **facts)


def in_aisle(asked, trip, code):
    """Give when a trip is at bins of an aisle: from the first to the last one, wherever its handling comes."""
    distances, lines = measure(FLOOR), [line for o in asked.orders if o.id in trip.orders for line in o.lines]
    handling = SPEEDS.trip_seconds + SPEEDS.order_seconds * len(trip.orders)
    at, here, found = trip.start, FLOOR.start, []
    for index in trip.route:
        at += distances.between(here, BINS[index])
        came, here = at, BINS[index]
        at += sum(7 + line.pieces - 1 for line in lines if index in line.bins)
        if index in IN_AISLE[code]:
            found.append((came, at + handling))
    return (found[0][0], found[-1][1]) if found else None


def test_two_never_take_something_in_an_aisle_for_one():
    """Two trolleys in a narrow aisle block each other, and a plan that sends them there counts no second of it."""
    orders = [order("one", bin_in("c"), due=400.0), order("two", bin_in("c", 5), due=400.0)]
    free = plan(problem(*orders, limits=ALONE))
    assert {trip.start for trip in free.trips} == {0.0}

    made = plan(problem(*orders, aisles=(special("c", people_max=1),), limits=ALONE))

    first, second = made.trips
    assert second.start > 0.0
    assert in_aisle(problem(*orders), first, "c")[1] <= in_aisle(problem(*orders), second, "c")[0] + 1e-6
    assert second.why[-2].code == "aisle_full"


def test_who_would_have_to_wait_does_something_else_first():
    """Nobody stands still while there is other work."""
    orders = [order(name, bin_in("c", deep), due=900.0) for deep, name in enumerate(("one", "two"), 2)]
    asked = problem(
        *orders, order("other", bin_in("a"), due=5000.0), aisles=(special("c", people_max=1),), limits=ALONE
    )

    made = plan(asked)

    starting = [trip.orders for trip in made.trips if trip.start == 0.0]
    assert ("other",) in starting
    assert len(starting) == 2
    assert made.late == 0


def test_whom_no_plan_can_change_any_more_counts_as_inside():
    """Walks that have begun fill aisles, too."""
    inside = special("c", people_max=2, inside=(Span(0.0, 300.0), Span(0.0, 200.0)))

    (trip,) = plan(problem(order("one", bin_in("c")), aisles=(inside,))).trips

    came, _ = in_aisle(problem(order("one", bin_in("c"))), trip, "c")
    assert came == pytest.approx(200.0)


def test_a_walk_ends_before_its_aisle_closes_or_begins_when_it_is_open_again():
    """Whoever is in an aisle that is being washed ruins both."""
    closed = special("c", closed=(Span(50.0, 600.0),))

    (trip,) = plan(problem(order("one", bin_in("c"), due=5000.0), aisles=(closed,))).trips

    assert in_aisle(problem(order("one", bin_in("c"))), trip, "c")[0] >= 600.0 - 1e-6
    assert trip.why[-2].code == "aisle_closed"


def test_who_is_due_while_an_aisle_is_closed_goes_before_it_closes():
    """An order due at a quarter past is of no use when its aisle closes on the hour."""
    closed = special("d", closed=(Span(200.0, 3000.0),))
    soon = [order(f"o{n}", bin_in("a", n), due=600.0 + n) for n in range(1, 4)]
    asked = problem(
        *soon, order("behind", bin_in("d"), due=2900.0), aisles=(closed,), limits=ALONE, pickers=(Picker("p"),)
    )

    made = plan(asked)

    assert made.late == 0
    assert made.trips[0].orders == ("behind",)


def test_what_is_closed_is_walked_around():
    """The shortest way to a bin may lead through the aisle that is closed."""
    behind = order("behind", bin_in("b", 6))
    direct = plan(problem(behind)).metres
    asked = problem(behind, aisles=(special("a", closed=(Span(0.0, 9999.0),)), special("b", people_max=3)))

    assert plan(asked).metres >= direct
    lost = plan(problem(behind, aisles=tuple(special(code, closed=(Span(0.0),)) for code in "abcd")))
    assert [(left.order, left.why.code) for left in lost.unplanned] == [("behind", "aisle_closed")]


def test_of_several_bins_the_one_in_an_open_aisle_is_taken():
    """What also lies elsewhere need not wait."""
    both = PlanningOrder("both", (OrderLine((bin_in("b"), bin_in("d"))),))

    (trip,) = plan(problem(both, aisles=(special("b", closed=(Span(-10.0, 4000.0),)),))).trips

    assert trip.route == (bin_in("d"),)
    assert trip.start == 0.0


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_plan_ever_crowds_an_aisle(data):
    """Whatever is asked: limits hold at each moment, closings too, and nothing is forgotten."""
    orders = [
        PlanningOrder(
            f"o{n}",
            tuple(OrderLine((data.draw(st.integers(0, len(BINS) - 1)),)) for _ in range(data.draw(st.integers(1, 3)))),
            due=data.draw(st.sampled_from([200.0, 900.0, inf])),
            arrived=None,
        )
        for n in range(data.draw(st.integers(1, 8)))
    ]
    most, shut = data.draw(st.integers(1, 2)), data.draw(st.integers(0, 500))
    special_ones = (special("b", people_max=most), special("c", closed=(Span(shut, shut + 300.0),)))
    people = tuple(Picker(f"p{n}", free_at=data.draw(st.sampled_from([0.0, 30.0]))) for n in range(4))
    asked = problem(*orders, aisles=special_ones, pickers=people, limits=Limits({"orders": 2.0}))

    made = plan(asked, budget_ms=0.5)

    assert sorted(name for trip in made.trips for name in trip.orders) == sorted(one.id for one in orders)
    inside = [span for trip in made.trips if (span := in_aisle(asked, trip, "b"))]
    for together in combinations(inside, most + 1):
        assert max(begin for begin, _ in together) >= min(end for _, end in together) - 1e-5
    for trip in made.trips:
        span = in_aisle(asked, trip, "c")
        assert span is None or span[1] <= shut + 1e-5 or span[0] >= shut + 300.0 - 1e-5


def test_an_aisle_for_nobody_is_never_free():
    """Then a walk there never begins, and says so."""
    crowding = Crowding([Aisle("x", frozenset(), people_max=0)])

    start, why = crowding.soonest([Stay("x", 5.0, 9.0)], 0.0)

    assert (start, why.code) == (inf, "aisle_full")
