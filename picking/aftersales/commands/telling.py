"""The one way a work order changes its state: the step, then its channel and the service desk are told."""

from datetime import timedelta

from picking.aftersales.lifecycle import WorkOrderState, WorkOrderStep
from picking.aftersales.model import WorkOrder
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order

_ALERTS = {WorkOrderState.TRIAGED: "after_sales_undecided"}


def take_step(
    work: UnitOfWork, wish: WorkOrder, step: WorkOrderStep, patience: timedelta | None = None, **facts: object
) -> None:
    """Take a work order one step on; its channel gets a webhook `after_sales.state`, the store's desk a push."""
    before = wish.state
    work.step(wish, step, patience=patience, **facts)
    if wish.state is not before:
        announce(work, wish)


def announce(work: UnitOfWork, wish: WorkOrder) -> None:
    """Tell the channel and the desk where a work order stands now."""
    order = work.get(Order, wish.order_id)
    body = {
        "work_order_id": wish.id,
        "number": wish.number,
        "external_id": wish.external_id,
        "kind": str(wish.kind),
        "state": str(wish.state),
        "order_id": order.id,
        "order_external_id": order.external_id,
        "replacement_order_id": wish.replacement_id,
        "answer": wish.answer,
        "at": work.now.isoformat(),
    }
    work.webhook(wish.channel, "after_sales.state", body, order_id=order.id, store_id=wish.store_id)
    desk = {"work_order_id": wish.id, "number": wish.number, "state": str(wish.state), "order_id": order.id}
    for store_id in sorted({wish.store_id, wish.return_store_id}):
        work.push(f"store:{store_id}", "task", desk)
    if wish.state in _ALERTS:
        work.push(f"store:{wish.store_id}", "alert", {"code": _ALERTS[wish.state], "facts": {"number": wish.number}})
