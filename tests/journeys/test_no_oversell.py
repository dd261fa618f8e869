"""Two hundred buyers at once for twenty pieces: twenty get one, nobody gets nothing for their money."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from floor import STORE

from picking.foundation.kinds import Mode, StockPolicy
from picking.foundation.refusals import Refusal
from picking.orders.commands import (
    TIME_OUTS,
    accept_automatically,
    pay_order,
    submit_order,
    tell_back_in_stock,
    tell_sold_out,
)
from picking.orders.drafts import LineDraft, OrderDraft
from picking.orders.events import OrderPaid
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order, Refund
from picking.stock.events import BackInStock, SoldOut
from picking.stock.model import StockLevel
from picking.stock.queries import conservation_errors

BUYERS, PIECES = 200, 20
REACTIONS = {
    OrderPaid: [accept_automatically],
    SoldOut: [tell_sold_out],
    BackInStock: [tell_back_in_stock],
}


def draft(floor, name, lines=(("melon", 1),), **facts):
    order_lines = tuple(LineDraft(no, sku, quantity, 500) for no, (sku, quantity) in enumerate(lines, start=1))
    return OrderDraft("app", name, Mode.DELIVERY, floor.clock.now(), order_lines, **facts)


def all_at_once(deed, count=BUYERS):
    """Do something in many threads and count the answers; a refusal's answer is its code."""

    def attempt(number):
        try:
            return deed(number)
        except Refusal as no:
            return no.code

    with ThreadPoolExecutor(max_workers=32) as threads:
        return Counter(threads.map(attempt, range(count)))


def test_parallel_orders_never_oversell(make_floor, any_url):
    """The last piece is decided by one statement in the database, not by who looked first."""
    floor = make_floor(url=any_url, reactions=REACTIONS)
    floor.stock("melon", PIECES, "A-1")

    answers = all_at_once(lambda n: str(floor.run(submit_order, draft(floor, f"B-{n}")).state))

    assert answers == {"PENDING_PAYMENT": PIECES, "stock_short": BUYERS - PIECES}
    assert floor.get(StockLevel, (STORE, "melon")).locked == PIECES
    assert sorted(order.number for order in floor.all(Order)) == [f"{n:04d}" for n in range(1, PIECES + 1)]
    assert len(floor.webhooks("stock.sold_out")) == 1
    assert floor.ask(conservation_errors, STORE) == []


def test_first_come_first_served_at_payment(make_floor, any_url):
    """In a flash sale everybody may order; who pays first gets the goods, the others their money back."""
    floor = make_floor(url=any_url, reactions=REACTIONS)
    floor.stock("melon", PIECES, "A-1")
    buyers = 60
    orders = [
        floor.run(submit_order, draft(floor, f"B-{n}", stock_policy=StockPolicy.DEDUCT_ON_PAYMENT))
        for n in range(buyers)
    ]

    answers = all_at_once(
        lambda n: str(floor.run(pay_order, orders[n].id, 500, floor.clock.now(), f"pay-{n}").state), buyers
    )

    assert answers == {"IN_FULFILMENT": PIECES, "CANCELLED": buyers - PIECES}
    assert sum(refund.amount_minor for refund in floor.all(Refund)) == 500 * (buyers - PIECES)
    documents = [order.issue_document for order in floor.all(Order, state=OrderState.IN_FULFILMENT)]
    assert len(set(documents)) == PIECES
    assert floor.ask(conservation_errors, STORE) == []


def test_baskets_of_two_items_never_wait_for_each_other(make_floor, any_url):
    """Half the buyers name the items the other way round; all lines or none, and no deadlock."""
    floor = make_floor(url=any_url, reactions=REACTIONS)
    floor.stock("melon", PIECES, "A-1")
    floor.stock("apple", PIECES // 2, "A-2")
    both = (("melon", 1), ("apple", 1))

    answers = all_at_once(
        lambda n: str(floor.run(submit_order, draft(floor, f"B-{n}", both if n % 2 else both[::-1])).state), 80
    )

    assert answers == {"PENDING_PAYMENT": PIECES // 2, "stock_short": 80 - PIECES // 2}
    assert floor.get(StockLevel, (STORE, "melon")).locked == PIECES // 2
    assert floor.ask(conservation_errors, STORE) == []


def test_the_same_order_sent_by_many_is_one_order(make_floor, any_url):
    """A channel that repeats itself in a hurry must not get its goods twice."""
    floor = make_floor(url=any_url, reactions=REACTIONS)
    floor.stock("melon", PIECES, "A-1")
    twice = draft(floor, "B-1")

    answers = all_at_once(lambda _: floor.run(submit_order, twice).id, 20)

    assert list(answers.values()) == [20]
    assert floor.get(StockLevel, (STORE, "melon")).locked == 1


def test_an_order_expires_once_also_when_the_service_was_down(make_floor, any_url):
    """At ten minutes the stock is free again, whoever was asleep; the money that comes later goes back."""
    floor = make_floor(url=any_url, reactions=REACTIONS, time_outs=TIME_OUTS)
    floor.stock("melon", 1, "A-1")
    order = floor.order({"melon": 1}, paid=False)

    floor.clock.advance(minutes=9, seconds=59)
    assert floor.sweep() == 0
    floor.clock.advance(minutes=30)
    floor.restart()
    assert (floor.sweep(), floor.sweep()) == (1, 0)

    assert floor.get(Order, order.id).state is OrderState.CANCELLED_UNPAID
    assert [hook["sku"] for hook in floor.webhooks("stock.back")] == ["melon"]
    floor.run(pay_order, order.id, 500, floor.clock.now(), "late")
    floor.run(pay_order, order.id, 500, floor.clock.now(), "late")
    assert floor.get(Order, order.id).state is OrderState.CANCELLED_UNPAID
    assert floor.one(Refund, order_id=order.id).amount_minor == 500
    assert floor.ask(conservation_errors, STORE) == []


def test_two_sweepers_at_once_expire_an_order_once(make_floor, any_url):
    """Two processes may wake at the same second; the stock must not be freed twice."""
    floor = make_floor(url=any_url, reactions=REACTIONS, time_outs=TIME_OUTS)
    floor.stock("melon", 5, "A-1")
    for _ in range(5):
        floor.order({"melon": 1}, paid=False)
    floor.clock.advance(minutes=11)

    with ThreadPoolExecutor(max_workers=4) as threads:
        ended = sum(threads.map(lambda _: floor.sweep(), range(4)))

    assert ended == 5
    assert floor.get(StockLevel, (STORE, "melon")).locked == 0
    assert floor.ask(conservation_errors, STORE) == []
