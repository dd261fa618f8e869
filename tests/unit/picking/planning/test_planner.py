from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st
from planning_floors import aisles

from picking.planning import (
    Because,
    Edge,
    Limits,
    OrderLine,
    Picker,
    PlanningOrder,
    Problem,
    Speeds,
    measure,
    plan,
)

FLOOR = aisles()
BINS = tuple(range(1, len(FLOOR.nodes)))
SHORT_MS = 0.5
SPEEDS = Speeds(1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)

lines = st.builds(
    OrderLine,
    st.lists(st.integers(0, len(BINS) - 1), min_size=1, max_size=2).map(tuple),
    st.integers(1, 4),
    st.integers(0, 1),
)


@st.composite
def problems(draw):
    online = draw(st.booleans())
    orders = tuple(
        PlanningOrder(
            f"o{number}",
            tuple(draw(st.lists(lines, max_size=4))),
            {"kg": draw(st.integers(0, 12))},
            due=draw(st.integers(50, 900)),
            arrived=draw(st.integers(0, 600)) if online else None,
            zone=draw(st.sampled_from([None, "A", "B"])),
            skill=draw(st.sampled_from([None, None, "freezer"])),
        )
        for number in range(draw(st.integers(0, 9)))
    )
    pickers = tuple(
        Picker(
            f"p{number}",
            at=draw(st.sampled_from([None, 3, 9])),
            zones=draw(st.sampled_from([None, frozenset("A")])),
            skills=draw(st.sampled_from([frozenset(), frozenset(["freezer"])])),
            free_at=draw(st.sampled_from([0.0, 100.0])),
            allowance=draw(st.sampled_from([Limits(), Limits({"kg": 15})])),
        )
        for number in range(draw(st.integers(1, 3)))
    )
    return Problem(FLOOR, BINS, orders, Limits({"orders": 3, "kg": 20}), pickers, SPEEDS)


def order(name, *bins, **facts):
    return PlanningOrder(name, tuple(OrderLine((one,)) for one in bins), **facts)


def problem(*orders, **facts):
    return Problem(FLOOR, BINS, orders, **facts)


@settings(deadline=None)
@given(problems(), st.integers(0, 3))
def test_a_plan_can_be_walked_as_it_stands(asked, seed):
    """Every order once, limits and people's rules kept, nobody in two places, no start before an arrival."""
    made, distances = plan(asked, seed=seed, budget_ms=SHORT_MS), measure(FLOOR)
    orders = {one.id: one for one in asked.orders}
    people = {one.id: one for one in asked.pickers}

    taken = [name for trip in made.trips for name in trip.orders]
    assert sorted(taken + [left.order for left in made.unplanned]) == sorted(orders)
    for trip in made.trips:
        members = [orders[name] for name in trip.orders]
        assert asked.limits.broken_by(members) is None
        assert all(set(line.bins) & set(trip.route) for member in members for line in member.lines)
        walk = [FLOOR.start, *(BINS[index] for index in trip.route), FLOOR.end]
        assert trip.metres == pytest.approx(distances.along(walk))
        assert trip.end - trip.start == pytest.approx(trip.metres + 20 + sum(map(SPEEDS.handling, members)))
        assert trip.start >= max([people[trip.picker].free_at, *(member.arrived or 0 for member in members)])
        assert trip.late == tuple(member.id for member in members if trip.end > member.due)
    for person in asked.pickers:
        own = [trip for trip in made.trips if trip.picker == person.id]
        assert all(before.end <= after.start for before, after in pairwise(own))
        together = [orders[name] for trip in own for name in trip.orders]
        assert person.may_take(together)


@settings(deadline=None, max_examples=30)
@given(problems(), st.integers(0, 3))
def test_the_same_input_and_seed_give_the_same_plan(asked, seed):
    """A decision that cannot be replayed cannot be explained."""
    first = plan(asked, seed=seed, budget_ms=SHORT_MS)

    again = plan(replace(asked), seed=seed, budget_ms=SHORT_MS, distances=measure(FLOOR))

    assert again == first


@settings(deadline=None, max_examples=30)
@given(problems())
def test_an_order_is_left_only_when_nobody_may_ever_take_it(asked):
    """An order that is merely late or heavy must still be picked."""
    made = plan(asked, budget_ms=SHORT_MS)
    orders = {one.id: one for one in asked.orders}

    for left in made.unplanned:
        assert left.why.because is Because.NOBODY_MAY
        unlimited = [replace(person, allowance=Limits()) for person in asked.pickers]
        could = [person for person in unlimited if person.may_take([orders[left.order]])]
        assert all(person.allowance.most for person in asked.pickers if replace(person, allowance=Limits()) in could)


