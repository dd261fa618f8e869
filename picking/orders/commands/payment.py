"""Payment: the whole amount, once, in time; what comes too late goes back at once and revives nothing."""

from datetime import datetime

from sqlalchemy import select

from picking.foundation.kinds import StockPolicy
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step, tell_desk
from picking.orders.commands.intake import lines_of
from picking.orders.commands.refunding import queue_refund, refund_rest, send_refunds
from picking.orders.commands.serials import issue_stock
from picking.orders.events import OrderPaid
from picking.orders.lifecycle import OrderState, OrderStep
from picking.orders.model import Order, Refund, RefundReason
from picking.stock.commands import release, reserve

UNPAID_ENDS = (OrderState.CANCELLED_UNPAID, OrderState.CANCELLED)


def pay_order(work: UnitOfWork, order_id: str, amount_minor: int, paid_at: datetime, reference: str) -> Order:
    """Note a payment of the whole amount; the same reference again is a repeat and changes nothing.

    A late one is refunded at once. Refuses another amount (`amount_wrong`) and a second payment (`already_paid`).
    """
    work.by.require("channel", "desk", "pos")
    order = work.get(Order, order_id, lock=True)
    if order.payment_reference == reference or _refunded_before(work, order, reference):
        return order
    if order.paid_at is not None:
        raise Refusal("already_paid", number=order.number)
    if _is_over(order, paid_at):
        expire_order(work, order)
    if order.state in UNPAID_ENDS:
        _send_back(work, order, amount_minor, reference)
        return order
    if amount_minor != order.amount_due_minor:
        raise Refusal("amount_wrong", Kind.INVALID, expected=order.amount_due_minor, paid=amount_minor)
    _take_money(work, order, amount_minor, paid_at, reference)
    return order


def expire_order(work: UnitOfWork, order: Order) -> None:
    """End an order nobody paid for in time: its stock is free again. The sweep calls it."""
    take_step(work, order, OrderStep.EXPIRE)
    release(work, order.id, expired=True)


def _take_money(work: UnitOfWork, order: Order, amount_minor: int, paid_at: datetime, reference: str) -> None:
    begun = order.state is not OrderState.PENDING_PAYMENT
    order.paid_minor, order.paid_at, order.payment_reference = amount_minor, paid_at, reference
    # A payment while the goods are being prepared changes no state, so it must not restart any wait.
    patience = order.deadline_at - work.now if begun and order.deadline_at else None
    take_step(work, order, OrderStep.PAY, patience=patience, amount_minor=amount_minor)
    if begun:
        return
    if order.stock_policy is StockPolicy.DEDUCT_ON_PAYMENT and not _got_stock(work, order):
        take_step(work, order, OrderStep.CANCEL, reason="stock_short")
        refund_rest(work, order, RefundReason.CANCELLED)
        tell_desk(work, order, "alert", code="sold_out_at_payment")
        return
    issue_stock(work, order)
    work.tell(OrderPaid(order.id))


def _is_over(order: Order, paid_at: datetime) -> bool:
    """Tell whether it was paid after its time, even if no sweep came by; the call may be late, the money may not."""
    if order.state is not OrderState.PENDING_PAYMENT or order.deadline_at is None:
        return False
    return paid_at >= order.deadline_at


def _got_stock(work: UnitOfWork, order: Order) -> bool:
    """First come, first served at payment: all lines or none."""
    try:
        reserve(work, order.id, [(line.id, line.sku, line.quantity) for line in lines_of(work, order)])
    except Refusal as no:
        if no.code != "stock_short":
            raise
        return False
    return True


def _send_back(work: UnitOfWork, order: Order, amount_minor: int, reference: str) -> None:
    queue_refund(work, order, amount_minor, RefundReason.LATE_PAYMENT, reference=reference)
    send_refunds(work, order)
    tell_desk(work, order, "alert", code="late_payment", amount_minor=amount_minor)


def _refunded_before(work: UnitOfWork, order: Order, reference: str) -> bool:
    same = select(Refund.id).where(Refund.order_id == order.id, Refund.reference == reference)
    return work.session.execute(same).first() is not None
