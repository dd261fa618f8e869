"""Money back: pro rata, rounded for the customer, never more than was paid; an order's refunds go out together."""

from sqlalchemy import select

from picking.foundation.money import share
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.events import RefundPaid
from picking.orders.lifecycle import OrderState, RefundState, RefundStep
from picking.orders.model import Order, OrderLine, Refund, RefundReason

STILL_COUNTING = (OrderState.IN_FULFILMENT, OrderState.CANCEL_PENDING)


def refund_line(work: UnitOfWork, order_line_id: str, quantity_missing: int, reason: RefundReason) -> Refund | None:
    """Give back the price of what a line lacks (pieces or grams); None when there is nothing to give back.

    On an unpaid order it goes off the bill. While the floor works on the order, refunds wait, so that the channel
    gets one adjustment when the order is ready.
    """
    line, order = _open(work, order_line_id)
    if not 0 <= quantity_missing <= line.quantity:
        raise invalid("quantity_missing", f"between 0 and {line.quantity}")
    wanted = share(line.amount_minor, quantity_missing, line.quantity)
    return _give_back(work, order, line, wanted, reason, quantity_missing)


def refund_difference(work: UnitOfWork, order_line_id: str, quantity: int, worth_minor: int) -> Refund | None:
    """Give back what a substitute for so much of a line is worth less than was paid; None when it is not."""
    line, order = _open(work, order_line_id)
    difference = share(line.amount_minor, quantity, line.quantity) - worth_minor
    return _give_back(work, order, line, max(0, difference), RefundReason.SUBSTITUTE, quantity)


def refund_amount(work: UnitOfWork, order_line_id: str, amount_minor: int, reason: RefundReason) -> Refund | None:
    """Give back so much for a line, at most what is left of its price; None when nothing is left."""
    line, order = _open(work, order_line_id)
    return _give_back(work, order, line, amount_minor, reason, 0)


def refund_rest(work: UnitOfWork, order: Order, reason: RefundReason) -> None:
    """Give back all that was paid and not given back yet, and send every refund of the order."""
    take_off(work, order, order.total_minor - order.refunded_minor, reason)
    send_refunds(work, order)


def take_off(
    work: UnitOfWork,
    order: Order,
    amount_minor: int,
    reason: RefundReason,
    *,
    line: OrderLine | None = None,
    quantity: int | None = None,
) -> Refund | None:
    """Take an amount off an order's bill; what was paid of it is queued as a refund."""
    if amount_minor <= 0:
        return None
    order.refunded_minor += amount_minor
    if order.paid_at is None:
        return None
    return queue_refund(work, order, amount_minor, reason, line=line, quantity=quantity)


def queue_refund(
    work: UnitOfWork,
    order: Order,
    amount_minor: int,
    reason: RefundReason,
    *,
    line: OrderLine | None = None,
    quantity: int | None = None,
    reference: str | None = None,
) -> Refund:
    """Write a refund down; `send_refunds` sends it."""
    refund = work.add(
        Refund(
            id=work.ids.new(), store_id=order.store_id, order_id=order.id, line_id=line.id if line else None,
            reason=reason, amount_minor=amount_minor, quantity=quantity, reference=reference,
        )
    )  # fmt: skip
    work.session.flush()
    return refund


def send_refunds(work: UnitOfWork, order: Order) -> None:
    """Tell the channel all waiting refunds of an order in one webhook `order.refund`."""
    rows = select(Refund).where(Refund.order_id == order.id, Refund.state == RefundState.REFUND_QUEUED)
    waiting = work.session.scalars(rows.order_by(Refund.id)).all()
    if not waiting:
        return
    for refund in waiting:
        work.step(refund, RefundStep.SEND)
    body: Json = {
        "order_id": order.id,
        "external_id": order.external_id,
        "number": order.number,
        "amount_minor": sum(refund.amount_minor for refund in waiting),
        "currency": order.currency,
        "refunds": [_told(work, refund) for refund in waiting],
        "at": work.now.isoformat(),
    }
    work.webhook(order.channel, "order.refund", body, order_id=order.id, store_id=order.store_id)


def confirm_refund(work: UnitOfWork, refund_id: str) -> Refund:
    """Note that the channel has paid a refund back."""
    refund = work.get(Refund, refund_id, lock=True)
    if refund.state is not RefundState.CONFIRMED:
        work.step(refund, RefundStep.CONFIRM)
        work.tell(RefundPaid(refund.order_id, refund.id))
    return refund


def fail_refund(work: UnitOfWork, refund_id: str, detail: str) -> Refund:
    """Note that the channel could not pay a refund back; the desk is told."""
    refund = work.get(Refund, refund_id, lock=True)
    work.step(refund, RefundStep.FAIL, detail=detail)
    refund.detail = detail
    body: Json = {"code": "refund_failed", "order_id": refund.order_id, "refund_id": refund.id, "detail": detail}
    work.push(f"store:{refund.store_id}", "alert", body)
    return refund


def retry_refund(work: UnitOfWork, refund_id: str) -> Refund:
    """Send a failed refund again; for the service desk."""
    work.by.require("desk")
    refund = work.get(Refund, refund_id, lock=True)
    work.step(refund, RefundStep.RETRY)
    work.session.flush()
    send_refunds(work, work.get(Order, refund.order_id, lock=True))
    return refund


def _open(work: UnitOfWork, order_line_id: str) -> tuple[OrderLine, Order]:
    order = work.get(Order, work.get(OrderLine, order_line_id).order_id, lock=True)
    return work.get(OrderLine, order_line_id, lock=True), order


def _give_back(
    work: UnitOfWork, order: Order, line: OrderLine, wanted_minor: int, reason: RefundReason, quantity: int
) -> Refund | None:
    amount = min(wanted_minor, line.amount_minor - line.refunded_minor, order.total_minor - order.refunded_minor)
    line.refunded_minor += amount
    refund = take_off(work, order, amount, reason, line=line, quantity=quantity)
    if order.state not in STILL_COUNTING:
        send_refunds(work, order)
    return refund


def _told(work: UnitOfWork, refund: Refund) -> Json:
    line = work.get(OrderLine, refund.line_id) if refund.line_id else None
    return {
        "refund_id": refund.id,
        "reason": str(refund.reason),
        "amount_minor": refund.amount_minor,
        "line_no": line.line_no if line else None,
        "sku": line.sku if line else None,
        "quantity": refund.quantity,
        "payment_reference": refund.reference,
    }
