"""The counter: pickup codes, the shopper's own cart, and what comes back."""

import pytest
from way_out import AMBIENT

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Channel, Order, OrderLine
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState, SlotState
from picking.outbound.model import Bag, BagItem, Inspection, OutboundSlot, PickupCode
from picking.outbound.queries import cart_counts
from picking.stock.model import DAMAGED, OUT, OnHand


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def pickup(way, **facts):
    """A pickup order that is ready, and its code."""
    way.slots(AMBIENT)
    order = way.ready(mode=Mode.PICKUP, **facts)
    return order, way.floor.one(PickupCode, order_id=order.id).code


def test_a_ready_pickup_order_has_a_code_and_the_channel_knows_it(way):
    """The customer gets it before he comes."""
    order, code = pickup(way)

    assert len(code) == 6
    assert way.floor.webhooks("order.pickup_code") == [
        {"order_id": order.id, "external_id": order.external_id, "number": order.number, "code": code}
    ]
    assert way.floor.run(outbound.make_pickup_code, order.id).code == code


def test_a_pickup_code_shows_the_slot_and_works_once(way):
    """A forwarded picture of the code must not fetch a second meal."""
    order, code = pickup(way)
    (bag,) = way.bags(order)

    way.floor.run(outbound.show_code, f"S:{code}")
    slot = way.floor.get(OutboundSlot, "A01").state
    way.floor.run(outbound.scan_out_pickup, order.id, bag.id)

    assert slot is SlotState.CALLED
    assert way.floor.get(Order, order.id).state is OrderState.COLLECTED
    assert way.floor.get(Bag, bag.id).state is BagState.DELIVERED
    assert on(way, OUT, "rice") == 2
    assert way.floor.get(PickupCode, order.id).redeemed_at == way.floor.clock.now()
    refused("pickup_code_used", way.floor.run, outbound.show_code, code)


def test_no_bag_leaves_before_the_code_was_shown(way):
    """Anybody can name a number."""
    order, _ = pickup(way)

    refused("code_not_shown", way.floor.run, outbound.scan_out_pickup, order.id, way.bags(order)[0].id)
    refused("pickup_code_unknown", way.floor.run, outbound.show_code, "x")


def test_an_order_that_is_not_ready_asks_for_patience(way):
    """The screen says almost, the counter says the same."""
    order = way.order({"rice": 1}, mode=Mode.PICKUP)
    code = way.floor.run(outbound.make_pickup_code, order.id).code

    refused("order_not_ready", way.floor.run, outbound.show_code, code)
    refused("not_for_pickup", way.floor.run, outbound.make_pickup_code, way.order({"rice": 1}).id)


def test_an_unpaid_pickup_is_paid_before_it_leaves(way):
    """Prepared on trust, handed out for money."""
    way.floor.put(Channel(store_id="s1", id="till", pay_at_pickup=True))
    order, code = pickup(way, channel="till", paid=False)
    (bag,) = way.bags(order)
    way.floor.run(outbound.show_code, code)

    facts = refused("collect_payment", way.floor.run, outbound.scan_out_pickup, order.id, bag.id)
    way.floor.run(orders.pay_order, order.id, facts["amount"], way.floor.clock.now(), "till-1")
    way.floor.run(outbound.scan_out_pickup, order.id, bag.id)

    assert facts["amount"] == 1000
    assert way.floor.get(Order, order.id).state is OrderState.COLLECTED


def test_a_bag_of_another_order_is_named_with_the_right_slot(way):
    """Bags look alike."""
    order, code = pickup(way)
    way.add(OutboundSlot(id="A02", store_id="s1", temperature_class=AMBIENT, node=0, capacity=4))
    other = way.ready()
    way.floor.run(outbound.show_code, code)

    facts = refused("wrong_bag", way.floor.run, outbound.scan_out_pickup, order.id, way.bags(other)[0].id)

    assert facts["right"] == "A01"


def test_a_cart_goes_when_everything_paid_was_seen(way):
    """The cashier ticks off, and the books follow."""
    order = way.order({"rice": 2, "milk": 1}, mode=Mode.SCAN_AND_GO)

    way.floor.run(outbound.count_cart_item, order.id, "rice", 2)
    facts = refused("cart_incomplete", way.floor.run, outbound.verify_cart, order.id)
    way.floor.run(outbound.count_cart_item, order.id, "milk")
    way.floor.run(outbound.verify_cart, order.id)

    assert [line["sku"] for line in facts["lines"]] == ["milk"]
    assert way.floor.get(Order, order.id).state is OrderState.COLLECTED
    assert (on(way, "A-1", "rice"), on(way, OUT, "rice"), on(way, OUT, "milk")) == (38, 2, 1)


