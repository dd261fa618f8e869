"""What a channel, a till and the desk say of an order over HTTP, and what they are told at once."""

import pytest
from floor import STORE

from picking.orders import commands as orders
from picking.orders.model import Channel, Refund

ORDER = {
    "channel": "app", "external_id": "X-1", "store": "s1", "mode": "delivery", "placed_at": "2026-01-15T02:00:00Z",
    "lines": [{"line_no": 7, "sku": "milk", "quantity": 2, "unit_price_minor": 500}],
}  # fmt: skip


@pytest.fixture
def milk(floor):
    floor.zone()
    floor.bin("b1")
    floor.item("milk", price=500)
    floor.stock("milk", 3, "b1")


def paid(client, headers, order_id):
    body = {"amount_minor": 1000, "paid_at": "2026-01-15T02:00:00Z", "reference": "R-1"}
    return client.post(f"/api/v1/orders/{order_id}/payment", json=body, headers=headers)


def test_short_lines_are_named_by_the_channels_own_numbers(client, token, milk):
    """Ours mean nothing to it: the order does not exist."""
    much = {**ORDER, "lines": [{**ORDER["lines"][0], "quantity": 9}]}

    answer = client.post("/api/v1/orders", json=much, headers=token())

    assert (answer.status_code, answer.json["code"]) == (409, "stock_short")
    assert answer.json["facts"]["lines"] == [{"line_no": 7, "sku": "milk", "asked": 9, "available": 3}]


def test_an_answer_shows_what_the_deed_has_set_off(client, token, milk):
    """The channel need not ask again to learn that the order was taken, or that its cancellation is done."""
    order = client.post("/api/v1/orders", json=ORDER, headers=token()).json

    taken = paid(client, token(), order["order_id"])
    wish = {"reason": "changed mind", "requested_by": "customer"}
    cancelled = client.post(f"/api/v1/orders/{order['order_id']}/cancellation", json=wish, headers=token())

    assert taken.json["state"] == "IN_FULFILMENT"
    assert (cancelled.json["state"], cancelled.json["order_state"]) == ("AUTO_APPROVED", "CANCELLED")


def test_a_till_takes_the_money_of_an_order_that_is_paid_at_pickup(client, token, floor, milk):
    """Prepared unpaid, it is paid where the customer stands."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
    order = client.post("/api/v1/orders", json={**ORDER, "mode": "pickup"}, headers=token()).json
    till = token("pos", "till-1")

    seen = client.get(f"/api/v1/orders/{order['order_id']}", headers=till).json
    answer = paid(client, till, order["order_id"])

    assert (order["state"], seen["amount_due_minor"]) == ("IN_FULFILMENT", 1000)
    assert (answer.status_code, answer.json["amount_due_minor"]) == (200, 0)


def test_a_held_order_that_is_paid_at_pickup_begins_when_it_is_cleared(client, token, floor, signed_in, milk):
    """Nobody waits for money that comes at the counter."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
    risky = {**ORDER, "mode": "pickup", "customer": {"risk": "high"}}
    held = client.post("/api/v1/orders", json=risky, headers=token()).json

    cleared = signed_in("service").post(f"/api/v1/orders/{held['order_id']}/risk", json={"cleared": True})

    assert (held["state"], cleared.json["state"]) == ("RISK_HOLD", "IN_FULFILMENT")


def test_a_refund_that_failed_is_sent_again_by_the_desk(client, token, floor, signed_in, milk):
    """Money that could not be paid back is nobody's to forget; and only its own order answers for it."""
    first, other = floor.order({"milk": 1}), floor.order({"milk": 1})
    floor.run(orders.request_cancellation, first.id, "changed mind", "customer")
    refund = floor.one(Refund)
    answer = {"confirmed": False, "detail": "card closed"}

    foreign = client.post(f"/api/v1/orders/{other.id}/refunds/{refund.id}", json=answer, headers=token())
    failed = client.post(f"/api/v1/orders/{first.id}/refunds/{refund.id}", json=answer, headers=token())
    again = signed_in("service").post(f"/api/v1/orders/{first.id}/refunds/{refund.id}/retry")

    assert (foreign.status_code, failed.json["state"], again.json["state"]) == (404, "FAILED", "REFUND_SENT")


@pytest.mark.parametrize("url", ["ftp://shop.example/hook", "shop.example", "https://", "https://me:pin@shop.example/"])
def test_webhooks_go_to_web_addresses_only(client, token, url):
    """What is no address would be tried for hours, and a name in it would stand in every log."""
    answer = client.post("/api/v1/webhooks", json={"channel": "app", "url": url}, headers=token())

    assert (answer.status_code, answer.json["facts"]["field"]) == (422, "url")
