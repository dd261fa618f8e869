"""What a till and a channel say of stock over HTTP."""

import pytest

SALE = {
    "till": "till-1", "receipt": "R-1", "sold_at": "2026-01-15T02:00:00Z",
    "lines": [{"line_no": 1, "code": "4006381333931", "amount_minor": 1500}],
}  # fmt: skip


@pytest.fixture
def milk(floor):
    floor.stock("milk", 9, "b1")
    floor.code("milk", "4006381333931", contains=3)


def test_a_till_sends_what_it_scanned(client, token, milk):
    """A till knows barcodes; the pack of three takes three from the shelf, and the repeat nothing more."""
    headers = token("pos", "till-1")

    first = client.post("/api/v1/stores/s1/pos-sales", json=SALE, headers=headers)
    again = client.post("/api/v1/stores/s1/pos-sales", json=SALE, headers=headers)

    assert (first.status_code, first.json["available"]) == (201, {"milk": 6})
    assert again.json == first.json


def test_a_channel_sells_over_no_till(client, token, milk):
    """Only a till's word takes goods off the shelf without an order."""
    answer = client.post("/api/v1/stores/s1/pos-sales", json=SALE, headers=token())

    assert (answer.status_code, answer.json["code"]) == (403, "right_missing")


def test_a_channel_leaves_the_safety_stock(client, token, milk):
    """An app that is slow to hear sells less, and the answer says what is left."""
    kept = {"items": [{"sku": "milk", "quantity": 4}]}

    answer = client.post("/api/v1/stores/s1/safety-stock", json=kept, headers=token())

    assert answer.json["available"] == {"milk": 5}