def test_the_order_due_first_leaves_first():
    """A promise that is near goes before one that is far."""
    asked = problem(
        order("far", 3, due=900.0), order("near", 9, due=300.0), limits=Limits({"orders": 1}), speeds=SPEEDS
    )

    made = plan(asked)

    assert [trip.orders for trip in made.trips] == [("near",), ("far",)]
    assert made.trips[0].why[0].because is Because.DUE_FIRST


def test_an_order_on_the_way_joins():
    """Two orders in the same bins are one walk."""
    made = plan(problem(order("a", 3, 5), order("b", 5)))

    assert [set(trip.orders) for trip in made.trips] == [{"a", "b"}]
    assert made.metres == plan(problem(order("a", 3, 5))).metres


def test_nobody_joins_who_would_make_the_first_one_late():
    """A fuller trip is no gain when it breaks a promise that could be kept."""
    alone = plan(problem(order("urgent", 2), speeds=SPEEDS)).trips[0].end
    asked = problem(order("urgent", 2, due=alone), order("other", 20, due=9000.0), speeds=SPEEDS)

    made = plan(asked)

    assert [trip.orders for trip in made.trips] == [("urgent",), ("other",)]
    assert made.late == 0


def test_an_order_due_long_after_others_waits_for_its_turn():
    """Filling a trip with tomorrow's orders makes today's others late."""
    today = [order(f"o{n}", n, due=1000.0 + n) for n in range(1, 13)]
    asked = problem(*today, order("tomorrow", 1, due=9000.0), limits=Limits({"orders": 2}), speeds=SPEEDS)

    made = plan(asked)

    assert "tomorrow" in made.trips[-1].orders
    assert made.trips[0].orders[0] == "o1"


def test_an_order_heavier_than_a_trip_goes_alone_and_says_so():
    """It was sold, so it is picked; a lead can send two people."""
    asked = problem(
        order("heavy", 3, load={"kg": 38.7}), order("light", 3, load={"kg": 1.0}), limits=Limits({"kg": 30})
    )

    made = plan(asked)

    assert sorted(trip.orders for trip in made.trips) == [("heavy",), ("light",)]
    heavy = next(trip for trip in made.trips if "heavy" in trip.orders)
    assert "carries more kg than a trip may" in heavy.explanation


def test_an_order_no_way_leads_to_is_told_and_the_rest_is_planned():
    """One wrong bin on the map must not stop a store."""
    island = replace(FLOOR, nodes=(*FLOOR.nodes, (99.0, 99.0)))
    asked = Problem(island, (1, len(FLOOR.nodes)), (order("lost", 0, 1), order("fine", 0)))

    made = plan(asked)

    assert [trip.orders for trip in made.trips] == [("fine",)]
    assert [(left.order, left.why.code) for left in made.unplanned] == [("lost", "not_reachable")]


def test_a_one_way_dead_end_keeps_orders_apart():
    """Two bins that can each be walked may not be walked together; then they are two trips."""
    floor = replace(
        aisles(count=1, bins=2),
        edges=(
            Edge(0, 1, 1.0, one_way=True),
            Edge(1, 3, 1.0, one_way=True),
            Edge(0, 2, 1.0, one_way=True),
            Edge(2, 3, 1.0, one_way=True),
        ),
        end=3,
    )

    made = plan(Problem(floor, (1, 2), (order("a", 0), order("b", 1))))

    assert [trip.metres for trip in made.trips] == [2.0, 2.0]


def test_the_nearest_of_two_goes():
    """Steps saved before the trip are steps saved."""
    asked = problem(order("o", 3), pickers=(Picker("far", at=20), Picker("near", at=2)), speeds=SPEEDS)

    (trip,) = plan(asked).trips

    assert (trip.picker, trip.start) == ("near", 2.0)
    assert "near is nearest of 2 free, 2 m away" in trip.explanation


def test_only_who_has_the_skill_goes():
    """The freezer is for people who are trained and dressed for it."""
    asked = problem(
        order("frozen", 3, skill="freezer"), pickers=(Picker("p1"), Picker("p2", skills=frozenset(["freezer"])))
    )

    (trip,) = plan(asked).trips

    assert trip.picker == "p2"
    assert "p2 is the only one free for it" in trip.explanation


