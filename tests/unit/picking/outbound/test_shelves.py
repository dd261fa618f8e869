"""Staging shelf and outbound slots: everything to its place by scan, and the right place is named."""

import pytest
from way_out import AMBIENT, CHILLED, HOT

from picking.foundation.records import Webhook
from picking.foundation.refusals import Refusal
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.events import StagingComplete
from picking.outbound.lifecycle import BagState, SlotState, StagingState
from picking.outbound.model import Bag, OutboundSlot, StagingPosition
from picking.outbound.queries import board, display, staging
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stock.model import IN_HAND, STAGED, OnHand


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def two_stalls(way):
    """An order whose soup and carp are ready."""
    order = way.order({"soup": 1, "carp": 1})
    return order, way.make(order), way.make(order, "fish")


def test_parts_of_an_order_meet_by_scan(way):
    """The last part, and only the last, calls somebody to move them."""
    way.positions(HOT, CHILLED)
    order, soup, carp = two_stalls(way)

    way.floor.run(outbound.park_part, "S1", soup.id)
    partial = way.floor.get(StagingPosition, "S1").state
    way.floor.run(outbound.park_part, "S2", carp.id)

    assert partial is StagingState.PARTIAL
    assert {p.state for p in way.floor.all(StagingPosition)} == {StagingState.COMPLETE}
    assert [event.order_id for event in way.floor.events(StagingComplete)] == [order.id]
    assert way.floor.get(Ticket, soup.id).state is TicketState.STAGED
    refused("already_done", way.floor.run, outbound.park_part, "S1", soup.id)


def test_a_wrong_position_names_the_right_one(way):
    """A cook with hot hands does not want to search."""
    way.positions(HOT, HOT)
    order = way.order({"soup": 1, "carp": 1})
    soup = way.make(order)
    way.floor.run(outbound.reserve_staging, order.id, HOT)

    facts = refused("wrong_staging_position", way.floor.run, outbound.park_part, "S2", soup.id)

    assert facts["right"] == "S1"


def test_a_ticket_that_is_not_ready_cannot_be_parked(way):
    """An empty box on the shelf looks like food."""
    way.positions(HOT)
    ticket = way.ticket(way.order({"soup": 1}))

    refused("ticket_not_ready", way.floor.run, outbound.park_part, "S1", ticket.id)


def test_hot_goods_that_stand_too_long_raise_an_alarm_and_can_be_made_again(way):
    """An hour is the limit for food that must be hot."""
    way.positions(HOT)
    order = way.order({"soup": 1, "carp": 1})
    soup = way.make(order)
    way.floor.run(outbound.park_part, "S1", soup.id)

    way.floor.clock.advance(minutes=61)
    way.floor.sweep()
    overdue = way.floor.get(StagingPosition, "S1").state
    way.floor.run(stations.remake, soup.id, "too old", by=way.lead)

    assert overdue is StagingState.OVERDUE
    assert "held_too_long" in [push.body["code"] for push in way.floor.pushed if push.name == "alert"]
    assert way.floor.get(StagingPosition, "S1").state is StagingState.RESERVED
    assert way.floor.get(Ticket, soup.id).state is TicketState.QUEUED


def test_the_hold_counts_from_the_oldest_part(way):
    """A second part must not make the first one younger."""
    way.positions(HOT)
    way.floor.stall("grill")
    way.floor.item("kebab", stall="grill", temperature_class=HOT)
    way.floor.stock("kebab", 5, "grill-bin")
    order = way.order({"soup": 1, "kebab": 1})
    way.floor.run(outbound.park_part, "S1", way.make(order).id)
    way.floor.clock.advance(minutes=40)
    way.floor.run(outbound.park_part, "S1", way.make(order, "grill").id)

    way.floor.clock.advance(minutes=21)
    (row,) = way.floor.ask(staging, "s1", now=way.floor.clock.now())
    way.floor.sweep()

    assert (row["minutes"], row["parts"], row["of"]) == (61, 2, 2)
    assert way.floor.get(StagingPosition, "S1").state is StagingState.OVERDUE


