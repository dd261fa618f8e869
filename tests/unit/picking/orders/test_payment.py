"""Payment: the whole amount, once, in time; late money goes back and revives nothing."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.foundation.kinds import Mode, StockPolicy
from picking.foundation.refusals import Refusal
from picking.orders.commands import confirm_refund, fail_refund, pay_order, refund_line, retry_refund
from picking.orders.events import OrderPaid
from picking.orders.lifecycle import OrderState, RefundState
from picking.orders.model import Channel, Order, OrderLine, Refund, RefundReason
from picking.stock.model import Reservation, StockLevel


@pytest.fixture
def pending(floor):
    """Give an order of two milks, 10.00, that waits for its money."""
    floor.stock("milk", 10)
    return floor.order({"milk": 2}, paid=False)


def pay(floor, order, amount=1000, reference="pay-1", at=None):
    return floor.run(pay_order, order.id, amount, at or floor.clock.now(), reference)


def test_the_whole_amount_commits_the_stock(floor, pending):
    """From now on the goods are the customer's, and the books have a document for it."""
    order = pay(floor, pending)

    assert order.state is OrderState.IN_FULFILMENT
    assert (order.paid_minor, order.payment_reference, order.issue_document) == (1000, "pay-1", "SI-20260115-0001")
    level = floor.get(StockLevel, (STORE, "milk"))
    assert (level.locked, level.committed) == (0, 2)
    assert [hook["state"] for hook in floor.webhooks("order.state")] == ["PENDING_PAYMENT", "PAID", "IN_FULFILMENT"]


@pytest.mark.parametrize("amount", [999, 1001, 0])
def test_another_amount_is_refused(floor, pending, amount):
    """Neither a gift nor a debt."""
    with pytest.raises(Refusal) as no:
        pay(floor, pending, amount)

    assert (no.value.code, no.value.facts) == ("amount_wrong", {"expected": 1000, "paid": amount})


def test_the_same_payment_again_is_a_repeat(floor, pending):
    """A callback comes as often as the bank likes."""
    pay(floor, pending)
    pay(floor, pending)

    assert len(floor.events(OrderPaid)) == 1


def test_a_second_payment_is_refused(floor, pending):
    """Whoever sent it must give it back."""
    pay(floor, pending)

    with pytest.raises(Refusal, match="already_paid"):
        pay(floor, pending, reference="pay-2")


def test_a_payment_that_was_in_time_counts_when_its_call_is_late(floor, pending):
    """The customer paid within ten minutes; the network took longer, and nobody has freed the goods."""
    paid_at = floor.clock.now() + timedelta(minutes=9, seconds=59)
    floor.clock.advance(minutes=11)

    assert pay(floor, pending, at=paid_at).state is OrderState.IN_FULFILMENT


def test_late_money_goes_back_even_before_the_sweep_has_come(floor, pending):
    """Ten minutes are over at ten minutes, not when somebody looks."""
    floor.clock.advance(minutes=10)

    order = pay(floor, pending)

    assert order.state is OrderState.CANCELLED_UNPAID
    assert floor.get(StockLevel, (STORE, "milk")).locked == 0
    assert floor.one(Refund).reason is RefundReason.LATE_PAYMENT


def test_late_money_goes_back_at_once_and_once_for_each_payment(floor, pending):
    """Told to the channel in the same breath, and to the desk."""
    floor.clock.advance(minutes=11)
    floor.sweep()

    pay(floor, pending)
    pay(floor, pending)
    pay(floor, pending, amount=300, reference="pay-2")

    assert floor.get(Order, pending.id).state is OrderState.CANCELLED_UNPAID
    assert [hook["amount_minor"] for hook in floor.webhooks("order.refund")] == [1000, 300]
    assert [hook["refunds"][0]["payment_reference"] for hook in floor.webhooks("order.refund")] == ["pay-1", "pay-2"]
    assert {refund.state for refund in floor.all(Refund)} == {RefundState.REFUND_SENT}
    assert [push.body["code"] for push in floor.pushed if push.name == "alert"] == ["late_payment"] * 2


def test_deducting_at_payment_takes_stock_then(floor):
    """First come is first paid."""
    floor.stock("milk", 2)
    order = floor.order({"milk": 2}, paid=False, stock_policy=StockPolicy.DEDUCT_ON_PAYMENT)
    assert floor.all(Reservation) == []

    assert pay(floor, order).state is OrderState.IN_FULFILMENT
    assert floor.get(StockLevel, (STORE, "milk")).committed == 2


