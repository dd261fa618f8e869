"""Riders: named, checked in, called when all is ready, every bag scanned, and one gate with the cancel."""

import pytest
from way_out import AMBIENT, CHILLED

from picking.catalogue.barcodes import signed
from picking.floor.model import Store
from picking.foundation.refusals import Refusal
from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.events import RiderCalled, ScanOutStalled
from picking.outbound.lifecycle import BagState, HandOverState, SlotState
from picking.outbound.model import Bag, HandOver, HandOverOrder, OutboundSlot
from picking.outbound.queries import hand_over_of_order, waiting_riders
from picking.stock.model import DAMAGED, IN_HAND, OUT, OnHand
from picking.timing.model import LearnedDuration, Timed


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def test_a_rider_is_called_when_all_his_orders_are_ready(way):
    """Called for half, he stands in the way for the rest."""
    way.slots(AMBIENT, AMBIENT)
    first = way.ready()
    second = way.order({"rice": 1})
    rider = way.rider(first, second)
    arrived = rider.state

    way.pick(second)
    way.put(way.seal(way.bags(second)[0]))

    assert arrived is HandOverState.ARRIVED
    assert way.floor.get(HandOver, rider.id).state is HandOverState.CALLED
    assert {slot.state for slot in way.floor.all(OutboundSlot)} == {SlotState.CALLED}
    assert [event.hand_over_id for event in way.floor.events(RiderCalled)] == [rider.id]


def test_all_bags_of_an_order_go_out_or_none(way):
    """Half an order delivered is a complaint and a lost bag."""
    way.slots(AMBIENT, CHILLED)
    order = way.ready({"rice": 1, "milk": 1})
    rider = way.rider(order)
    first, last = way.bags(order)

    way.scan_out(rider, first)
    between = (way.floor.get(Order, order.id).state, way.floor.get(Bag, first.id).state, on(way, OUT, "rice"))
    way.scan_out(rider, last)

    assert between == (OrderState.READY, BagState.IN_SLOT, 0)
    assert way.floor.get(Order, order.id).state is OrderState.OUT_FOR_DELIVERY
    assert {bag.state for bag in way.bags(order)} == {BagState.HANDED_OVER}
    assert (on(way, OUT, "rice"), on(way, OUT, "milk")) == (1, 1)
    assert {slot.state for slot in way.floor.all(OutboundSlot)} == {SlotState.FREE}
    assert way.floor.get(HandOver, rider.id).state is HandOverState.DONE


def test_a_bag_goes_to_nobody_who_has_not_checked_in(way):
    """Whose bag it is, is known; who stands there is not."""
    way.slots(AMBIENT)
    order = way.ready()
    rider = way.floor.run(outbound.assign_rider, "carrier", "r1", "Wu", "4711", [order.id])
    bag = way.bags(order)[0]

    facts = refused("rider_not_checked_in", way.floor.run, outbound.scan_out, rider.id, bag.id, bag.label_version)

    assert facts == {"number": order.number, "tail": "4711"}


def test_a_bag_scanned_twice_is_already_done(way):
    """The count must not run ahead of the bags."""
    way.slots(AMBIENT, CHILLED)
    order = way.ready({"rice": 1, "milk": 1})
    rider = way.rider(order)
    way.scan_out(rider, way.bags(order)[0])

    refused("already_done", way.scan_out, rider, way.bags(order)[0])


def test_a_wrong_bag_names_the_slot_of_the_right_one(way):
    """The rider asks where, not why."""
    way.slots(AMBIENT, AMBIENT)
    mine, other = way.ready(), way.ready()
    rider = way.rider(mine)
    way.rider(other, rider_id="r2", tail="0815")

    facts = refused("wrong_bag", way.scan_out, rider, way.bags(other)[0])

    assert (facts["right"], facts["whose"]) == ("A01", "0815")


