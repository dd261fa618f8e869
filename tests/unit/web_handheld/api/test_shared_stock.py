"""One stock for all of e-commerce: the shop of one store sells what lies in another."""

import pytest

from picking.catalogue.model import Listing
from picking.floor.commands import sell_online_from
from picking.floor.model import Store
from picking.foundation.actor import system
from picking.foundation.records import Webhook
from picking.foundation.refusals import Refusal
from picking.orders.model import Channel, Order
from picking.stock.commands import receive

ORDER = {
    "channel": "app", "external_id": "X-1", "store": "s1", "mode": "delivery", "placed_at": "2026-01-15T02:00:00Z",
    "lines": [{"line_no": 1, "sku": "milk", "quantity": 2, "unit_price_minor": 500}],
}  # fmt: skip


@pytest.fixture
def warehouse(floor):
    """Give store s1 with one milk on its shelf, whose app sells the two of warehouse w1."""
    floor.stock("milk", 1, "b1", price=500)
    floor.put(Store(id="w1", names={"en": "Net"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
    floor.put(Channel(store_id="w1", id="app"))
    floor.put(Listing(store_id="w1", sku="milk", price_minor=500))
    bin_ = floor.bin("w1-1")
    floor.run(lambda work: setattr(work.get(type(bin_), "w1-1"), "store_id", "w1"))
    floor.run(receive, "w1", "milk", "w1-1", 2, by=system("w1"))
    floor.run(sell_online_from, "s1", "w1")
    return floor


def test_an_order_is_served_by_the_store_whose_stock_is_sold(client, token, warehouse):
    """The shop of s1 takes the order, w1 holds and issues the goods; s1's shelf is its own customers'."""
    app = token()
    seen = client.get("/api/v1/stores/s1/availability?sku=milk", headers=app).json
    order = client.post("/api/v1/orders", json=ORDER, headers=app).json
    paid = {"amount_minor": 1000, "paid_at": "2026-01-15T02:00:00Z", "reference": "R-1"}
    answer = client.post(f"/api/v1/orders/{order['order_id']}/payment", json=paid, headers=app)
    shown = client.get(f"/api/v1/orders/{order['order_id']}", headers=app)

    assert (seen["stock_of"], seen["available"]) == ("w1", {"milk": 2})
    assert (answer.status_code, shown.status_code) == (200, 200)
    assert warehouse.get(Order, order["order_id"]).store_id == "w1"
    told = warehouse.all(Webhook, kind="stock.sold_out")
    assert {(row.store_id, row.body["store"]) for row in told} == {("s1", "s1"), ("w1", "w1")}


def test_each_store_sells_its_own_again(client, token, warehouse):
    """Independent stores are the rule; sharing is a choice that can be taken back."""
    warehouse.run(sell_online_from, "s1", None)

    seen = client.get("/api/v1/stores/s1/availability?sku=milk", headers=token()).json

    assert (seen["stock_of"], seen["available"]) == ("s1", {"milk": 1})


def test_stock_is_shared_with_who_has_some_in_the_same_money(warehouse):
    """A chain of stores that sell each other's stock would end nowhere."""
    usd = Store(id="u1", names={"en": "Far"}, currency="USD", timezone="UTC", settings={})
    warehouse.put(usd)

    for store, stock_of, code in (("w1", "u1", "other_currency"), ("w1", "s1", "sells_others_stock")):
        with pytest.raises(Refusal, match=code):
            warehouse.run(sell_online_from, store, stock_of)
