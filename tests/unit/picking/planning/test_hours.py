"""A planned day, hour by hour."""

import pytest
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import market_floor

from picking.planning import OrderLine, PlanningOrder, Problem, plan
from picking.planning.hours import by_hour
from picking.planning.outcome import Because, Plan, Reason, Trip, Unplanned

FLOOR = market_floor(1)


def problem(*orders):
    return Problem(
        FLOOR.floor, FLOOR.bins, tuple(PlanningOrder(name, (OrderLine((0,)),), {}, d, a) for name, a, d in orders)
    )


def test_a_walk_over_the_hour_is_split_between_both():
    """Metres belong to the hour they are walked in."""
    trip = Trip("p1", 3000.0, 4200.0, ("a",), (0,), 120.0)

    first, second = by_hour(problem(("a", 2900.0, 9000.0)), Plan((trip,)))

    assert (first.metres, second.metres) == pytest.approx((60.0, 60.0))
    assert (first.walking, second.walking) == pytest.approx((1 / 6, 1 / 6))


def test_an_order_is_open_from_its_arrival_to_the_end_of_its_trip():
    """What waits and what is being picked both need somebody."""
    trips = (Trip("p1", 100.0, 8000.0, ("a",), (0,), 10.0), Trip("p2", 200.0, 300.0, ("b",), (0,), 10.0))

    hours = by_hour(problem(("a", 0.0, 1e5), ("b", 50.0, 1e5)), Plan(trips))

    assert [hour.open_most for hour in hours] == [2, 1, 1]
    assert [hour.arrived for hour in hours] == [2, 0, 0]


def test_a_late_order_counts_where_it_was_done():
    """That is the hour in which somebody more would have helped."""
    trip = Trip("p1", 3000.0, 4000.0, ("a",), (0,), 10.0, late=("a",))
    left = (Unplanned("b", Reason(Because.NOBODY_MAY)),)

    hours = by_hour(problem(("a", 0.0, 3500.0), ("b", 0.0, 200.0)), Plan((trip,), left))

    assert [hour.late for hour in hours] == [1, 1], "one done late, and one that fell due in no trip"


def test_hours_add_up_to_the_plan():
    """A picture that loses an order is worse than none."""
    day = Shoppers.seeded(FLOOR, 5).day(80, hours=4).with_pickers(2)
    made = plan(day, budget_ms=5)

    hours = by_hour(day, made)

    assert [hour.number for hour in hours] == list(range(hours[0].number, hours[-1].number + 1))
    assert sum(hour.arrived for hour in hours) == 80
    assert sum(hour.late for hour in hours) == made.late
    assert sum(hour.metres for hour in hours) == pytest.approx(made.metres)
    assert by_hour(Problem(FLOOR.floor, FLOOR.bins, ()), Plan(())) == ()