def test_a_cart_with_more_than_was_paid_is_stopped(way):
    """That is what the check is for."""
    order = way.order({"rice": 2}, mode=Mode.SCAN_AND_GO)
    line = way.floor.one(OrderLine, order_id=order.id)

    refused("cart_item_not_paid", way.floor.run, outbound.count_cart_item, order.id, "milk")
    refused("quantity_zero", way.floor.run, outbound.count_cart_item, order.id, "rice", 0)
    facts = refused("cart_more_than_paid", way.floor.run, outbound.count_cart_item, order.id, "rice", 3)
    way.floor.run(outbound.count_cart_item, order.id, "rice", 2)
    seen = way.floor.ask(cart_counts, order.id)
    way.floor.run(outbound.uncount_cart_item, line.id)

    assert (facts["paid"], seen, way.floor.ask(cart_counts, order.id)) == (2, {line.id: 2}, {line.id: 0})
    refused("not_a_cart", way.floor.run, outbound.verify_cart, way.order({"rice": 1}).id)


def returning(way, lines):
    """An order that comes back, and its bags."""
    way.slots(AMBIENT)
    order = way.order(lines)
    if "rice" in lines:
        way.pick(order)
    if "soup" in lines:
        way.make(order)
    for bag in way.bags(order):
        way.put(way.seal(bag) if bag.state is BagState.OPEN else bag)
    rider = way.rider(order)
    for bag in way.bags(order):
        way.scan_out(rider, bag)
    way.floor.run(orders.fail_delivery, order.id, "nobody at home")
    return order, way.bags(order)


def test_returned_goods_are_restocked_or_damaged_and_the_count_closes(way):
    """What came back is sold again or written off; nothing in between."""
    order, (bag,) = returning(way, {"rice": 3})
    way.floor.run(outbound.return_in, bag.id)
    (item,) = way.floor.all(BagItem, bag_id=bag.id)

    refused("count_open", way.floor.run, outbound.inspect, item.id, 1, 1, "A-1", "torn")
    refused("invalid_field", way.floor.run, outbound.inspect, item.id, 2, 1, None, "torn")
    refused("invalid_field", way.floor.run, outbound.inspect, item.id, 2, 1, "A-1", None)
    way.floor.run(outbound.inspect, item.id, 2, 1, "A-1", "torn")

    assert way.floor.get(Order, order.id).state is OrderState.RETURNED
    assert (on(way, "A-1", "rice"), on(way, DAMAGED, "rice"), on(way, OUT, "rice")) == (39, 1, 0)
    assert way.floor.one(Inspection, order_id=order.id).restocked == 2
    refused("already_done", way.floor.run, outbound.inspect, item.id, 2, 1, "A-1", "torn")


def test_a_return_ends_with_its_last_bag(way):
    """Half a return is no return."""
    order, bags = returning(way, {"rice": 10})
    for bag in bags:
        state = way.floor.get(Order, order.id).state
        way.floor.run(outbound.return_in, bag.id)
        for item in way.floor.all(BagItem, bag_id=bag.id):
            way.floor.run(outbound.inspect, item.id, item.quantity, 0, "A-1", None)

    assert state is OrderState.RETURNING
    assert way.floor.get(Order, order.id).state is OrderState.RETURNED
    assert on(way, "A-1", "rice") == 40


def test_what_a_stall_made_is_never_sold_again(way):
    """Nobody knows where the soup has been."""
    order, (bag,) = returning(way, {"soup": 1})
    way.floor.run(outbound.return_in, bag.id)
    (item,) = way.floor.all(BagItem, bag_id=bag.id)

    refused("prepared_not_restocked", way.floor.run, outbound.inspect, item.id, 1, 0, "kitchen-bin", None)
    way.floor.run(outbound.inspect, item.id, 0, 1, None, "prepared")

    assert way.floor.get(Order, order.id).state is OrderState.RETURNED
    assert on(way, DAMAGED, "soup") == 1


def test_a_bag_that_never_comes_back_is_written_off_by_a_lead(way):
    """Otherwise the order stays open for ever."""
    order, (bag,) = returning(way, {"rice": 2})

    way.floor.run(outbound.return_missing, bag.id, "rider lost it", by=way.lead)

    assert way.floor.get(Order, order.id).state is OrderState.RETURNED
    assert on(way, DAMAGED, "rice") == 2


def test_only_an_order_on_its_way_back_is_taken_in(way):
    """A bag at the counter without a reason is a question for the desk."""
    way.slots(AMBIENT)
    order = way.ready()
    (bag,) = way.bags(order)
    way.scan_out(way.rider(order), bag)

    refused("order_not_returning", way.floor.run, outbound.return_in, bag.id)
    (item,) = way.floor.all(BagItem, bag_id=bag.id)
    refused("bag_not_returned", way.floor.run, outbound.inspect, item.id, 2, 0, "A-1", None)
