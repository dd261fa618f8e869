"""The whole way out on SQLite and on PostgreSQL: locks, unique numbers and questions hold on both."""

from datetime import timedelta

import pytest
from way_out import AMBIENT, CHILLED, HOT, STORY, WayOut

from picking.orders import commands as orders
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState, HandOverState
from picking.outbound.model import Bag, HandOver, LearnedWeight, PickupCode, StagingPosition
from picking.outbound.queries import board, staging, waiting_riders
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import wall
from picking.story import TIME_OUTS


@pytest.fixture
def way(any_url, make_floor):
    return WayOut(make_floor(url=any_url, reactions=STORY, time_outs=TIME_OUTS))


def test_an_order_of_three_parts_goes_out(way):
    """What locks one database must lock the other."""
    way.slots(AMBIENT, CHILLED, AMBIENT)
    way.positions(HOT, CHILLED)
    order = way.order({"rice": 10, "milk": 1, "soup": 1, "carp": 1})
    way.pick(order)
    for bag in way.bags(order):
        way.put(way.seal(bag))
    for stall, position in (("kitchen", "S1"), ("fish", "S2")):
        way.floor.run(outbound.park_part, position, way.make(order, stall).id)
    shelf = way.floor.ask(staging, "s1", now=way.floor.clock.now())
    rest = way.floor.ask(staging, "s1", now=way.floor.clock.now(), after=shelf[0]["cursor"])
    rider = way.rider(order)
    for bag in way.bags(order):
        if bag.ticket_id:
            way.put(bag)
    seen = way.floor.ask(board, "s1", now=way.floor.clock.now())
    at_door = way.floor.ask(waiting_riders, "s1", now=way.floor.clock.now())
    for bag in way.bags(order):
        way.scan_out(rider, bag)

    assert [(row["parts"], row["of"]) for row in shelf] == [(2, 2), (2, 2)]
    assert rest == shelf[1:]
    assert [(row["status"], row["bags_in"], row["bags"]) for row in seen] == [("called", 5, 5)]
    assert at_door[0]["orders"] == [order.number]
    assert way.floor.get(Order, order.id).state is OrderState.OUT_FOR_DELIVERY
    assert {ticket.state for ticket in way.floor.all(Ticket)} == {TicketState.HANDED_OVER}
    assert way.floor.ask(wall, "kitchen") == []


def test_riders_at_the_door_are_listed_page_by_page(way):
    """The fifty-first rider waits as well, and so does one nobody saw arrive."""
    now = way.floor.clock.now()
    for n, minutes in enumerate((3, 9, 6, 9)):
        at = now - timedelta(minutes=minutes)
        facts = {"state": HandOverState.ARRIVED, "state_since": at, "arrived_at": None if n == 1 else at}
        way.floor.put(HandOver(id=f"h{n}", store_id="s1", carrier="x", rider_id=f"r{n}", **facts))

    pages, after = [], ""
    while page := way.floor.ask(waiting_riders, "s1", now=now, after=after, count=3):
        pages.append([row["hand_over_id"] for row in page])
        after = page[-1]["cursor"]

    assert pages == [["h1", "h3", "h2"], ["h0"]]


def test_right_bags_teach_the_store_what_its_items_weigh(way):
    """The books said 1000 g a piece; what the scale saw is kept by both databases, and one piece too few is named."""
    for _ in range(8):
        order = way.order({"rice": 3})
        way.pick(order)
        (bag,) = way.bags(order)
        way.seal(bag, weight_grams=3 * 1010 + 30)
    order = way.order({"rice": 7})
    way.pick(order)
    (bag,) = way.bags(order)

    wrong = way.floor.run(outbound.weigh_bag, bag.id, 6 * 1010 + 30)
    right = way.floor.run(outbound.weigh_bag, bag.id, 7 * 1010 + 30)

    assert (wrong.code, wrong.facts["suspect"]) == ("weight_short", "Rice")
    assert right is None
    assert way.floor.get(LearnedWeight, ("s1", "rice")).seen == 8
    assert way.floor.get(Bag, bag.id).weight_expected_grams == pytest.approx(7100, abs=50)
    assert way.floor.get(LearnedWeight, ("s1", "rice")).mean_milligrams == pytest.approx(1_015_000, abs=12_000)


def test_remake_cancel_and_pickup(way):
    """Void bags give their numbers back on both."""
    way.slots(AMBIENT, AMBIENT)
    way.positions(HOT)
    order = way.order({"soup": 2, "rice": 1}, mode="pickup")
    ticket = way.make(order)
    way.floor.run(outbound.park_part, "S1", ticket.id)
    way.floor.run(stations.remake, ticket.id, "cold")
    way.floor.run(stations.claim, ticket.id)
    way.floor.run(stations.finish, ticket.id)
    way.pick(order)
    for bag in way.bags(order):
        way.put(way.seal(bag) if bag.state is BagState.OPEN else bag)
    way.floor.run(outbound.show_code, way.floor.one(PickupCode, order_id=order.id).code)
    for bag in way.bags(order):
        way.floor.run(outbound.scan_out_pickup, order.id, bag.id)
    second = way.ready()

    way.floor.run(orders.request_cancellation, second.id, "no", "customer")

    assert way.floor.get(Order, order.id).state is OrderState.COLLECTED
    assert way.floor.get(StagingPosition, "S1").order_id is None
    assert {bag.state for bag in way.floor.all(Bag, order_id=second.id)} == {BagState.VOID}
