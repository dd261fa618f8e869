"""What the service desk, a channel and the counter say after the hand-over over HTTP."""

import pytest

from picking.foundation.actor import system
from picking.foundation.kinds import Mode
from picking.orders.commands import accept_order, complete_cart
from picking.orders.model import Channel


@pytest.fixture
def sold(floor, service):
    """Give an order of two milk the customer has carried home."""
    floor.stock("milk", 5, "b1", price=500)
    order = floor.order({"milk": 2}, mode=Mode.SCAN_AND_GO)
    service.transactions.run(system("s1"), lambda work: (accept_order(work, order.id), complete_cart(work, order.id)))
    return order


def complaint(order, **facts):
    lines = [{"line_no": 1, "quantity": 1}]
    return {
        "external_id": "C-1", "kind": "return", "order_id": order.id, "reason": "broken", "requested_by": "customer",
        "lines": lines, **facts,
    }  # fmt: skip


def test_a_return_from_the_channels_word_to_the_shelf(client, token, signed_in, sold):
    """Three parties, one work order: each sees where it stands."""
    opened = client.post("/api/v1/after-sales", json=complaint(sold), headers=token())
    counter = signed_in("rider_desk")
    path = f"/api/v1/after-sales/{opened.json['work_order_id']}"
    line = opened.json["lines"][0]["line_id"]

    waiting = counter.get("/api/v1/after-sales").json["items"]
    counter.post(f"{path}/goods", json={"lines": {line: 1}})
    finding = {"line_id": line, "verdict": "hold", "quantity": 1, "reason": "opened"}
    answer = counter.post(f"{path}/findings", json=finding)
    (held,) = counter.get("/api/v1/stores/s1/held").json["items"]
    settled = {"lot_id": held["lot_id"], "sku": "milk", "restocked": 1, "bin": "b1"}
    left = counter.post("/api/v1/stores/s1/held", json=settled)

    assert (opened.status_code, opened.json["state"]) == (201, "WAIT_RETURN")
    assert [each["number"] for each in waiting] == [opened.json["number"]]
    assert (answer.json["state"], answer.json["lines"][0]["held"]) == ("REFUNDING", 1)
    assert left.json == {"items": []}


def test_an_order_shows_its_complaints(client, token, sold):
    """One answer tells what became of an order."""
    client.post("/api/v1/after-sales", json=complaint(sold, kind="reship"), headers=token())

    family = client.get(f"/api/v1/orders/{sold.id}", headers=token()).json["family"]

    assert [each["state"] for each in family["work_orders"]] == ["WAIT_STOCK"]
    assert family["replaces"] is None


def test_the_desk_refuses_and_a_picker_answers(client, token, signed_in, sold):
    """Each decision has its own right."""
    opened = client.post("/api/v1/after-sales", json=complaint(sold, kind="reship"), headers=token()).json
    path = f"/api/v1/after-sales/{opened['work_order_id']}"
    desk = signed_in("service", key="p2")

    no_right = desk.post(f"{path}/stock-answer", json={"yes": True})
    answered = signed_in("picker").post(f"{path}/stock-answer", json={"yes": False})
    rejected = desk.post(f"{path}/rejection", json={"reason": "photo shows another shop's bag"})

    assert no_right.json["code"] == "right_missing"
    assert (answered.json["state"], answered.json["answer"]) == ("TRIAGED", "not_seen")
    assert rejected.json["state"] == "REJECTED"


def test_another_channels_work_order_is_unknown(client, token, floor, sold):
    """Customers of one shop are no business of another."""
    opened = client.post("/api/v1/after-sales", json=complaint(sold), headers=token()).json
    floor.put(Channel(store_id="s1", id="market"))

    answer = client.get(f"/api/v1/after-sales/{opened['work_order_id']}", headers=token(name="market"))

    assert (answer.status_code, answer.json["code"]) == (404, "unknown_thing")