def test_a_part_that_will_not_come_completes_or_frees_the_shelf(way):
    """A dish that is sold out must not keep the others waiting."""
    way.positions(HOT, CHILLED)
    order = way.order({"soup": 1, "carp": 1, "rice": 1})
    soup, carp = way.make(order), way.ticket(order, "fish")
    way.floor.run(outbound.park_part, "S1", soup.id)
    way.floor.run(outbound.reserve_staging, order.id, CHILLED)

    way.floor.run(stations.sell_out, carp.id, "no_fish")
    complete = way.floor.get(StagingPosition, "S1").state
    way.floor.run(stations.remake, soup.id, "dropped")
    way.floor.run(stations.sell_out, soup.id, "oven_broken")

    assert complete is StagingState.COMPLETE
    assert {position.state for position in way.floor.all(StagingPosition)} == {StagingState.FREE}


def test_stall_goods_go_to_the_slot_only_when_all_are_there(way):
    """A rider called for half an order waits for the other half."""
    way.positions(HOT, CHILLED)
    way.slots(AMBIENT, CHILLED)
    order, soup, carp = two_stalls(way)
    bag = way.floor.one(Bag, ticket_id=soup.id)
    way.floor.run(outbound.park_part, "S1", soup.id)

    way.label(bag)
    facts = refused("parts_missing", way.floor.run, outbound.put_in_slot, bag.id, "A01")
    way.floor.run(outbound.park_part, "S2", carp.id)
    way.put(bag)
    free = way.floor.get(StagingPosition, "S1").state
    way.put(way.floor.one(Bag, ticket_id=carp.id))

    assert (facts["there"], facts["of"]) == (1, 2)
    assert free is StagingState.FREE
    assert way.floor.get(Order, order.id).state is OrderState.READY


def test_an_order_is_ready_by_the_slot_scan_of_its_last_bag(way):
    """A tap proves nothing; a scan proves where the bag stands."""
    way.slots(AMBIENT, CHILLED)
    order = way.order({"rice": 1, "milk": 1})
    way.pick(order)
    first, last = (way.seal(bag) for bag in way.bags(order))

    way.put(first)
    before = way.floor.get(Order, order.id).state
    way.put(last)

    assert before is OrderState.IN_FULFILMENT
    assert way.floor.get(Order, order.id).state is OrderState.READY
    assert {slot.state for slot in way.floor.all(OutboundSlot)} == {SlotState.READY}
    assert (on(way, STAGED, "rice"), on(way, IN_HAND, "rice")) == (1, 0)


def test_a_bag_needs_its_seal_and_its_label_before_the_slot(way):
    """What is not closed and named is not finished."""
    way.slots(AMBIENT)
    order = way.order({"rice": 1})
    way.pick(order)
    (bag,) = way.bags(order)

    refused("bag_not_sealed", way.floor.run, outbound.put_in_slot, bag.id, "A01")
    way.seal(bag)
    refused("label_not_scanned", way.floor.run, outbound.put_in_slot, bag.id, "A01")

    assert way.floor.get(Bag, bag.id).state is BagState.SEALED


def test_a_wrong_slot_names_the_right_one(way):
    """Bags in a stranger's slot leave with a stranger."""
    way.slots(AMBIENT, AMBIENT)
    order = way.order({"rice": 1})
    way.floor.run(outbound.reserve_slot, order.id)
    way.pick(order)
    bag = way.label(way.seal(way.bags(order)[0]))

    facts = refused("wrong_slot", way.floor.run, outbound.put_in_slot, bag.id, "A02")

    assert facts["right"] == "A01"


def test_slots_are_reserved_by_temperature_near_the_door_for_who_is_due_soon(way):
    """Milk stands in the cold, and the next rider walks least."""
    way.slots(CHILLED, AMBIENT, AMBIENT, CHILLED)
    order = way.order({"rice": 1, "milk": 1})

    way.floor.run(outbound.reserve_slot, order.id)

    held = way.floor.all(OutboundSlot, order_id=order.id)
    assert sorted(slot.id for slot in held) == ["A01", "A02"]


