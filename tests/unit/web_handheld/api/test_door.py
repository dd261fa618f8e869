"""What the screens by the door show: a rider or customer with his orders, slots, bags and minutes."""

import uuid
from functools import partial

import pytest
from floor import STORE
from way_out import AMBIENT, CHILLED, STORY, WayOut

from picking.foundation.actor import system
from picking.foundation.kinds import Mode
from picking.orders import commands as orders
from picking.outbound import commands as outbound
from picking.outbound.commands import bag_barcode
from picking.outbound.model import PickupCode
from picking.story import TIME_OUTS

API = "/api/v1/outbound"


@pytest.fixture
def floor(make_floor):
    return make_floor(reactions=STORY, time_outs=TIME_OUTS)


@pytest.fixture
def way(floor):
    way = WayOut(floor)
    way.slots(AMBIENT, AMBIENT, CHILLED)
    return way


@pytest.fixture
def desk(way, signed_in):
    return signed_in("rider_desk")


def scan(browser, text, **more):
    return browser.post(f"{API}/scans", json={"id": str(uuid.uuid4()), "text": text, **more})


def check_in(browser, tail):
    return browser.post(f"{API}/check-ins", json={"id": str(uuid.uuid4()), "tail": tail})


def code_of(way, order, n=1):
    return bag_barcode(next(bag for bag in way.bags(order) if bag.n == n))


def named(way, *orders_, tail="4711", rider_id="r1"):
    way.floor.run(outbound.assign_rider, "dada", rider_id, "Wang", tail, [order.id for order in orders_])


def test_a_rider_is_told_his_slots_and_the_minutes_of_what_is_not_ready(way, desk):
    """Waiting at the door without knowing where and how long is what riders hate most."""
    ready, later = way.ready(), way.order({"rice": 1})
    named(way, ready, later)

    rider = check_in(desk, "4711").json["rider"]

    first, second = rider["orders"]
    assert (rider["state"], rider["tail"], rider["waiting_minutes"]) == ("ARRIVED", "4711", 0)
    assert (first["slots"], first["ready_in_minutes"], len(first["bags"])) == (["A01"], None, 1)
    assert (second["slots"], second["ready_in_minutes"]) == ([], 30)


def test_each_bag_a_rider_scans_is_counted_and_a_wrong_one_names_his_slot(way, desk, floor):
    """Two bags that look alike: the screen says which, and where the right one stands."""
    mine, other = way.ready({"rice": 1, "milk": 1}), way.ready()
    named(way, mine)
    rider = check_in(desk, "4711").json["rider"]["hand_over_id"]

    wrong = scan(desk, code_of(way, other), hand_over_id=rider)
    half = scan(desk, code_of(way, mine, 1), hand_over_id=rider).json
    done = scan(desk, code_of(way, mine, 2), hand_over_id=rider).json

    assert (wrong.json["code"], wrong.json["facts"]["right"]) == ("wrong_bag", "A01, A03")
    assert [bag["out"] for bag in half["rider"]["orders"][0]["bags"]] == [True, False]
    assert (done["rider"]["state"], done["rider"]["orders"][0]["left"]) == ("DONE", True)
    assert desk.get(f"{API}/hand-overs/{rider}").json["state"] == "DONE"


def test_a_cancel_while_the_rider_scans_stops_the_second_bag(way, desk, service):
    """Half a cancelled order on a scooter is lost: the slot goes red, the rider is told, nothing leaves."""
    order = way.ready({"rice": 1, "milk": 1})
    named(way, order)
    rider = check_in(desk, "4711").json["rider"]["hand_over_id"]
    scan(desk, code_of(way, order, 1), hand_over_id=rider)
    cancel = partial(orders.request_cancellation, order_id=order.id, reason="changed my mind", requested_by="customer")
    service.transactions.run(system(STORE), cancel)

    refused = scan(desk, code_of(way, order, 2), hand_over_id=rider)

    shown = desk.get(f"{API}/hand-overs/{rider}").json["orders"][0]
    row = desk.get(f"{API}/board").json["orders"][0]
    assert refused.json["code"] == "cancel_pending"
    assert (shown["stopped"], [bag["out"] for bag in shown["bags"]]) == (True, [False, False])
    assert (row["status"], row["slots"]) == ("stopped", ["A01", "A03"])


def test_a_customer_at_the_counter_sees_slots_bags_and_what_is_to_pay(way, desk, floor):
    """One scan says everything: where the bags are, how many, and whether money is missing."""
    order = way.ready({"rice": 1}, mode=Mode.PICKUP)
    code = floor.one(PickupCode, order_id=order.id).code

    shown = scan(desk, f"S:{code}").json
    gone = scan(desk, code_of(way, order)).json
    again = scan(desk, f"S:{code}")

    assert (shown["this_is"], shown["number"], shown["slots"]) == ("pickup", order.number, ["A01"])
    assert (shown["amount_due_minor"], [bag["out"] for bag in shown["bags"]]) == (0, [False])
    assert (gone["order_state"], again.json["code"]) == ("COLLECTED", "pickup_code_used")


def test_the_riders_wall_shows_tails_and_slots_alone(way, desk, floor):
    """A crowd looks at it: no name, no customer."""
    ready, later = way.ready(), way.order({"rice": 1})
    way.rider(ready)
    way.rider(later, rider_id="r2", tail="0815")

    wall = desk.get(f"{API}/display?mode=delivery").json

    assert (wall["called"], wall["waiting"]) == ([{"tail": "4711", "slots": ["A01"]}], ["0815"])


def test_a_code_that_has_no_business_at_the_door_says_what_it_is(way, desk):
    """Not found is only for codes nobody knows."""
    slot, nobody = scan(desk, "A:A02"), scan(desk, "what?")

    assert slot.json["detail"].startswith("This is outbound slot A02.")
    assert nobody.json["code"] == "code_unknown"


def test_the_board_has_pages(way, desk):
    """A shelf of hundreds is read page by page, none twice."""
    way.ready()
    way.ready()

    first = desk.get(f"{API}/board").json
    rest = desk.get(f"{API}/board?cursor={first['orders'][0]['cursor'].replace('+', '%2B')}").json

    assert [row["order_id"] for row in first["orders"][1:]] == [row["order_id"] for row in rest["orders"]]
    assert first["next"] is None
