"""What can be asked of after-sales: a work order, an order's family, what is expected at the counter."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from picking.aftersales.lifecycle import WORK_ORDER, WorkOrderState
from picking.aftersales.model import ReturnDecision, WorkOrder, WorkOrderLine
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.orders.model import Order, OrderLine

BACK_SOON = (
    WorkOrderState.WAIT_RETURN, WorkOrderState.RECEIVED, WorkOrderState.INSPECTING, WorkOrderState.RESHIPPING,
)  # fmt: skip
"""States in which goods may be scanned in or looked at."""


def lines_of(session: Session, work_order_id: str) -> Sequence[WorkOrderLine]:
    """Give a work order's lines."""
    rows = select(WorkOrderLine).where(WorkOrderLine.work_order_id == work_order_id).order_by(WorkOrderLine.id)
    return session.scalars(rows).all()


def work_orders_of(session: Session, order_id: str) -> Sequence[WorkOrder]:
    """Give all work orders about an order, oldest first."""
    return session.scalars(select(WorkOrder).where(WorkOrder.order_id == order_id).order_by(WorkOrder.id)).all()


def open_work_orders(session: Session, order_id: str) -> Sequence[WorkOrder]:
    """Give the work orders about an order that have not ended."""
    return [wish for wish in work_orders_of(session, order_id) if not wish.is_final]


def expected_back(session: Session, store_id: str, order_id: str) -> WorkOrder | None:
    """Give the work order whose goods this store's counter waits for, or has before it, of an order."""
    rows = select(WorkOrder).where(
        WorkOrder.order_id == order_id, WorkOrder.return_store_id == store_id, WorkOrder.state.in_(BACK_SOON)
    )
    found = [wish for wish in session.scalars(rows.order_by(WorkOrder.id)) if wish.kind.brings_back]
    return found[0] if found else None


def of_store(store_id: str, *states: WorkOrderState) -> Select[WorkOrder]:
    """Select a store's work orders, of its orders or coming back to it; the open ones where no state is named."""
    here = (WorkOrder.store_id == store_id) | (WorkOrder.return_store_id == store_id)
    return select(WorkOrder).where(here, WorkOrder.state.in_(states or tuple(WORK_ORDER.open_states())))


def family(session: Session, order: Order) -> Json:
    """Give what an order belongs to: the order it replaces, the orders that replace it, the complaints about it."""
    replacing = session.scalars(select(Order).where(Order.replaces_id == order.id).order_by(Order.id)).all()
    original = session.get(Order, order.replaces_id) if order.replaces_id else None
    return {
        "replaces": _relative(original) if original else None,
        "replaced_by": [_relative(each) for each in replacing],
        "work_orders": [work_order_view(session, wish.id) for wish in work_orders_of(session, order.id)],
    }


def work_order_view(session: Session, work_order_id: str) -> Json:
    """Give a work order with its lines and what was decided about each."""
    wish = session.get(WorkOrder, work_order_id)
    if wish is None:
        raise unknown("WorkOrder", work_order_id)
    replacement = session.get(Order, wish.replacement_id) if wish.replacement_id else None
    return {
        **summary(wish),
        "reason": wish.reason,
        "requested_by": wish.requested_by,
        "answer": wish.answer,
        "return_document": wish.return_document,
        "answer_until": wish.deadline_at.isoformat() if wish.deadline_at else None,
        "possible": [str(step) for step in WORK_ORDER.possible(wish.state)],
        "replacement": _relative(replacement) if replacement else None,
        "lines": [_line(session, line) for line in lines_of(session, wish.id)],
    }


def summary(wish: WorkOrder) -> Json:
    """Give a work order in one row of a list."""
    return {
        "work_order_id": wish.id,
        "number": wish.number,
        "external_id": wish.external_id,
        "kind": str(wish.kind),
        "state": str(wish.state),
        "order_id": wish.order_id,
        "store": wish.store_id,
        "return_store": wish.return_store_id,
        "opened_at": wish.opened_at.isoformat(),
        "version": wish.version,
    }


def _line(session: Session, line: WorkOrderLine) -> Json:
    decisions = select(ReturnDecision).where(ReturnDecision.line_id == line.id).order_by(ReturnDecision.id)
    return {
        "line_id": line.id,
        "line_no": session.get_one(OrderLine, line.order_line_id).line_no,
        "sku": line.sku,
        "unit": str(line.unit),
        "quantity": line.quantity,
        "wanted_sku": line.wanted_sku,
        "wanted_quantity": line.wanted_quantity,
        "in_stock": line.in_stock,
        "received": line.received,
        "restocked": line.restocked,
        "damaged": line.damaged,
        "held": line.held,
        "refund_id": line.refund_id,
        "decisions": [_decision(each) for each in session.scalars(decisions)],
    }


def _decision(each: ReturnDecision) -> Json:
    return {
        "verdict": str(each.verdict),
        "quantity": each.quantity,
        "bin": each.bin_id,
        "reason": each.reason,
        "photo": each.photo,
        "person_id": each.person_id,
        "at": each.at.isoformat(),
    }


def _relative(order: Order) -> Json:
    return {"order_id": order.id, "number": order.number, "external_id": order.external_id, "state": str(order.state)}
