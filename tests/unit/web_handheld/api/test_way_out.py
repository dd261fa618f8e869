"""What is decided at the way out and at a stall's screen over HTTP."""

import uuid

import pytest
from floor import STORE

from picking.foundation.kinds import Mode, TemperatureClass
from picking.orders import commands as orders
from picking.orders.events import OrderPaid
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import SlotState
from picking.outbound.model import OutboundSlot, PickupCode, StagingPosition


@pytest.fixture
def milk(floor):
    floor.zone()
    floor.bin("b1")
    floor.item("milk", price=500)
    floor.code("milk", "9520100010002")
    floor.stock("milk", 5, "b1")


def decide(client, thing, step, headers=None, **facts):
    body = {"id": str(uuid.uuid4()), "step": step, **facts}
    return client.post(f"/api/v1/outbound/{thing}/steps", json=body, headers=headers)


@pytest.mark.parametrize(("things", "kind"), [("slots", OutboundSlot), ("staging", StagingPosition)])
def test_an_empty_place_is_taken_out_of_use_and_back(floor, signed_in, things, kind):
    """A broken board gets no bags; a picker does not decide that."""
    columns = {"capacity": 2, "door_metres": 5} if kind is OutboundSlot else {}
    place = kind(id="A1", store_id=STORE, temperature_class=TemperatureClass.AMBIENT, node=0, **columns)
    floor.run(lambda work: work.add(place))
    desk = signed_in("rider_desk", key="desk")

    refused = decide(signed_in("picker"), f"{things}/A1", "block")
    blocked = decide(desk, f"{things}/A1", "block")
    free = decide(desk, f"{things}/A1", "unblock")

    assert (refused.status_code, refused.json["facts"]) == (403, {"right": "outbound"})
    assert (blocked.json["state"], free.json["state"]) == (SlotState.BLOCKED, SlotState.FREE)


def test_the_waiting_screen_shows_numbers_alone(floor, milk, signed_in):
    """A customer looks for a number; riders wait at another door."""
    order = floor.order({"milk": 1}, mode=Mode.PICKUP)
    floor.run(lambda work: setattr(work.get(Order, order.id), "state", OrderState.READY))
    screen = signed_in("rider_desk")

    customers = screen.get("/api/v1/outbound/display")
    riders = screen.get("/api/v1/outbound/display?mode=delivery")
    carts = screen.get("/api/v1/outbound/display?mode=scan_and_go")

    assert customers.json == {"ready": [order.number], "almost": []}
    assert riders.json == {"ready": [], "almost": [], "called": [], "waiting": []}
    assert carts.status_code == 422
    assert signed_in("picker", key="p2").get("/api/v1/outbound/display").status_code == 403


@pytest.mark.parametrize(
    ("thing", "step", "status", "code"),
    [
        ("slots/A1", "melt", 422, "invalid_field"),
        ("slots/nowhere", "block", 404, "unknown_thing"),
        ("doors/A1", "block", 404, "unknown_thing"),
        ("bags/b1", "move", 422, "invalid_field"),
        ("hand-overs/h1", "agree_failure", 404, "unknown_thing"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_its_reason(signed_in, thing, step, status, code):
    """Each with its own."""
    answer = decide(signed_in("rider_desk"), thing, step)

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_till_looks_into_a_shoppers_cart(client, token, floor, milk):
    """Shelf self-pick is verified by the cashier, who has a till and no handheld."""
    till = token("pos", "till-1")
    order = floor.order({"milk": 1}, mode=Mode.SCAN_AND_GO)
    floor.run(orders.accept_automatically, OrderPaid(order.id))
    floor.put(PickupCode(order_id=order.id, store_id=STORE, code="123456"))

    def scan(path, text):
        return client.post(f"/api/v1/outbound/{path}", json={"id": str(uuid.uuid4()), "text": text}, headers=till)

    shown = scan("scans", "S:123456")
    early = decide(client, f"carts/{order.id}", "let_go", till)
    counted = scan(f"carts/{order.id}/scans", "9520100010002")
    too_much = scan(f"carts/{order.id}/scans", "9520100010002")
    decide(client, f"carts/{order.id}", "count_anew", till, line_id=counted.json["lines"][0]["line_id"])
    scan(f"carts/{order.id}/scans", "9520100010002")
    gone = decide(client, f"carts/{order.id}", "let_go", till)

    assert (shown.json["this_is"], shown.json["lines"][0]["counted"]) == ("cart", 0)
    assert (early.json["code"], counted.json["lines"][0]["counted"]) == ("cart_incomplete", 1)
    assert (too_much.json["code"], gone.json["state"]) == ("cart_more_than_paid", "COLLECTED")
    assert scan("scans", "S:123456").json["code"] == "pickup_code_used"


def test_a_stalls_screen_is_asked_for_and_handed_over(floor, signed_in):
    """Nothing is stolen silently: the one who works it says yes, or a lead."""
    floor.stall("kitchen")
    ana, bo = signed_in("stall", key="ana"), signed_in("stall", key="bo")
    screen = "/api/v1/stations/kitchen/session"

    opened = ana.post(screen)
    taken = bo.post(screen)
    asked = bo.post(screen, json={"take_over": True})
    by_the_asker = bo.post(f"{screen}/answer", json={"agree": True})
    handed = ana.post(f"{screen}/answer", json={"agree": True})
    closed = bo.delete(screen)

    assert (opened.json["person_id"], taken.json["code"]) == ("ana", "station_taken")
    assert (asked.json["asked_by"], by_the_asker.status_code) == ("bo", 403)
    assert (handed.json["person_id"], closed.status_code) == ("bo", 204)