def test_too_late_for_the_goods_means_money_back(floor):
    """Nothing to deliver: cancelled, refunded whole, and nothing stays reserved."""
    floor.stock("milk", 2)
    order = floor.order({"milk": 2}, paid=False, stock_policy=StockPolicy.DEDUCT_ON_PAYMENT)
    floor.order({"milk": 1}, paid=False)

    assert pay(floor, order).state is OrderState.CANCELLED
    assert [hook["amount_minor"] for hook in floor.webhooks("order.refund")] == [1000]
    assert pay(floor, order).refunded_minor == 1000
    assert len(floor.all(Refund)) == 1


def test_who_may_take_money(floor, pending):
    """A channel, the till or the desk."""
    with pytest.raises(Refusal, match="right_missing"):
        floor.run(pay_order, pending.id, 1000, floor.clock.now(), "x", by=floor.actor("p1", "pick"))
    assert floor.run(pay_order, pending.id, 1000, floor.clock.now(), "x", by=floor.actor("till", "pos")).paid_minor


class TestRefunds:
    """Pro rata, rounded for the customer, never more than was paid."""

    @pytest.fixture
    def line(self, floor):
        """Give a paid line of three milks for 10.00 in all."""
        floor.stock("milk", 10, price=333)
        floor.order({"milk": 3})
        line = floor.one(OrderLine)
        assert line.amount_minor == 999
        return line

    def test_a_missing_piece_is_its_share(self, floor, line):
        """One of three is a third, and a broken cent is the customer's."""
        assert floor.run(refund_line, line.id, 1, RefundReason.SHORT).amount_minor == 333

    def test_shares_never_add_up_to_more_than_was_paid(self, floor):
        """Three times a third, each rounded up, would be a cent too many."""
        floor.stock("plums", 1000, weighed=True, price=1000)
        order = floor.order({"plums": 7})
        line = floor.one(OrderLine)
        assert line.amount_minor == 7

        given = [floor.run(refund_line, line.id, grams, RefundReason.WEIGHT) for grams in (3, 3, 3)]

        assert [refund.amount_minor if refund else 0 for refund in given] == [3, 3, 1]
        assert floor.get(Order, order.id).refunded_minor == 7

    @pytest.mark.parametrize("quantity", [-1, 4])
    def test_more_than_was_ordered_cannot_be_missing(self, floor, line, quantity):
        """A slip of the keypad is no refund."""
        with pytest.raises(Refusal, match="invalid_field"):
            floor.run(refund_line, line.id, quantity, RefundReason.SHORT)

    def test_nothing_missing_is_no_refund(self, floor, line):
        """Over weight or exact: no money moves."""
        assert floor.run(refund_line, line.id, 0, RefundReason.WEIGHT) is None

    def test_refunds_wait_for_the_end_of_the_work(self, floor, line):
        """A channel takes one adjustment an order: shorts are collected."""
        floor.run(refund_line, line.id, 1, RefundReason.SHORT)

        assert floor.one(Refund).state is RefundState.REFUND_QUEUED
        assert floor.webhooks("order.refund") == []

    def test_what_is_short_before_the_counter_is_not_asked_for(self, floor):
        """Unpaid goods that are not there go off the bill; there is no money to give back."""
        floor.run(lambda work: setattr(work.get(Channel, (STORE, "app")), "pay_at_pickup", True))
        floor.stock("milk", 10)
        order = floor.order({"milk": 3}, mode=Mode.PICKUP, paid=False)

        assert floor.run(refund_line, floor.one(OrderLine).id, 1, RefundReason.SHORT) is None

        assert floor.get(Order, order.id).amount_due_minor == 1000
        assert pay(floor, order, 1000).amount_due_minor == 0

    def test_a_refund_that_failed_is_tried_again(self, floor):
        """Money on its way is followed until it is there."""
        floor.stock("milk", 1)
        order = floor.order({"milk": 1}, paid=False)
        floor.clock.advance(minutes=11)
        pay(floor, order, 500)
        refund = floor.one(Refund)

        floor.run(fail_refund, refund.id, "card closed")
        assert floor.pushed[-1].body["code"] == "refund_failed"
        floor.run(retry_refund, refund.id)
        floor.run(confirm_refund, refund.id)
        floor.run(confirm_refund, refund.id)

        assert floor.get(Refund, refund.id).state is RefundState.CONFIRMED
        assert len(floor.webhooks("order.refund")) == 2
