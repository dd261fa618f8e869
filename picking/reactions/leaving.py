"""Goods leave: slots flash for the rider who is called, tickets are closed, and what is sold out says so."""

from picking.devices import commands as devices
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.events import CartReleased, OrderFellBack, OrderLeft, OrderReady
from picking.outbound import commands as outbound
from picking.stations import commands as stations


def give_a_code(work: UnitOfWork, event: CartReleased) -> None:
    """Give a shopper the code to show at the way out, where the cart is looked into."""
    outbound.make_pickup_code(work, event.order_id)


def call_for_it(work: UnitOfWork, event: OrderReady) -> None:
    """Complete the order's slots and call whoever waits for it."""
    outbound.order_ready(work, event.order_id)


def hold_it(work: UnitOfWork, event: OrderFellBack) -> None:
    """Hand out nothing of an order that is not ready any more."""
    outbound.hold_back(work, event.order_id)


def close_tickets(work: UnitOfWork, event: OrderLeft) -> None:
    """Close the tickets of an order that left the store, and forget sheets nobody needs any more."""
    stations.hand_over_tickets(work, event.order_id)
    devices.drop_order(work, event.order_id)