def test_an_order_with_more_bags_than_a_slot_holds_gets_a_second(way):
    """Bags on the floor are bags in the way."""
    way.slots(AMBIENT, AMBIENT, capacity=1)
    order = way.order({"rice": 10})
    way.floor.run(outbound.reserve_slot, order.id)
    way.pick(order)
    first, second = (way.seal(bag) for bag in way.bags(order))
    way.put(first, "A01")
    way.label(second)

    facts = refused("slot_full", way.floor.run, outbound.put_in_slot, second.id, "A01")
    way.floor.run(outbound.put_in_slot, second.id, facts["right"])

    assert way.floor.get(Order, order.id).state is OrderState.READY


def test_where_no_cold_slot_is_free_an_ambient_one_serves(way):
    """Late is worse than a quarter of an hour on the shelf."""
    way.slots(AMBIENT)

    order = way.ready({"milk": 1})

    assert way.floor.one(OutboundSlot, order_id=order.id).id == "A01"


def test_no_free_slot_calls_the_desk(way):
    """Nobody may wait for a slot in silence."""
    order = way.order({"rice": 1})

    assert way.floor.run(outbound.reserve_slot, order.id) is None
    assert "no_free_slot" in [push.body.get("code") for push in way.floor.pushed]


def test_a_cold_bag_is_brought_to_another_slot_and_the_order_stays_ready(way):
    """An order nobody fetches must not spoil."""
    way.slots(AMBIENT)
    order = way.ready({"milk": 1})
    way.add(OutboundSlot(id="C01", store_id="s1", temperature_class=CHILLED, node=0, capacity=2))
    (bag,) = way.bags(order)

    way.floor.run(outbound.move_bag, bag.id, "C01", by=way.lead)

    assert way.floor.get(OutboundSlot, "C01").state is SlotState.READY
    assert way.floor.get(OutboundSlot, "A01").state is SlotState.FREE
    assert way.floor.get(Order, order.id).state is OrderState.READY
    assert on(way, STAGED, "milk") == 1


def test_a_slot_nobody_comes_to_raises_an_alarm_and_stands_on_the_board(way):
    """Thirty minutes are too long for what was promised in thirty."""
    way.slots(AMBIENT, AMBIENT)
    order = way.ready()
    almost = way.order({"rice": 1})
    way.floor.run(outbound.reserve_slot, almost.id)

    way.floor.clock.advance(minutes=31)
    way.floor.sweep()
    rows = way.floor.ask(board, "s1", now=way.floor.clock.now())
    rest = way.floor.ask(board, "s1", now=way.floor.clock.now(), after=rows[0]["cursor"])

    assert [(row["status"], row["bags_in"]) for row in rows] == [("overstay", 1), ("almost", 0)]
    assert [row["order_id"] for row in rest] == [rows[1]["order_id"]]
    assert rows[0]["order_id"] == order.id
    assert way.floor.ask(display, "s1", mode="delivery") == {"ready": [order.number], "almost": [almost.number]}


def test_an_order_nobody_came_for_waits_on_and_its_channel_is_reminded(way):
    """The customer says on the telephone that they are on the way; the next alarm is for when they are not."""
    way.slots(AMBIENT)
    order = way.ready()
    way.floor.clock.advance(minutes=31)
    way.floor.sweep()

    way.floor.run(outbound.remind, order.id, by=way.lead)
    way.floor.run(outbound.wait_on, order.id, by=way.lead)
    waits = way.floor.get(OutboundSlot, "A01")
    way.floor.clock.advance(minutes=31)
    way.floor.sweep()

    (told,) = [hook for hook in way.floor.all(Webhook) if hook.kind == "order.waits"]
    assert (waits.state, way.floor.get(OutboundSlot, "A01").state) == (SlotState.READY, SlotState.OVERSTAY)
    assert told.body["number"] == order.number


def test_a_free_slot_and_position_can_be_taken_out_of_use(way):
    """A broken shelf takes no bags."""
    way.slots(AMBIENT)
    way.positions(HOT)

    way.floor.run(outbound.block_slot, "A01", by=way.lead)
    way.floor.run(outbound.block_staging, "S1", by=way.lead)
    none = way.floor.run(outbound.reserve_slot, way.order({"rice": 1}).id)
    way.floor.run(outbound.unblock_slot, "A01", by=way.lead)
    way.floor.run(outbound.unblock_staging, "S1", by=way.lead)

    assert none is None
    assert way.floor.get(OutboundSlot, "A01").state is SlotState.FREE
