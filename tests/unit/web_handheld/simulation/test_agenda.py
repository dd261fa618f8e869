"""Deeds are done in the order of their times."""

import pytest

from web_handheld.simulation.agenda import IDLE_SECONDS_MAX, Agenda


class Clock:
    """A clock that stands until it is moved."""

    now = 100.0

    def __call__(self):
        """Give the time."""
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_deeds_are_done_when_their_time_has_come_and_in_its_order(clock):
    """An order is paid before it is cancelled."""
    agenda, done = Agenda(clock), []
    agenda.add(5, lambda: done.append("cancel"))
    agenda.add(2, lambda: done.append("pay"))
    agenda.add(60, lambda: done.append("later"))

    clock.now += 10
    agenda.do_what_is_due()

    assert done == ["pay", "cancel"]
    assert not agenda.is_empty


def test_a_deed_may_add_the_next_one(clock):
    """Placing an order puts its payment on the agenda."""
    agenda, done = Agenda(clock), []
    agenda.add(0, lambda: agenda.add(0, lambda: done.append("paid")))

    agenda.do_what_is_due()

    assert done == ["paid"]
    assert agenda.is_empty


def test_nobody_sleeps_through_a_stop(clock):
    """A run that is to end must not wait for an order of tomorrow."""
    agenda = Agenda(clock)
    agenda.add(3600, lambda: None)

    assert agenda.seconds_to_next() == IDLE_SECONDS_MAX
