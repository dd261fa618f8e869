"""What can be asked of orders: one with all of its family, its timeline, and how the queue stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.orders.lifecycle import ORDER, OrderState
from picking.orders.model import Cancellation, Order, OrderLine, Refund, SubOrder

ON_THE_FLOOR = (OrderState.PAID, OrderState.IN_FULFILMENT, OrderState.CANCEL_PENDING, OrderState.READY)


def order_view(session: Session, order_id: str) -> Json:
    """Give an order with its lines, parts, cancellations and refunds; times as RFC 3339, money in minor units."""
    order = session.get(Order, order_id)
    if order is None:
        raise unknown("Order", order_id)
    return {
        **_summary(order),
        "mode": str(order.mode),
        "stock_policy": str(order.stock_policy),
        "placed_at": order.placed_at.isoformat(),
        "not_before": _when(order.not_before),
        "meet_at": _when(order.meet_at),
        "call_rider_at": _when(order.rider_at),
        "expires_at": _when(order.deadline_at) if order.state is OrderState.PENDING_PAYMENT else None,
        "accepted_at": _when(order.accepted_at),
        "paid_at": _when(order.paid_at),
        "customer": order.customer,
        "currency": order.currency,
        "total_minor": order.total_minor,
        "paid_minor": order.paid_minor,
        "refunded_minor": order.refunded_minor,
        "amount_due_minor": order.amount_due_minor,
        "issue_document": order.issue_document,
        "possible": [str(step) for step in ORDER.possible(order.state)],
        "lines": [_line(line) for line in order_lines(session, order_id)],
        "sub_orders": [_part(part) for part in sub_orders(session, order_id)],
        "cancellations": [_wish(wish) for wish in cancellations(session, order_id)],
        "refunds": [_refund(refund) for refund in refunds(session, order_id)],
    }


def order_lines(session: Session, order_id: str) -> Sequence[OrderLine]:
    """Give an order's lines as ordered."""
    return session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.line_no)).all()


def sub_orders(session: Session, order_id: str) -> Sequence[SubOrder]:
    """Give an order's parts by number."""
    return session.scalars(select(SubOrder).where(SubOrder.order_id == order_id).order_by(SubOrder.number)).all()


def cancellations(session: Session, order_id: str) -> Sequence[Cancellation]:
    """Give all wishes to cancel an order, oldest first."""
    return session.scalars(
        select(Cancellation).where(Cancellation.order_id == order_id).order_by(Cancellation.id)
    ).all()


def refunds(session: Session, order_id: str) -> Sequence[Refund]:
    """Give all money on its way back for an order, oldest first."""
    return session.scalars(select(Refund).where(Refund.order_id == order_id).order_by(Refund.id)).all()


def queue(session: Session, store_id: str, *, after: str = "", limit: int = 50) -> list[Json]:
    """Give the orders the floor still has, by id behind `after`, at most `limit`: one page of the desk's list."""
    rows = select(Order).where(Order.store_id == store_id, Order.state.in_(ON_THE_FLOOR), Order.id > after)
    return [_summary(order) for order in session.scalars(rows.order_by(Order.id).limit(limit))]


def queue_figures(session: Session, store_id: str, now: datetime) -> Json:
    """Give the queue in figures: orders by open state, how many are late, and when the next one is due."""
    open_states = select(Order.state, func.count()).where(
        Order.store_id == store_id, Order.state.in_(ORDER.open_states())
    )
    counts = {str(state): count for state, count in session.execute(open_states.group_by(Order.state))}
    waiting = Order.store_id == store_id, Order.state.in_(ON_THE_FLOOR)
    late = session.execute(select(func.count()).select_from(Order).where(*waiting, Order.due_at < now)).scalar_one()
    next_due = session.scalars(select(Order.due_at).where(*waiting).order_by(Order.due_at).limit(1)).first()
    return {"by_state": counts, "late": late, "next_due_at": _when(next_due)}


def _summary(order: Order) -> Json:
    return {
        "order_id": order.id,
        "number": order.number,
        "channel": order.channel,
        "external_id": order.external_id,
        "state": str(order.state),
        "due_at": order.due_at.isoformat(),
        "priority": order.priority,
        "version": order.version,
    }


def _line(line: OrderLine) -> Json:
    return {
        "line_id": line.id,
        "line_no": line.line_no,
        "sku": line.sku,
        "unit": str(line.unit),
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price_minor,
        "amount_minor": line.amount_minor,
        "options": line.options,
        "note": line.note,
        "substitution": str(line.substitution),
        "listed": line.listed,
        "work_type": str(line.work_type),
        "sub_order_id": line.sub_order_id,
        "delivered_quantity": line.delivered_quantity,
        "refunded_minor": line.refunded_minor,
    }


def _part(part: SubOrder) -> Json:
    return {
        "sub_order_id": part.id,
        "number": part.number,
        "state": str(part.state),
        "work_type": str(part.work_type),
        "stall_id": part.stall_id,
        "release_at": part.release_at.isoformat(),
        "due_at": part.due_at.isoformat(),
    }


def _wish(wish: Cancellation) -> Json:
    return {
        "cancellation_id": wish.id,
        "state": str(wish.state),
        "reason": wish.reason,
        "requested_by": wish.requested_by,
        "answer": wish.answer,
    }


def _refund(refund: Refund) -> Json:
    return {
        "refund_id": refund.id,
        "line_id": refund.line_id,
        "state": str(refund.state),
        "reason": str(refund.reason),
        "amount_minor": refund.amount_minor,
        "quantity": refund.quantity,
    }


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
