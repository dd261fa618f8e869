"""What a channel, a till and the desk say of an order over HTTP, and what they are told at once."""

from datetime import timedelta

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


def test_a_lead_begins_before_the_time_has_come(client, token, signed_in, milk):
    """A quiet hour is used; a channel's machine does not decide that."""
    later = {**ORDER, "not_before": "2026-01-15T12:00:00Z"}
    order = client.post("/api/v1/orders", json=later, headers=token()).json
    release = f"/api/v1/orders/{order['order_id']}/release"

    unpaid = signed_in("lead", key="lead").post(release)
    scheduled = paid(client, token(), order["order_id"])
    refused = client.post(release, headers=token())
    begun = signed_in("lead", key="lead2").post(release)
    seen = client.get(f"/api/v1/orders/{order['order_id']}", headers=token()).json

    assert (unpaid.status_code, unpaid.json["code"]) == (409, "step_not_possible")
    assert (scheduled.json["state"], refused.status_code) == ("SCHEDULED", 403)
    assert (begun.json["state"], [part["state"] for part in seen["sub_orders"]]) == ("IN_FULFILMENT", ["RELEASED"])


def test_the_desk_takes_an_item_off_sale_and_lists_it_again(floor, client, token, signed_in, milk):
    """A recall reaches every channel at once, whatever the books say."""
    desk = signed_in("lead")
    sale = {"skus": ["milk"]}

    off = desk.post("/api/v1/stores/s1/sale", json={**sale, "on_sale": False})
    refused = client.post("/api/v1/orders", json=ORDER, headers=token())
    on = desk.post("/api/v1/stores/s1/sale", json={**sale, "on_sale": True})

    assert (off.json["available"], refused.json["code"], on.json["available"]) == (
        {"milk": 0},
        "not_on_sale",
        {"milk": 3},
    )
    assert [len(floor.webhooks(kind)) for kind in ("stock.sold_out", "stock.back")] == [1, 1]


def test_what_has_expired_is_not_available(floor, client, token):
    """A channel that shows it sells what no order can get."""
    floor.zone()
    floor.bin("b1")
    floor.item("milk")
    floor.stock("milk", 3, "b1", expires=floor.clock.now().date() - timedelta(days=1))

    answer = client.get("/api/v1/stores/s1/availability?sku=milk", headers=token())

    assert answer.json["available"] == {"milk": 0}


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