def test_who_cannot_get_to_the_start_holds_nobody_up():
    """Somebody behind a locked door is on the list, but the others do the work."""
    island = replace(FLOOR, nodes=(*FLOOR.nodes, (99.0, 99.0)))
    locked_in = Picker("locked in", at=len(FLOOR.nodes), skills=frozenset(["freezer"]))
    asked = Problem(
        island, BINS, (order("frozen", 3, skill="freezer"), order("o", 3)), pickers=(locked_in, Picker("p2"))
    )

    made = plan(asked)

    assert [(trip.picker, trip.orders) for trip in made.trips] == [("p2", ("o",))]
    assert [left.order for left in made.unplanned] == ["frozen"]


def test_who_has_carried_enough_carries_no_more():
    """The limit of a person holds over all trips of the plan."""
    asked = problem(
        order("a", 3, load={"kg": 10}),
        order("b", 5, load={"kg": 10}),
        limits=Limits({"kg": 10}),
        pickers=(Picker("p1", allowance=Limits({"kg": 15})),),
    )

    made = plan(asked)

    assert len(made.trips) == 1
    assert [left.why.because for left in made.unplanned] == [Because.NOBODY_MAY]


def test_frozen_goods_are_picked_last():
    """What melts is taken when everything else is in the bag."""
    frozen = PlanningOrder("o", (OrderLine((0,), phase=2), OrderLine((5,)), OrderLine((1,), phase=1)))

    (trip,) = plan(problem(frozen)).trips

    assert trip.route == (5, 1, 0)


def test_a_bin_wanted_early_and_late_is_visited_twice():
    """The heavy case of a bin goes under the bag, the soft pack from the same bin on top."""
    asked = PlanningOrder("o", (OrderLine((0,), phase=0), OrderLine((5,), phase=1), OrderLine((0,), phase=2)))

    (trip,) = plan(problem(asked)).trips

    assert trip.route == (0, 5, 0)
    assert trip.metres == 12.0


def test_bins_of_one_place_are_told_apart():
    """Two levels of a shelf are one node and two bins."""
    asked = Problem(FLOOR, (4, 4), (order("o", 0, 1),))

    (trip,) = plan(asked).trips

    assert trip.route == (0, 1)


def test_a_late_order_says_by_how_much():
    """A lead who sees it can still call the customer."""
    made = plan(problem(order("o", 3, due=1.0), speeds=SPEEDS))

    assert made.late == 1
    assert "s late even so" in made.trips[0].explanation


def test_of_many_the_ones_on_the_way_join():
    """With a full board only the likeliest trips are tried; the same bin is the likeliest."""
    strangers = [order(f"far{n}", n) for n in range(10, 22)]
    asked = problem(order("first", 1), *strangers, order("twin", 1), limits=Limits({"orders": 2}))

    made = plan(asked)

    assert {"first", "twin"} in [set(trip.orders) for trip in made.trips]


def test_the_stopwatch_tells_how_long_it_took_and_changes_nothing():
    """The plan has no clock of its own, so it is the same however slow the machine."""
    ticks = iter([1.0, 1.25])

    timed = plan(problem(order("o", 3)), stopwatch=lambda: next(ticks))

    assert timed.plan_ms == 250
    assert timed == plan(problem(order("o", 3)))


def test_any_number_of_people_can_be_asked_about():
    """The question is: how many would tonight need."""
    asked = problem(*(order(f"o{n}", n, due=60.0) for n in range(4)), speeds=SPEEDS)

    late = [plan(asked.with_pickers(count)).late for count in (1, 4)]

    assert late[0] > late[1] == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bins": (99,)}, "node 99 is not on a floor"),
        ({"pickers": (Picker("p1", at=-1),)}, "node -1 is not on a floor"),
        ({"orders": (order("o", 77),)}, "order o names a bin"),
        ({"orders": (order("o"), order("o"))}, "have the same id"),
        ({"pickers": (Picker("p"), Picker("p"))}, "have the same id"),
    ],
)
def test_a_problem_that_hangs_in_the_air_is_refused(change, reason):
    """A wrong index found late would be a wrong walk."""
    with pytest.raises(ValueError, match=reason):
        replace(problem(order("o", 1)), **change)


def test_a_line_names_a_bin():
    """A line that lies nowhere cannot be walked to."""
    with pytest.raises(ValueError, match="at least one bin"):
        OrderLine(())
