"""A cancelled order at the stall: asked, answered, struck through, bumped."""

import pytest

from picking.foundation.refusals import Refusal
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import wall
from picking.stock.model import DAMAGED, IN_HAND, OnHand


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def cancel(way, order):
    way.floor.run(orders.request_cancellation, order.id, "changed my mind", "customer")


def test_an_untouched_ticket_is_struck_through_until_bumped(way):
    """A ticket that vanishes from the wall is cooked from memory."""
    order = way.order({"soup": 1})
    ticket = way.ticket(order)

    cancel(way, order)
    (struck,) = way.floor.ask(wall, "kitchen")
    way.floor.run(stations.bump, ticket.id, by=way.cook)

    assert way.floor.get(Order, order.id).state is OrderState.CANCELLED
    assert struck["struck"] is True
    assert way.floor.ask(wall, "kitchen") == []


def test_only_a_voided_ticket_is_bumped(way):
    """Work cannot be wiped off the wall."""
    ticket = way.ticket(way.order({"soup": 1}))

    with pytest.raises(Refusal, match="only_voided_is_bumped"):
        way.floor.run(stations.bump, ticket.id, by=way.cook)


def test_a_ticket_in_the_making_waits_for_the_stall_s_answer(way):
    """Who has the knife in his hand decides."""
    order = way.order({"soup": 2})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id, by=way.cook)

    cancel(way, order)
    pending = way.floor.get(Order, order.id).state
    way.floor.run(stations.answer_void, ticket.id, made=False, by=way.cook)

    assert pending is OrderState.CANCEL_PENDING
    assert way.floor.get(Order, order.id).state is OrderState.CANCELLED
    assert (on(way, "kitchen-bin", "soup"), on(way, DAMAGED, "soup")) == (20, 0)
    assert "ticket_cancel_asked" in [push.body["code"] for push in way.floor.pushed if push.name == "alert"]


def test_what_was_made_already_is_waste(way):
    """The goods are gone whatever the customer wants."""
    order = way.order({"soup": 2})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id, by=way.cook)
    cancel(way, order)

    way.floor.run(stations.answer_void, ticket.id, made=True, by=way.cook)

    assert (on(way, "kitchen-bin", "soup"), on(way, DAMAGED, "soup")) == (18, 2)


def test_a_ready_ticket_counts_as_made_and_its_bag_is_void(way):
    """A bag that still looks good would be handed out."""
    order = way.order({"soup": 2})
    ticket = way.make(order)
    cancel(way, order)

    way.floor.run(stations.answer_void, ticket.id, made=False, by=way.cook)

    assert way.floor.one(Bag, order_id=order.id).state is BagState.VOID
    assert (on(way, IN_HAND, "soup"), on(way, DAMAGED, "soup")) == (0, 2)


def test_a_refused_cancellation_goes_on_where_it_was(way):
    """The lead says the dish is ready: nothing is lost."""
    order = way.order({"soup": 1})
    ticket = way.make(order)
    cancel(way, order)

    way.floor.run(orders.refuse_cancellation, order.id, "dish is ready", by=way.lead)

    assert way.floor.get(Ticket, ticket.id).state is TicketState.READY
    assert way.floor.get(Order, order.id).state is OrderState.IN_FULFILMENT


def test_what_a_stall_gave_up_is_ordered_again_when_the_order_goes_on(way):
    """An order that is not cancelled needs all its parts."""
    order = way.order({"soup": 2, "carp": 1})
    soup = way.ticket(order)
    carp = way.ticket(order, "fish")
    for ticket in (soup, carp):
        way.floor.run(stations.claim, ticket.id)
    cancel(way, order)
    way.floor.run(stations.answer_void, soup.id, made=True)

    way.floor.run(orders.refuse_cancellation, order.id, "fish is cut", by=way.lead)
    again = way.ticket(order)
    way.floor.run(stations.claim, again.id)
    way.floor.run(stations.finish, again.id)

    assert again.id != soup.id
    assert way.floor.get(Ticket, carp.id).state is TicketState.IN_PREP
    assert (on(way, DAMAGED, "soup"), on(way, IN_HAND, "soup")) == (2, 2)


def test_nobody_begins_while_the_order_is_stopped(way):
    """Work begun after the stop is work for the bin."""
    order = way.order({"soup": 1, "carp": 1})
    soup = way.ticket(order)
    carp = way.ticket(order, "fish")
    way.floor.run(stations.claim, carp.id)
    cancel(way, order)

    with pytest.raises(Refusal, match="ticket_stopped"):
        way.floor.run(stations.claim, soup.id, by=way.cook)