def test_an_old_label_is_refused_at_the_door(way):
    """The label on the bag must be the one that counts."""
    way.slots(AMBIENT)
    order = way.ready()
    rider = way.rider(order)
    (bag,) = way.bags(order)
    way.floor.run(outbound.relabel, bag.id)

    refused("label_old", way.floor.run, outbound.scan_out, rider.id, bag.id, 1)

    assert way.scan_out(rider, bag).state is HandOverState.DONE


def test_a_cancel_before_the_last_bag_wins(way):
    """Whoever commits first wins; the other is told why."""
    way.slots(AMBIENT, CHILLED)
    order = way.order({"rice": 1, "milk": 1, "soup": 1})
    way.pick(order)
    way.make(order)
    for bag in way.bags(order):
        way.put(way.seal(bag) if bag.state is BagState.OPEN else bag)
    rider = way.rider(order)
    first, second, _ = way.bags(order)
    way.scan_out(rider, first)

    way.floor.run(orders.request_cancellation, order.id, "no", "customer")

    refused("cancel_pending", way.scan_out, rider, second)
    assert way.floor.get(Order, order.id).state is OrderState.CANCEL_PENDING
    assert way.floor.get(HandOver, rider.id).state is HandOverState.ARRIVED
    assert way.floor.get(Bag, first.id).scanned_out_at is None


def test_a_cancel_after_the_last_bag_is_too_late(way):
    """The scan of the last bag closes the gate."""
    way.slots(AMBIENT)
    order = way.ready()
    way.scan_out(way.rider(order), way.bags(order)[0])

    refused("service_desk_only", way.floor.run, orders.request_cancellation, order.id, "no", "customer")


def test_a_refused_cancellation_calls_the_rider_again(way):
    """An order that goes on must not be forgotten at the door."""
    way.slots(AMBIENT)
    order = way.order({"soup": 1})
    way.make(order)
    way.put(way.bags(order)[0])
    rider = way.rider(order)
    way.floor.run(orders.request_cancellation, order.id, "no", "customer")

    way.floor.run(orders.refuse_cancellation, order.id, "dish is ready", by=way.lead)

    assert way.floor.get(HandOver, rider.id).state is HandOverState.CALLED
    assert way.scan_out(rider, way.bags(order)[0]).state is HandOverState.DONE


def test_a_cancelled_order_frees_its_places_and_lets_the_rider_go(way):
    """Slots are scarce at noon, and so is a rider's time."""
    way.slots(AMBIENT, CHILLED)
    order = way.ready({"rice": 1, "milk": 1})
    rider = way.rider(order)

    way.floor.run(orders.request_cancellation, order.id, "no", "customer")

    assert way.floor.get(Order, order.id).state is OrderState.CANCELLED
    assert {slot.state for slot in way.floor.all(OutboundSlot)} == {SlotState.FREE}
    assert {bag.state for bag in way.floor.all(Bag, order_id=order.id)} == {BagState.VOID}
    assert (on(way, IN_HAND, "rice"), on(way, DAMAGED, "rice")) == (1, 0)
    assert way.floor.get(HandOver, rider.id).state is HandOverState.NO_SHOW


def test_a_cancelled_order_gives_back_what_must_be_put_back(way):
    """Every picked piece is put back or written off."""
    way.slots(AMBIENT)
    order = way.order({"rice": 2, "soup": 1})
    way.pick(order)
    way.make(order)

    items = way.floor.run(outbound.release_order_places, order.id)

    assert [(item.sku, item.quantity) for item in items] == [("rice", 2)]
    assert (on(way, IN_HAND, "rice"), on(way, DAMAGED, "soup")) == (2, 1)


def test_the_rest_of_a_rider_s_orders_go_on_without_the_cancelled_one(way):
    """One customer's change of mind must not cost another his meal."""
    way.slots(AMBIENT, AMBIENT)
    stays, goes = way.ready(), way.ready()
    rider = way.rider(stays, goes)

    way.floor.run(orders.request_cancellation, goes.id, "no", "customer")

    assert way.floor.get(HandOver, rider.id).state is HandOverState.CALLED
    assert way.scan_out(rider, way.bags(stays)[0]).state is HandOverState.DONE


