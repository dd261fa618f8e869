"""Goods between two stores of the same books: loaded by scan on one handheld, awaited on another."""

import pytest

from picking.floor.model import Store
from picking.receiving.model import Delivery, DeliveryKind
from picking.receiving.queries import lines_of
from picking.stock.model import OnHand

MILK, BREAD = "4006381333931", "5901234123457"


@pytest.fixture
def chain(milk):
    """Give the store with a sister in the park."""
    names = {"en": "Park", "zh": "公园店", "es": "Parque"}
    milk.put(Store(id="s2", names=names, currency="CNY", timezone="Asia/Shanghai", settings={}))
    return milk


def test_a_lead_loads_by_scan_and_sends_it_off(chain):
    """Bin, item, how many; nothing leaves the books before it leaves the store, and then all of it at once."""
    lea = chain.hand("lea", "lead")
    begun = lea.press("send_goods", to="s2")
    early = lea.scan(MILK)
    lea.scan("B:A-1")
    lea.scan(MILK)
    too_many = lea.press("loaded", quantity=6)
    lea.press("loaded", quantity=3)
    lea.scan("B:A-2")
    lea.scan(BREAD)
    lea.press("loaded", quantity=2)
    lea.press("put_off", line=1)
    lying = lying_of(chain, "milk")
    sent = lea.press("send_off")

    assert (begun["code"], lea.screen, sent["code"]) == ("loads_for", "home", "is_sent_off")
    assert (early["code"], too_many["code"]) == ("scan_a_bin_first", "not_there")
    assert (lying, lying_of(chain, "milk"), lying_of(chain, "bread")) == (5, 2, 5)
    (awaited,) = chain.all(Delivery)
    assert (awaited.store_id, awaited.kind, awaited.supplier) == ("s2", DeliveryKind.TRANSFER, "s1")
    assert [(line.sku, line.expected) for line in chain.ask(lines_of, awaited.id)] == [("milk", 3)]
    assert chain.books_are_closed()


def test_what_orders_hold_is_not_loaded(chain):
    """The customer has paid for it."""
    lea = chain.hand("lea", "lead")
    chain.ordered({"milk": 4})
    lea.press("send_goods", to="s2")
    lea.scan("B:A-1")
    lea.scan(MILK)

    assert lea.press("loaded", quantity=2)["code"] == "not_enough_to_send"


def test_who_does_not_lead_sends_nothing(chain):
    """A button one may not press is in the way."""
    hands = chain.hand("lea", "lead"), chain.hand("ana")

    assert ["send_goods" in hand.look()["possible"] for hand in hands] == [True, False]


def test_where_no_sister_is_nobody_sends(milk):
    """Most stores stand alone."""
    assert "send_goods" not in milk.hand("lea", "lead").look()["possible"]


def lying_of(shop, sku):
    """Count an item in the bins."""
    return sum(row.quantity for row in shop.all(OnHand, sku=sku) if not row.place.startswith("~"))
