"""Intake: all or nothing, once, and only what this store can do."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.catalogue.model import Listing
from picking.foundation.kinds import Mode, StockPolicy
from picking.foundation.refusals import Kind, Refusal
from picking.orders.commands import check_before_payment, clear_risk, pay_order, reject_risk, submit_order
from picking.orders.drafts import LineDraft, OrderDraft
from picking.orders.lifecycle import OrderState
from picking.orders.model import Channel, Order, OrderLine
from picking.stock.model import Reservation, StockLevel


def draft(floor, *lines, **facts):
    facts = {"channel": "app", "external_id": "X", "mode": Mode.DELIVERY, "placed_at": floor.clock.now(), **facts}
    return OrderDraft(lines=lines or (LineDraft(1, "milk", 2, 500),), **facts)


def locked(floor, sku="milk"):
    return floor.get(StockLevel, (STORE, sku)).locked


def test_a_new_order_locks_its_stock_and_waits_for_its_money(floor):
    """Ten minutes, told to the channel with everything it must know."""
    floor.stock("milk", 10)

    order = floor.run(submit_order, draft(floor))

    assert (order.state, order.number, order.total_minor) == (OrderState.PENDING_PAYMENT, "0001", 1000)
    assert order.deadline_at == floor.clock.now() + timedelta(minutes=10)
    assert order.due_at == floor.clock.now() + timedelta(minutes=30)
    assert locked(floor) == 2
    (told,) = floor.webhooks("order.state")
    assert (told["external_id"], told["state"], told["number"]) == ("X", "PENDING_PAYMENT", "0001")
    assert any(push.room == f"store:{STORE}" and push.body["number"] == "0001" for push in floor.pushed)


def test_weighed_lines_cost_by_the_kilogram(floor):
    """Four hundred grams at 9.90 the kilogram are 3.96."""
    floor.stock("apples", 5000, weighed=True, price=990)

    order = floor.run(submit_order, draft(floor, LineDraft(1, "apples", 400, 990)))

    assert order.total_minor == 396


def test_numbers_start_again_each_morning_of_the_store(floor):
    """People call numbers out; Shanghai's morning is not Greenwich's."""
    floor.stock("milk", 10)
    first, second = floor.order({"milk": 1}), floor.order({"milk": 1})
    floor.clock.advance(hours=15)  # 01:00 of the next day in Shanghai, still today in UTC

    third = floor.order({"milk": 1})

    assert [first.number, second.number, third.number] == ["0001", "0002", "0001"]
    assert [first.issue_document, third.issue_document] == ["SI-20260115-0001", "SI-20260116-0001"]


def test_the_same_order_again_is_the_same_order(floor):
    """A channel that got no answer asks again."""
    floor.stock("milk", 10)
    once = draft(floor)

    assert floor.run(submit_order, once).id == floor.run(submit_order, once).id
    assert locked(floor) == 2


def test_a_reused_external_id_is_refused(floor):
    """Two carts under one name would become one bag."""
    floor.stock("milk", 10)
    floor.run(submit_order, draft(floor))

    with pytest.raises(Refusal) as no:
        floor.run(submit_order, draft(floor, LineDraft(1, "milk", 3, 500)))

    assert (no.value.code, no.value.kind) == ("external_id_reused", Kind.INVALID)


def test_a_short_order_leaves_nothing(floor):
    """Neither a row nor a number nor a lock."""
    floor.stock("milk", 1)

    with pytest.raises(Refusal, match="stock_short"):
        floor.run(submit_order, draft(floor))

    assert floor.all(Order) == []
    assert locked(floor) == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (LineDraft(1, "milk", 0, 500), "invalid_field"),
        (LineDraft(1, "milk", 1, -1), "invalid_field"),
        (LineDraft(1, "milk", 1, 500, options=("no_onion",)), "invalid_field"),
        (LineDraft(1, "beer", 1, 500), "unknown_thing"),
    ],
)
def test_a_line_that_cannot_be_is_refused(floor, line, code):
    """At the door, with the field's name."""
    floor.stock("milk", 10)

    with pytest.raises(Refusal, match=code):
        floor.run(submit_order, draft(floor, line))


def test_line_numbers_stand_once_and_there_is_at_least_one(floor):
    """Refunds name lines by their number."""
    floor.stock("milk", 10)
    line = LineDraft(1, "milk", 1, 500)

    for lines in ((line, line), ()):
        with pytest.raises(Refusal, match="invalid_field"):
            floor.run(submit_order, OrderDraft("app", "X", Mode.DELIVERY, floor.clock.now(), lines))


def test_an_unknown_channel_is_refused(floor):
    """Nobody would hear what becomes of the order."""
    floor.stock("milk", 10)

    with pytest.raises(Refusal, match="unknown_thing"):
        floor.run(submit_order, draft(floor, channel="fax"))


def test_what_is_off_sale_is_refused(floor):
    """Switched off in the store is switched off in every channel."""
    floor.stock("milk", 10)
    floor.run(lambda work: setattr(work.get(Listing, (STORE, "milk")), "listed", False))

    with pytest.raises(Refusal, match="not_on_sale"):
        floor.run(submit_order, draft(floor))


def test_goods_without_a_stall_to_make_them_are_refused(floor):
    """A dish nobody cooks would wait for ever."""
    floor.stock("noodles", 5, stall="kitchen")
    floor.run(lambda work: setattr(work.get(Listing, (STORE, "noodles")), "stall_id", None))

    with pytest.raises(Refusal, match="no_stall"):
        floor.run(submit_order, draft(floor, LineDraft(1, "noodles", 1, 500)))