def test_a_bag_left_behind_raises_an_alarm_after_a_minute(way):
    """The rider is still in sight."""
    way.slots(AMBIENT, capacity=4)
    order = way.ready({"rice": 10})
    rider = way.rider(order)
    way.scan_out(rider, way.bags(order)[0])

    way.floor.clock.advance(seconds=61)
    way.floor.sweep()

    alert = next(push.body for push in way.floor.pushed if push.body.get("code") == "bags_missing")
    assert (alert["facts"]["missing"], alert["facts"]["of"]) == (1, 2)
    assert way.floor.get(OutboundSlot, "A01").state is SlotState.CALLED
    assert len(way.floor.events(ScanOutStalled)) == 1
    assert way.scan_out(rider, way.bags(order)[1]).state is HandOverState.DONE


def test_a_rider_reports_failure_and_silence_is_agreement(way):
    """A quarter of an hour without an answer is an answer."""
    way.slots(AMBIENT)
    order = way.ready()
    rider = way.rider(order)
    way.floor.run(outbound.report_rider_failure, rider.id, "bag too heavy")
    slot = way.floor.get(OutboundSlot, "A01").state

    way.floor.clock.advance(minutes=16)
    way.floor.sweep()

    assert slot is SlotState.READY
    assert way.floor.get(HandOver, rider.id).state is HandOverState.FAILED
    again = way.rider(order, rider_id="r2")
    assert again.state is HandOverState.CALLED


def test_a_refused_failure_keeps_the_rider(way):
    """Reasons can be wrong."""
    way.slots(AMBIENT)
    order = way.ready()
    rider = way.rider(order)
    way.floor.run(outbound.report_rider_failure, rider.id, "no time")
    (asking,) = way.floor.ask(waiting_riders, "s1", now=way.floor.clock.now())

    way.floor.run(outbound.refuse_rider_failure, rider.id, "it is two bags", by=way.lead)

    assert (asking["hand_over_id"], asking["reason"]) == (rider.id, "no time")
    assert way.floor.get(HandOver, rider.id).state is HandOverState.CALLED


def test_an_agreed_failure_lets_the_rider_go(way):
    """Then another one is wanted."""
    way.slots(AMBIENT)
    rider = way.rider(way.ready())
    way.floor.run(outbound.report_rider_failure, rider.id, "broken wheel")

    way.floor.run(outbound.agree_rider_failure, rider.id, by=way.lead)

    assert way.floor.get(HandOver, rider.id).state is HandOverState.FAILED
    assert "rider_wanted" in [push.body.get("code") for push in way.floor.pushed]


def test_an_order_has_one_rider_the_newest(way):
    """Two riders at the door for one bag end in a quarrel."""
    way.slots(AMBIENT)
    order = way.ready()
    first = way.rider(order)

    second = way.rider(order, rider_id="r2")

    assert way.floor.get(HandOver, first.id).state is HandOverState.NO_SHOW
    assert second.state is HandOverState.CALLED
    assert [row.hand_over_id for row in way.floor.all(HandOverOrder, order_id=order.id)] == [second.id]
    assert way.floor.ask(hand_over_of_order, order.id).id == second.id


def test_a_rider_who_never_comes_is_given_up(way):
    """The next one is asked for before the food is cold."""
    order = way.order({"rice": 1})
    way.floor.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [order.id])

    way.floor.clock.advance(minutes=61)
    way.floor.sweep()

    assert way.floor.one(HandOver, rider_id="r1").state is HandOverState.NO_SHOW


