"""Acceptance and split: now or at its time, each kind of work for itself, and one slot at the end."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.foundation.kinds import Mode, WorkType
from picking.foundation.refusals import Refusal
from picking.orders.commands import (
    accept_order,
    arrive_sub_order,
    complete_cart,
    empty_sub_order,
    fall_back_sub_order,
    pay_order,
    refund_line,
    release_order,
    release_sub_order,
    stage_sub_order,
    start_sub_order,
)
from picking.orders.events import (
    OrderCancelled,
    OrderFellBack,
    OrderLeft,
    OrderReady,
    OrderReleased,
    SubOrderReleased,
    SubOrderStaged,
)
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Channel, Order, OrderLine, RefundReason, SubOrder
from picking.stock.model import OUT, Allocation, OnHand, Reservation


@pytest.fixture
def mixed(floor):
    """Give a paid order of milk, noodles and fish: three kinds of work."""
    floor.stock("milk", 10)
    floor.stall("fish", WorkType.PROCESS)
    floor.stock("noodles", 5, "kitchen-bin", stall="kitchen")
    floor.stock("carp", 5, "fish-bin", stall="fish")
    return floor.order({"noodles": 1, "milk": 2, "carp": 1})


def parts_of(floor, order):
    return sorted(floor.all(SubOrder, order_id=order.id), key=lambda part: part.number)


def states(floor, order):
    return [str(part.state) for part in parts_of(floor, order)]


def test_an_order_is_split_by_kind_of_work(floor, mixed):
    """The cook sees the noodles, the picker the milk, and nobody the other's."""
    parts = parts_of(floor, mixed)

    assert [(part.number, part.work_type, part.stall_id) for part in parts] == [
        ("0001-1", WorkType.STANDARD, None),
        ("0001-2", WorkType.PROCESS, "fish"),
        ("0001-3", WorkType.CATERING, "kitchen"),
    ]
    lines = {line.sku: line.sub_order_id for line in floor.all(OrderLine)}
    assert lines == {"milk": parts[0].id, "carp": parts[1].id, "noodles": parts[2].id}


def test_every_line_has_its_bin_before_anybody_walks(floor, mixed):
    """Located before it reaches the floor."""
    assert {row.bin_id for row in floor.all(Allocation)} == {"A-1", "kitchen-bin", "fish-bin"}


def test_the_order_is_told_before_its_parts(floor, mixed):
    """A slot is reserved before the first bag looks for one."""
    assert floor.events(OrderReleased) == [OrderReleased(mixed.id)]
    assert len(floor.events(SubOrderReleased)) == 3
    assert states(floor, mixed) == ["RELEASED"] * 3


def test_releasing_again_changes_nothing(floor, mixed):
    """Sweep and lead may come at once."""
    floor.run(release_order, mixed.id)
    floor.run(release_sub_order, parts_of(floor, mixed)[0].id)

    assert len(parts_of(floor, mixed)) == 3
    assert len(floor.events(SubOrderReleased)) == 3


def test_a_channel_may_want_a_person_to_accept(floor):
    """Then nothing begins before somebody has said yes."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "auto_accept", False))
    floor.stock("milk", 10)
    order = floor.order({"milk": 1})
    assert order.state is OrderState.PAID

    with pytest.raises(Refusal, match="right_missing"):
        floor.run(accept_order, order.id, by=floor.actor("p1", "pick"))
    order = floor.run(accept_order, order.id, by=floor.actor("p1", "orders.accept"))

    assert (order.state, order.accepted_at) == (OrderState.IN_FULFILMENT, floor.clock.now())


def test_an_unpaid_order_is_accepted_only_where_it_is_paid_at_pickup(floor):
    """Goods leave against money, now or at the counter."""
    channel = (STORE, "app")
    floor.run(lambda work: setattr(work.get(Channel, channel), "auto_accept", False))
    floor.stock("milk", 10)
    order = floor.order({"milk": 1}, paid=False, mode=Mode.PICKUP)
    with pytest.raises(Refusal, match="not_paid"):
        floor.run(accept_order, order.id)

    floor.run(lambda work: setattr(work.get(Channel, channel), "pay_at_pickup", True))

    assert floor.run(accept_order, order.id).state is OrderState.IN_FULFILMENT


def test_an_order_for_later_waits_for_its_time(floor):
    """Begun twelve minutes before its slot, by the sweep, whoever slept meanwhile."""
    floor.stock("milk", 10)
    slot = floor.clock.now() + timedelta(hours=3)

    order = floor.order({"milk": 1}, not_before=slot, promised_at=slot + timedelta(hours=1))
    assert (order.state, order.deadline_at) == (OrderState.SCHEDULED, slot - timedelta(minutes=12))
    assert states(floor, order) == []
    floor.clock.advance(hours=2, minutes=47)
    assert floor.sweep() == 0
    floor.clock.advance(minutes=1)
    floor.restart()
    floor.sweep()

    assert floor.get(Order, order.id).state is OrderState.IN_FULFILMENT
    assert states(floor, order) == ["RELEASED"]


def test_a_slot_that_is_near_begins_at_once(floor):
    """Twelve minutes are the work itself."""
    floor.stock("milk", 10)

    order = floor.order({"milk": 1}, not_before=floor.clock.now() + timedelta(minutes=12))

    assert order.state is OrderState.IN_FULFILMENT


def test_a_payment_does_not_move_a_scheduled_orders_time(floor):
    """Paid at the till while it waits: it still begins at its time."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
    floor.stock("milk", 10)
    slot = floor.clock.now() + timedelta(hours=3)
    order = floor.order({"milk": 1}, mode=Mode.PICKUP, paid=False, not_before=slot)
    assert order.state is OrderState.SCHEDULED
    floor.clock.advance(hours=1)

    paid = floor.run(pay_order, order.id, 500, floor.clock.now(), "till")

    assert (paid.state, paid.deadline_at) == (OrderState.SCHEDULED, order.deadline_at)