def test_a_shoppers_cart_holds_shelf_goods_only(floor):
    """Nobody carries an uncooked dish to the door."""
    floor.stock("noodles", 5, stall="kitchen")

    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(submit_order, draft(floor, LineDraft(1, "noodles", 1, 500), mode=Mode.SCAN_AND_GO))


def test_options_travel_with_their_names(floor):
    """The cook reads them in her own language."""
    onion = {"code": "no_onion", "names": {"en": "No onion", "zh": "不要洋葱"}}
    floor.item("noodles", stall="kitchen", options=[onion])
    floor.stock("noodles", 5, "kitchen-bin")

    floor.run(submit_order, draft(floor, LineDraft(1, "noodles", 1, 500, options=("no_onion",))))

    assert floor.one(OrderLine).options == [onion]


def test_a_risky_order_is_held_without_stock_until_somebody_looked(floor):
    """A stolen card must not empty the shelves."""
    floor.stock("milk", 10)

    order = floor.run(submit_order, draft(floor, customer={"risk": "high"}))
    assert (order.state, order.deadline_at, locked(floor)) == (OrderState.RISK_HOLD, None, 0)
    order = floor.run(clear_risk, order.id)

    assert (order.state, locked(floor)) == (OrderState.PENDING_PAYMENT, 2)
    assert order.deadline_at == floor.clock.now() + timedelta(minutes=10)


def test_a_rejected_order_is_cancelled(floor):
    """And can never be paid: the money would go back."""
    floor.stock("milk", 10)
    order = floor.run(submit_order, draft(floor, customer={"risk": "high"}))

    assert floor.run(reject_risk, order.id, "stolen card").state is OrderState.CANCELLED


@pytest.mark.parametrize("command", [clear_risk, reject_risk])
def test_looking_at_risk_needs_the_right(floor, command):
    """Not every clerk decides about money."""
    floor.stock("milk", 10)
    order = floor.run(submit_order, draft(floor, customer={"risk": "high"}))
    arguments = (order.id,) if command is clear_risk else (order.id, "why")

    with pytest.raises(Refusal) as no:
        floor.run(command, *arguments, by=floor.actor("p1", "pick"))

    assert no.value.facts == {"right": "orders.risk"}


def test_one_who_often_cancels_pays_first(floor):
    """The policy follows the customer, not only the campaign."""
    floor.stock("milk", 10)

    order = floor.run(submit_order, draft(floor, customer={"risk": "medium"}))

    assert order.stock_policy is StockPolicy.DEDUCT_ON_PAYMENT
    assert locked(floor) == 0


def test_pressing_pay_holds_the_stock_a_minute_longer_but_once(floor):
    """A payment page takes a moment; a page left open takes all evening."""
    floor.stock("milk", 10)
    order = floor.run(submit_order, draft(floor))
    floor.clock.advance(minutes=9, seconds=30)

    held = floor.run(check_before_payment, order.id)
    assert held.deadline_at == floor.clock.now() + timedelta(seconds=60)
    floor.clock.advance(seconds=50)
    again = floor.run(check_before_payment, order.id)

    assert again.deadline_at == held.deadline_at
    floor.clock.advance(seconds=10)
    with pytest.raises(Refusal, match="payment_time_over"):
        floor.run(check_before_payment, order.id)


def test_pressing_pay_early_does_not_shorten_the_wait(floor):
    """Ten minutes were promised."""
    floor.stock("milk", 10)
    order = floor.run(submit_order, draft(floor))

    assert floor.run(check_before_payment, order.id).deadline_at == order.deadline_at


def test_pressing_pay_sees_the_new_price(floor):
    """Nobody shall pay a price that is not on the shelf any more, in either direction."""
    floor.stock("milk", 10)
    order = floor.run(submit_order, draft(floor))

    def dearer(work):
        listing = work.get(Listing, (STORE, "milk"))
        listing.price_minor, listing.price_version = 600, 2

    floor.run(dearer)

    with pytest.raises(Refusal) as no:
        floor.run(check_before_payment, order.id)
    assert no.value.facts["lines"] == [{"line_no": 1, "sku": "milk", "was_minor": 500, "now_minor": 600}]


def test_pressing_pay_in_a_flash_sale_sees_what_is_left(floor):
    """First come, first served: the page must say so before the card is out."""
    floor.stock("milk", 2)
    order = floor.run(submit_order, draft(floor, stock_policy=StockPolicy.DEDUCT_ON_PAYMENT))
    floor.run(check_before_payment, order.id)
    floor.order({"milk": 1}, paid=False)

    with pytest.raises(Refusal, match="stock_short"):
        floor.run(check_before_payment, order.id)


def test_pay_at_pickup_is_prepared_unpaid_and_paid_at_the_counter(floor):
    """The goods are ready when the customer comes; the money comes with the customer."""
    floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
    floor.stock("milk", 10)

    order = floor.order({"milk": 2}, mode=Mode.PICKUP, paid=False)

    assert (order.state, order.deadline_at) == (OrderState.IN_FULFILMENT, None)
    assert order.issue_document == "SI-20260115-0001"
    assert floor.one(Reservation).state == "ALLOCATED"
    paid = floor.run(pay_order, order.id, 1000, floor.clock.now(), "till-1")
    assert (paid.state, paid.amount_due_minor) == (OrderState.IN_FULFILMENT, 0)


def test_who_may_send_orders(floor):
    """A picker's badge is no shop front."""
    floor.stock("milk", 10)

    with pytest.raises(Refusal, match="right_missing"):
        floor.run(submit_order, draft(floor), by=floor.actor("p1", "pick"))
    assert floor.run(submit_order, draft(floor), by=floor.actor("app", "channel")).number == "0001"