def test_check_in_by_signed_code_within_a_minute(way):
    """A photographed code is worth nothing."""
    way.floor.run(_set_secret)
    order = way.order({"rice": 1})
    way.floor.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [order.id])
    code = signed.rider_code("dada", "r1", way.floor.clock.now(), b"hush")
    forged = signed.rider_code("dada", "r1", way.floor.clock.now(), b"guess")

    refused("rider_code_forged", way.floor.run, outbound.check_in_by_code, forged)
    refused("rider_code_unreadable", way.floor.run, outbound.check_in_by_code, "4711")
    way.floor.clock.advance(seconds=61)
    refused("rider_code_too_old", way.floor.run, outbound.check_in_by_code, code)
    fresh = signed.rider_code("dada", "r1", way.floor.clock.now(), b"hush")

    assert way.floor.run(outbound.check_in_by_code, fresh).state is HandOverState.ARRIVED


def _set_secret(work):
    work.get(Store, "s1").settings = {"carrier_secrets": {"dada": "hush"}}


def test_check_in_by_tail_refuses_two_with_the_same(way):
    """The wrong rider with the right bag is still wrong."""
    for number, rider_id in enumerate(("r1", "r2")):
        order = way.order({"rice": 1})
        way.floor.run(outbound.assign_rider, "dada", rider_id, f"W{number}", "4711", [order.id])

    refused("rider_tail_shared", way.floor.run, outbound.check_in_by_tail, "4711")
    refused("rider_not_expected", way.floor.run, outbound.check_in_by_tail, "9999")
    refused("rider_not_expected", way.floor.run, outbound.check_in, "r9")

    assert way.floor.run(outbound.check_in, "r1").state is HandOverState.ARRIVED


def test_the_rider_s_wait_is_on_record(way):
    """Late because the store was slow is not the rider's fault."""
    way.slots(AMBIENT)
    order = way.order({"rice": 1})
    rider = way.rider(order)
    way.floor.clock.advance(minutes=7)
    (row,) = way.floor.ask(waiting_riders, "s1", now=way.floor.clock.now())
    way.pick(order)
    way.put(way.seal(way.bags(order)[0]))

    way.scan_out(rider, way.bags(order)[0])

    assert (row["waiting_minutes"], row["tail"], row["orders"]) == (7, "4711", [order.number])


def test_finishing_by_code_needs_a_lead_and_is_flagged(way):
    """A broken scanner must not stop the store, but somebody answers for it."""
    way.slots(AMBIENT)
    order = way.ready()
    rider = way.rider(order)
    desk = way.floor.actor("d", "outbound")

    refused("right_missing", way.floor.run, outbound.finish_by_code, rider.id, "scanner broken", by=desk)
    done = way.floor.run(outbound.finish_by_code, rider.id, "scanner broken", by=way.lead)

    assert (done.state, done.flagged) == (HandOverState.DONE, "scanner broken")
    assert way.floor.get(Order, order.id).state is OrderState.OUT_FOR_DELIVERY


def test_delivered_bags_end_with_their_order(way):
    """The rider's tap is the last one."""
    way.slots(AMBIENT)
    order = way.ready()
    way.scan_out(way.rider(order), way.bags(order)[0])

    way.floor.run(outbound.rider_delivered, order.id)

    assert way.floor.get(Order, order.id).state is OrderState.DELIVERED
    assert way.floor.one(Bag, order_id=order.id).state is BagState.DELIVERED


def test_no_rider_comes_for_a_pickup(way):
    """Its customer comes himself."""
    order = way.order({"rice": 1}, mode="pickup")

    refused("not_for_a_rider", way.floor.run, outbound.assign_rider, "dada", "r1", "W", "1", [order.id])


def test_how_long_a_rider_takes_to_the_door_is_learned(way):
    """The next one is called so much earlier that nobody waits for him, and he for nobody."""
    way.slots(AMBIENT)
    order = way.ready()
    way.floor.run(outbound.assign_rider, "dada", "r1", "Wang", "4711", [order.id])
    way.floor.clock.advance(minutes=11)

    for _ in range(2):
        way.floor.run(outbound.check_in, "r1")

    (learned,) = way.floor.all(LearnedDuration, kind=Timed.RIDER)
    assert learned.seen == 1, "who checks in twice has come once"
    assert learned.spread.quantile(0.5) == pytest.approx(660, rel=0.13)
