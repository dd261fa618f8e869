"""Riders and customers come when the store's webhooks say so, and go to the right counter."""

from threading import Event

import pytest

from web_handheld.simulation.agenda import Agenda
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.doors.http import Reply
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.pace import Pace
from web_handheld.simulation.play import Play
from web_handheld.simulation.street import Street
from web_handheld.simulation.visits import Counter, Errand
from web_handheld.simulation.witness import Witness


class Carrier:
    """A carrier's door that only remembers what was said."""

    def __init__(self):
        self.said = []

    def post(self, _path, body):
        """Take an event."""
        self.said.append((body["event"], body["order_ids"]))
        return Reply(200, {})


class Town:
    """A street whose clock is moved by hand."""

    def __init__(self, store):
        self.now = 0.0
        self.carrier, self.counter, self.witness = Carrier(), Counter(), Witness()
        self.agenda = Agenda(lambda: self.now)
        play = Play("r1", store, Pace(1, Event()), Dice(1), NOTHING_WRONG, self.witness)
        self.street = Street(self.carrier, self.counter, self.agenda, play)

    def hears(self, kind, **body):
        """Let a webhook come and everything happen that follows within the hour."""
        self.street.hear(kind, {"order_id": "o1", "number": "4521", **body})
        self.agenda.do_what_is_due()
        self.now += 3600
        self.agenda.do_what_is_due()


@pytest.fixture
def town(store):
    town = Town(store)
    town.witness.placed("o1", {"mode": "delivery"})
    return town


def test_a_rider_is_named_once_for_an_order_the_store_has_begun(town):
    """An order that falls back and begins again keeps its rider."""
    town.hears("order.state", state="IN_FULFILMENT")
    town.hears("order.state", state="IN_FULFILMENT")

    assert town.carrier.said == [("assigned", ["o1"])]


def test_the_rider_of_a_ready_order_comes_to_the_counter(town):
    """Nobody waits at the door for goods that are not made."""
    town.hears("order.state", state="IN_FULFILMENT")
    assert town.counter.next_visit() is None

    town.hears("order.state", state="READY")

    visit = town.counter.next_visit()
    assert (visit.errand, visit.order, visit.proof) == (Errand.FETCH, "4521", "0001")


def test_a_customer_comes_with_the_code_the_channel_was_told(town):
    """The code stands in the shopper's app, nowhere else."""
    town.hears("order.pickup_code", code="123456")

    visit = town.counter.next_visit()
    assert (visit.errand, visit.proof) == (Errand.COLLECT, "123456")


def test_no_rider_comes_for_what_a_customer_collects(town):
    """Pickup orders have no carrier."""
    town.witness.placed("o2", {"mode": "pickup"})

    town.hears("order.state", order_id="o2", state="IN_FULFILMENT")

    assert town.carrier.said == []


def test_what_left_is_delivered(town):
    """The carrier says so, and the order ends."""
    town.hears("order.state", state="IN_FULFILMENT")
    town.hears("order.state", state="OUT_FOR_DELIVERY")

    assert town.carrier.said[-1] == ("delivered", ["o1"])
