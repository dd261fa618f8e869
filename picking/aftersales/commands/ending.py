"""How work orders end: with the replacement at the customer's, given up, and an order not before its complaints."""

from datetime import timedelta

from sqlalchemy import select

from picking.aftersales.commands.asking import question_unanswered
from picking.aftersales.commands.telling import take_step
from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import WorkKind, WorkOrder
from picking.aftersales.queries import lines_of, open_work_orders
from picking.foundation.sweeps import TimeOuts
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import OrderArrived, OrderCancelled, OrderReturned
from picking.orders.lifecycle import OrderStep
from picking.orders.model import Order

REPLACEMENT_FAILED = "replacement_failed"
NEVER_CAME = "never_came_back"


def follow_arrival(work: UnitOfWork, event: OrderArrived) -> None:
    """React to a replacement that arrived: done, unless the old goods are still to come back or to be looked at."""
    wish = _resent_by(work, event.order_id)
    if wish is None:
        return
    lines = lines_of(work.session, wish.id)
    back = sum(line.received for line in lines)
    if wish.kind is WorkKind.EXCHANGE and (not back or any(line.undecided for line in lines)):
        take_step(work, wish, WorkOrderStep.AWAIT_RETURN, patience=timedelta(days=work.settings.return_wait_days))
        if back:
            take_step(work, wish, WorkOrderStep.RETURN_IN)
    else:
        take_step(work, wish, WorkOrderStep.FINISH)


def follow_failure(work: UnitOfWork, event: OrderCancelled | OrderReturned) -> None:
    """React to a replacement that came to nothing: the service desk decides again."""
    wish = _resent_by(work, event.order_id)
    if wish is not None:
        wish.answer = REPLACEMENT_FAILED
        take_step(work, wish, WorkOrderStep.FALL_THROUGH)


def never_came_back(work: UnitOfWork, wish: WorkOrder) -> None:
    """End a return nobody brought. The sweep calls it."""
    wish.answer = NEVER_CAME
    take_step(work, wish, WorkOrderStep.GIVE_UP)


def close_when_settled(work: UnitOfWork, order: Order) -> None:
    """Close an order when the time for complaints is over and none is open; else look again in a day."""
    if open_work_orders(work.session, order.id):
        order.deadline_at = work.now + timedelta(days=1)
    else:
        orders.close_order(work, order)


def _resent_by(work: UnitOfWork, order_id: str) -> WorkOrder | None:
    rows = select(WorkOrder.id).where(
        WorkOrder.replacement_id == order_id, WorkOrder.state == WorkOrderState.RESHIPPING
    )
    found = work.session.scalars(rows).first()
    return None if found is None else work.get(WorkOrder, found, lock=True)


TIME_OUTS: TimeOuts = {
    (WorkOrder, WorkOrderStep.TIME_OUT): question_unanswered,
    (WorkOrder, WorkOrderStep.GIVE_UP): never_came_back,
    (Order, OrderStep.CLOSE): close_when_settled,
}
