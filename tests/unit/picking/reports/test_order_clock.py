"""The honest clock: every second between payment and leaving is booked once, to a cause and never to a person."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies

from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState
from picking.reports.order_clock import Cause, Mark, clock, seconds_by_cause
from picking.stations.lifecycle import TicketState
from picking.tasks.lifecycle import PickLineState, PickTaskState

BEGIN = datetime(2026, 1, 15, 2, 0, tzinfo=UTC)


def at(minute: float) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def mark(minute: float, thing: str, after: str, key: str = "a") -> Mark:
    return Mark(at(minute), thing, key, after)


WALKED = [
    mark(0, "order", "PAID"),
    mark(1, "order", "IN_FULFILMENT"),
    mark(1, "pick task", "AVAILABLE"),
    mark(4, "pick task", "ASSIGNED"),
    mark(4, "pick line", "OPEN"),
    mark(6, "pick line", "AT_BIN"),
    mark(7, "pick line", "PARKED"),
    mark(9, "pick line", "PICKED"),
    mark(9, "pick task", "PICKED"),
    mark(10, "pick task", "PUT_AWAY"),
    mark(10, "order", "READY"),
    mark(14, "order", "OUT_FOR_DELIVERY"),
]


def test_the_minutes_of_a_walk_are_told_apart():
    """A picker who searches for goods that are not there is not slow: the stock is."""
    minutes = {cause: seconds / 60 for cause, seconds in seconds_by_cause(clock(WALKED, at(99))).items()}

    assert minutes == {
        Cause.QUEUE: 4, Cause.WALK: 2, Cause.PICK: 1, Cause.STOCK: 2, Cause.PACK: 1, Cause.RIDER: 4,
    }  # fmt: skip


def test_the_part_that_comes_last_is_what_the_order_waits_for():
    """A quick walk beside a slow stall must not look like the reason."""
    marks = [
        mark(0, "order", "IN_FULFILMENT"),
        mark(0, "pick task", "IN_PROGRESS"),
        mark(0, "ticket", "QUEUED"),
        mark(2, "pick task", "PUT_AWAY"),
        mark(8, "ticket", "STAGED"),
        mark(9, "order", "READY"),
    ]

    assert seconds_by_cause(clock(marks, at(9))) == {Cause.STALL: 480, Cause.PACK: 60}


def test_an_order_on_the_floor_waits_until_now():
    """The lead asks while it still waits."""
    spans = clock(WALKED[:3], at(31))

    assert (spans[-1].cause, spans[-1].end) == (Cause.QUEUE, at(31))


def test_a_clock_without_marks_is_empty():
    """An order whose journal was kept away elsewhere is no failure."""
    assert clock([], at(0)) == []


things = strategies.one_of(
    strategies.tuples(strategies.just("pick task"), strategies.sampled_from(list(PickTaskState))),
    strategies.tuples(strategies.just("ticket"), strategies.sampled_from(list(TicketState))),
    strategies.tuples(strategies.just("pick line"), strategies.sampled_from(list(PickLineState))),
)


@given(strategies.lists(strategies.tuples(things, strategies.integers(0, 600), strategies.sampled_from("ab"))))
def test_no_second_of_the_floor_is_lost_or_counted_twice(steps: list[Json]) -> None:
    """What the causes add up to is exactly the time the order was on the floor."""
    minute, marks = 0, [mark(0, "order", OrderState.IN_FULFILMENT)]
    for (thing, state), seconds, key in steps:
        minute += seconds
        marks.append(mark(minute / 60, thing, state, key))

    spans = clock(marks, at(minute / 60 + 1))

    assert sum(span.seconds for span in spans) == minute + 60
    assert all(one.end == other.begin for one, other in pairwise(spans))
