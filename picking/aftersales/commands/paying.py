"""Money back for a work order: for what came back, or as compensation; it ends when the channel has paid."""

from sqlalchemy import select

from picking.aftersales.commands.telling import take_step
from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import WorkKind, WorkOrder, WorkOrderLine
from picking.aftersales.queries import lines_of
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import RefundPaid
from picking.orders.lifecycle import RefundState
from picking.orders.model import Refund, RefundReason


def pay_back(work: UnitOfWork, wish: WorkOrder) -> None:
    """Queue what a work order pays back; where nothing is left to be paid it ends at once."""
    take_step(work, wish, WorkOrderStep.REFUND)
    for line in lines_of(work.session, wish.id):
        refund = _refund(work, wish, line)
        line.refund_id = refund.id if refund else None
    work.session.flush()
    _end_when_paid(work, wish)


def follow_refund(work: UnitOfWork, event: RefundPaid) -> None:
    """React to money that arrived: the work order it was for ends with its last refund."""
    paid_for = (
        select(WorkOrder.id)
        .join(WorkOrderLine, WorkOrderLine.work_order_id == WorkOrder.id)
        .where(WorkOrderLine.refund_id == event.refund_id, WorkOrder.state == WorkOrderState.REFUNDING)
    )
    for work_order_id in work.session.scalars(paid_for).all():
        _end_when_paid(work, work.get(WorkOrder, work_order_id, lock=True))


def _refund(work: UnitOfWork, wish: WorkOrder, line: WorkOrderLine) -> Refund | None:
    if wish.kind is WorkKind.REFUND_ONLY and line.amount_minor is not None:
        return orders.refund_amount(work, line.order_line_id, line.amount_minor, RefundReason.COMPENSATION)
    if wish.kind is WorkKind.REFUND_ONLY:
        return orders.refund_line(work, line.order_line_id, line.quantity, RefundReason.COMPENSATION)
    return orders.refund_line(work, line.order_line_id, line.received, RefundReason.RETURN) if line.received else None


def _end_when_paid(work: UnitOfWork, wish: WorkOrder) -> None:
    waiting = (
        select(Refund.id)
        .join(WorkOrderLine, WorkOrderLine.refund_id == Refund.id)
        .where(WorkOrderLine.work_order_id == wish.id, Refund.state != RefundState.CONFIRMED)
    )
    if work.session.scalars(waiting.limit(1)).first() is None:
        take_step(work, wish, WorkOrderStep.FINISH)
