"""Leaving: the gate between cancel and hand-over, then delivery, return and the end of an order."""

from datetime import timedelta

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step
from picking.orders.commands.refunding import refund_rest, send_refunds
from picking.orders.commands.splitting import sub_orders_of
from picking.orders.events import OrderArrived, OrderLeft, OrderReturned
from picking.orders.lifecycle import OrderState, OrderStep, SubOrderState, SubOrderStep
from picking.orders.model import Order, OrderLine, RefundReason
from picking.stock.commands import allocate, close_out, take_all

CANCELLED = (OrderState.CANCELLED, OrderState.CANCELLED_UNPAID)


def hand_over_order(work: UnitOfWork, order_id: str) -> Order:
    """Close the gate: the rider has every bag. A wish to cancel that came first wins (`cancel_pending`)."""
    order = open_gate(work, order_id)
    take_step(work, order, OrderStep.HAND_OVER)
    _let_go(work, order)
    return order


def collect_order(work: UnitOfWork, order_id: str) -> Order:
    """Close the gate at the counter: the customer has every bag, and has paid (`not_paid` else)."""
    order = open_gate(work, order_id)
    if order.mode is Mode.DELIVERY:
        raise Refusal("not_for_pickup", number=order.number)
    take_step(work, order, OrderStep.COLLECT, patience=timedelta(days=work.settings.close_after_days))
    _let_go(work, order)
    work.tell(OrderArrived(order.id))
    return order


def complete_cart(work: UnitOfWork, order_id: str) -> Order:
    """Let a shopper's own cart go after somebody has looked at it: stock leaves its bins and the order is collected."""
    order = open_gate(work, order_id)
    if order.mode is not Mode.SCAN_AND_GO:
        raise Refusal("not_a_cart", number=order.number)
    allocate(work, order_id)
    take_all(work, order_id)
    take_step(work, order, OrderStep.COMPLETE)
    send_refunds(work, order)
    return collect_order(work, order_id)


def open_gate(work: UnitOfWork, order_id: str) -> Order:
    """Lock an order for its way out, and refuse one that is being cancelled, is cancelled or is not paid."""
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.CANCEL_PENDING:
        raise Refusal("cancel_pending", number=order.number)
    if order.state in CANCELLED:
        raise Refusal("order_cancelled", Kind.TOO_LATE, number=order.number)
    if order.amount_due_minor > 0:
        raise Refusal("not_paid", number=order.number, amount_minor=order.amount_due_minor)
    return order


def deliver_order(work: UnitOfWork, order_id: str) -> Order:
    """Note that the rider says delivered."""
    order = work.get(Order, order_id, lock=True)
    take_step(work, order, OrderStep.DELIVER, patience=timedelta(days=work.settings.close_after_days))
    work.tell(OrderArrived(order.id))
    return order


def fail_delivery(work: UnitOfWork, order_id: str, reason: str) -> Order:
    """Note that the goods could not be delivered and are on their way back."""
    order = work.get(Order, order_id, lock=True)
    take_step(work, order, OrderStep.FAIL_DELIVERY, reason=reason)
    return order


def return_in_order(work: UnitOfWork, order_id: str) -> Order:
    """Note that undelivered goods are back at the counter: what was paid goes back, the goods are inspected."""
    order = work.get(Order, order_id, lock=True)
    take_step(work, order, OrderStep.RETURN_IN)
    refund_rest(work, order, RefundReason.RETURN)
    work.tell(OrderReturned(order.id))
    return order


def close_order(work: UnitOfWork, order: Order) -> None:
    """End an order when the time for complaints is over. The sweep calls it."""
    take_step(work, order, OrderStep.CLOSE)


def deliver_line(work: UnitOfWork, order_line_id: str, quantity: int) -> OrderLine:
    """Note how much of a line the customer gets, in pieces or grams."""
    line = work.get(OrderLine, order_line_id, lock=True)
    if quantity < 0:
        raise invalid("quantity", "must not be negative")
    line.delivered_quantity = quantity
    return line


def _let_go(work: UnitOfWork, order: Order) -> None:
    for part in sub_orders_of(work, order.id):
        if part.state is SubOrderState.AT_OUTBOUND:
            work.step(part, SubOrderStep.HAND_OVER)
    close_out(work, order.id)
    work.tell(OrderLeft(order.id))
