"""A past day of the store's own orders, as the planner is asked about it."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking import story
from picking.planning import plan
from picking.tasks.past_days import day_problem, last_such_day

THURSDAY = date(2026, 1, 15)
TEN = 10 * 3600.0  # the floor's morning, in seconds from the store's midnight


@pytest.fixture
def worked(any_url, make_floor):
    """Give a floor on which two orders became tasks on a Thursday morning."""
    floor = make_floor(url=any_url, reactions=story.REACTIONS)
    floor.way()
    floor.bin("A-1", node=1)
    floor.bin("A-2", node=2)
    floor.stock("milk", 20, "A-1")
    floor.stock("ham", 9000, "A-2", weighed=True)
    for lines in ({"milk": 3, "ham": 400}, {"milk": 2}):
        floor.order(lines)
        floor.clock.advance(minutes=10)
    return floor


def test_what_was_picked_where_and_when_is_asked_again(worked):
    """A rota for next Thursday is made from what this Thursday really asked for."""
    problem = worked.ask(day_problem, STORE, THURSDAY, batch_orders_max=4)

    first, second = sorted(problem.orders, key=lambda order: order.arrived)
    assert (first.arrived, second.arrived) == (TEN, TEN + 600)
    assert first.due == TEN + 1800
    assert [(line.bins, line.pieces) for line in first.lines] == [((1,), 3), ((2,), 1)], "what is weighed is one piece"
    assert problem.limits.most == {"orders": 4.0}
    assert plan(problem).unplanned == ()


def test_the_last_such_weekday_with_orders_is_found(worked):
    """A week of holidays must not make next week's rota."""
    asked = {"batch_orders_max": 4, "weeks_max": 4}

    found = worked.ask(last_such_day, STORE, THURSDAY + timedelta(days=21), **asked)

    assert (found.day, len(found.problem.orders)) == (THURSDAY, 2)
    assert worked.ask(last_such_day, STORE, THURSDAY + timedelta(days=22), **asked) is None, "another weekday"
    assert worked.ask(last_such_day, STORE, THURSDAY + timedelta(days=35), **asked) is None, "too long ago"
    assert worked.ask(last_such_day, STORE, THURSDAY, **asked) is None, "the day itself is not over"
