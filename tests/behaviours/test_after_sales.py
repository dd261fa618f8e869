"""After the hand-over, with nothing but scans and buttons: questions on the floor, and goods that are sold again."""

import pytest

from picking.aftersales.commands import open_work_order
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.model import WorkKind, WorkOrder
from picking.floor.model import Store
from picking.orders.commands import deliver_order
from picking.orders.model import Channel, Order, OrderLine
from picking.outbound import commands as outbound
from picking.outbound.model import Bag
from picking.stock.model import StockLevel
from picking.stock.queries import held_goods

GTINS = {"milk": "4006381333931", "bread": "5901234123457"}


@pytest.fixture
def desk(milk):
    return milk.hand("dora", "rider_desk", on_shift=False)


def to_the_door(shop, order, desk, rider):
    """Hand an order that is ready to a rider, bag by bag, who delivers it."""
    shop.run(outbound.assign_rider, "fast", rider, "Rider", rider[-4:], [order.id])
    desk.press("check_in", tail=rider[-4:])
    for bag in shop.bags(order):
        desk.scan(shop.label(bag))
    desk.press("home")
    shop.run(deliver_order, order.id)


def complaint(order, kind, line_no=1, **line):
    return Complaint("C-1", kind, order.id, "leaks", "customer", (ComplaintLine(line_no, 1, **line),))


def test_who_is_on_a_walk_answers_a_stock_question_over_it(milk, desk):
    """One press, nothing laid down; who scans on leaves it to others, and who answers first ends it for all."""
    shop, ana, bob = milk, milk.hand("ana"), milk.hand("bob")
    order = shop.ordered({"milk": 2})
    shop.ready(order, ana, GTINS)
    to_the_door(shop, order, desk, "r-4711")
    for hand, basket in ((ana, "000002"), (bob, "000003")):
        shop.ordered({"milk": 1, "bread": 1})
        shop.walking(hand, basket)
    wish = shop.run(open_work_order, complaint(order, WorkKind.RESHIP, wanted_sku="bread"))

    seen = [hand.screen for hand in (ana, bob)]
    asked = ana.facts
    bob.scan("B:A-1")
    walks_on = bob.screen
    answered = ana.press("yes")

    assert seen == ["question_in_passing", "question_in_passing"]
    assert (asked["item"]["name"], asked["quantity"], asked["bin"]["id"]) == ("Bread", 1, "A-2")
    assert (walks_on, answered["code"], ana.screen) == ("pick_line", "question_answered", "pick_line")
    assert shop.get(WorkOrder, wish.id).state == "RESHIPPING"
    assert shop.books_are_closed()


def test_goods_brought_back_without_a_word_before_can_be_bought_again(milk, desk):
    """The bag is scanned, the goods are counted and put into their bin; the money goes back and the app sells them."""
    shop, ana = milk, milk.hand("ana")
    order = shop.ordered({"bread": 2})
    shop.ready(order, ana, GTINS)
    to_the_door(shop, order, desk, "r-4711")

    (bag,) = shop.bags(order)
    desk.scan(shop.label(shop.get(Bag, bag.id)))
    counting = desk.facts["lines"]
    desk.scan(GTINS["bread"])
    desk.press("count", line_no=1, quantity=2)
    refused = desk.press("received")
    desk.press("received", reason="too many")
    desk.scan("B:A-2")
    answer = desk.press("good")

    assert [(line["item"], line["most"], line["counted"]) for line in counting] == [("Bread", 2, 0)]
    assert refused["code"] == "invalid_field"  # it needs the customer's reason
    assert (answer["code"], desk.screen) == ("return_inspected", "home")
    assert shop.get(StockLevel, ("s1", "bread")).on_hand == 5
    assert shop.get(Order, order.id).refunded_minor == 1000
    assert shop.books_are_closed()


def test_a_second_order_of_the_same_number_is_offered(milk, desk):
    """Numbers begin anew each morning: yesterday's 0001 is not today's."""
    shop, ana = milk, milk.hand("ana")
    first = shop.ordered({"milk": 1})
    shop.ready(first, ana, GTINS)
    to_the_door(shop, first, desk, "r-4711")
    shop.clock.advance(days=1)
    second = shop.ordered({"bread": 1})
    shop.ready(second, ana, GTINS)
    to_the_door(shop, second, desk, "r-4712")

    desk.scan(f"O:{first.number}")
    offered = desk.facts["others"]
    desk.press("choose", order_id=first.id)

    assert first.number == second.number
    assert [each["order_id"] for each in offered] == [first.id]
    assert [line["item"] for line in desk.facts["lines"]] == ["Milk"]


def sisters_order(shop):
    """Put a delivered order of three milk into a second store of the chain."""
    now = shop.clock.now()
    shop.put(Store(id="s2", names={"en": "Park"}, currency="CNY", timezone="Asia/Shanghai", settings={}))
    shop.put(Channel(store_id="s2", id="app"))
    facts = {"mode": "delivery", "stock_policy": "lock", "customer": {"name": "Li"}, "currency": "CNY"}
    money = {"total_minor": 1500, "paid_minor": 1500, "paid_at": now, "refunded_minor": 0}
    order = Order(
        id="o-s2", store_id="s2", number="0777", channel="app", external_id="APP-9", state="DELIVERED", placed_at=now,
        not_before=None, due_at=now, state_since=now, fingerprint="-", **facts, **money,
    )  # fmt: skip
    line = OrderLine(
        id="l-s2", order_id="o-s2", line_no=1, sku="milk", unit="piece", quantity=3, unit_price_minor=500,
        amount_minor=1500, price_version=1, work_type="STANDARD", delivered_quantity=3,
    )  # fmt: skip
    return shop.put(order), shop.put(line)


def test_another_stores_order_is_taken_back_here(milk, desk):
    """A customer of the chain is not told "not found": the goods stay here, the money is the other store's."""
    shop = milk
    unknown = desk.scan("O:0777")
    sisters_order(shop)

    desk.scan("O:0777")
    seen = desk.facts
    desk.scan(GTINS["milk"])
    desk.press("received", reason="wrong milk")
    answer = desk.press("hold", reason="opened")

    assert unknown["code"] == "code_of_nothing"
    assert (seen["order"], seen["store"], seen["lines"][0]["most"]) == ("0777", "s2", 3)
    assert answer["code"] == "return_inspected"
    assert [share.quantity for share, _ in shop.ask(held_goods, "s1")] == [1]
    assert shop.get(Order, "o-s2").refunded_minor == 500
    assert shop.books_are_closed()


def test_an_order_is_found_by_what_the_receipt_says(milk, desk):
    """The bag went into the bin at home; the app still shows its number."""
    sisters_order(milk)

    wrong = desk.press("customer_return", reference="APP-8")
    desk.press("customer_return", reference="APP-9")

    assert wrong["code"] == "no_such_reference"
    assert desk.facts["order"] == "0777"