def test_an_early_order_is_held_so_that_it_does_not_get_cold(floor):
    """Promised in two hours without a slot: work begins a delivery's time before it is due."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 1}, promised_at=floor.clock.now() + timedelta(hours=2))
    assert states(floor, order) == ["HELD"]

    floor.clock.advance(minutes=89)
    assert floor.sweep() == 0
    floor.clock.advance(minutes=1)

    assert floor.sweep() == 1
    assert states(floor, order) == ["RELEASED"]


def test_the_last_part_makes_the_order_ready_and_only_once(floor, mixed):
    """Ready means that everything is in the slot, not nearly everything."""
    shelf, *stalls = parts_of(floor, mixed)
    for part in (shelf, *stalls):
        floor.run(start_sub_order, part.id)
        floor.run(start_sub_order, part.id)
    for part in stalls:
        floor.run(stage_sub_order, part.id)
        floor.run(stage_sub_order, part.id)
        floor.run(arrive_sub_order, part.id)
    assert floor.get(Order, mixed.id).state is OrderState.IN_FULFILMENT

    floor.run(arrive_sub_order, shelf.id)
    floor.run(arrive_sub_order, shelf.id)

    assert floor.get(Order, mixed.id).state is OrderState.READY
    assert floor.events(OrderReady) == [OrderReady(mixed.id)]
    assert len(floor.events(SubOrderStaged)) == 2


def test_an_opened_bag_takes_the_order_back(floor, ready_order):
    """A ready order with an open bag is a lie to the rider."""
    part = parts_of(floor, ready_order)[0]

    floor.run(fall_back_sub_order, part.id)
    floor.run(fall_back_sub_order, part.id)

    assert floor.get(Order, ready_order.id).state is OrderState.IN_FULFILMENT
    assert floor.events(OrderFellBack) == [OrderFellBack(ready_order.id)]
    floor.run(arrive_sub_order, part.id)
    assert floor.get(Order, ready_order.id).state is OrderState.READY


def test_the_order_goes_on_without_an_empty_part(floor, mixed):
    """The fish is out; the noodles and the milk are not."""
    shelf, fish, kitchen = parts_of(floor, mixed)
    floor.run(empty_sub_order, fish.id)
    floor.run(empty_sub_order, fish.id)
    for part in (shelf, kitchen):
        floor.run(start_sub_order, part.id)
        floor.run(arrive_sub_order, part.id)

    assert floor.get(Order, mixed.id).state is OrderState.READY
    assert states(floor, mixed) == ["AT_OUTBOUND", "EMPTY", "AT_OUTBOUND"]


def test_an_order_of_nothing_but_shorts_is_cancelled_and_refunded(floor, mixed):
    """All the money, in one adjustment, and nothing stays reserved."""
    milk = next(line for line in floor.all(OrderLine) if line.sku == "milk")
    floor.run(refund_line, milk.id, 2, RefundReason.SHORT)

    for part in parts_of(floor, mixed):
        floor.run(empty_sub_order, part.id)

    order = floor.get(Order, mixed.id)
    assert (order.state, order.refunded_minor) == (OrderState.CANCELLED, order.paid_minor)
    (told,) = floor.webhooks("order.refund")
    assert (told["amount_minor"], [part["amount_minor"] for part in told["refunds"]]) == (2000, [1000, 1000])
    assert floor.events(OrderCancelled) == [OrderCancelled(mixed.id)]
    assert {row.state for row in floor.all(Reservation)} == {"RELEASED"}


def test_shorts_are_told_in_one_adjustment_when_the_order_is_ready(floor, mixed):
    """The trade's platforms take one adjustment an order."""
    for line in floor.all(OrderLine):
        if line.sku != "milk":
            floor.run(refund_line, line.id, 1, RefundReason.SHORT)
    for part in parts_of(floor, mixed):
        floor.run(start_sub_order, part.id)
        floor.run(arrive_sub_order, part.id)

    (told,) = floor.webhooks("order.refund")
    assert {part["sku"] for part in told["refunds"]} == {"carp", "noodles"}


def test_a_shoppers_cart_is_looked_at_and_let_go(floor):
    """Scan and go: no walk, no parts; a person looks, the stock leaves, the order is collected."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 2}, mode=Mode.SCAN_AND_GO)
    assert (order.state, parts_of(floor, order), floor.events(OrderReleased)) == (OrderState.IN_FULFILMENT, [], [])

    order = floor.run(complete_cart, order.id)

    assert order.state is OrderState.COLLECTED
    assert floor.one(OnHand, place=OUT).quantity == 2
    assert floor.events(OrderLeft) == [OrderLeft(order.id)]


def test_only_a_cart_is_completed_as_a_cart(floor):
    """A delivery still has to be picked."""
    floor.stock("milk", 10)
    order = floor.order({"milk": 2})

    with pytest.raises(Refusal, match="not_a_cart"):
        floor.run(complete_cart, order.id)
    assert states(floor, order) == [str(SubOrderState.RELEASED)]
