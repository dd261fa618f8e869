"""A floor on which the orders' own reactions and ends of waits are wired, and nobody else's."""

import pytest
from floor import STORE

from picking.orders.commands import (
    TIME_OUTS,
    accept_automatically,
    arrive_sub_order,
    stage_sub_order,
    start_sub_order,
    tell_back_in_stock,
    tell_sold_out,
)
from picking.orders.events import OrderPaid
from picking.orders.model import Order, SubOrder
from picking.stock.events import BackInStock, SoldOut
from picking.stock.queries import conservation_errors

REACTIONS = {
    OrderPaid: [accept_automatically],
    SoldOut: [tell_sold_out],
    BackInStock: [tell_back_in_stock],
}


@pytest.fixture
def floor(make_floor):
    """Give a floor of the order room alone; its books must agree at the end."""
    floor = make_floor(reactions=REACTIONS, time_outs=TIME_OUTS)
    yield floor
    assert floor.ask(conservation_errors, STORE) == []


@pytest.fixture
def ready_order(floor):
    """Give a paid order whose shelf goods and noodles are both at the way out."""
    floor.stock("milk", 10)
    floor.stock("noodles", 5, "kitchen-bin", stall="kitchen")
    order = floor.order({"milk": 2, "noodles": 1})
    for part in floor.all(SubOrder, order_id=order.id):
        floor.run(start_sub_order, part.id)
        if part.stall_id:
            floor.run(stage_sub_order, part.id)
        floor.run(arrive_sub_order, part.id)
    return floor.get(Order, order.id)
