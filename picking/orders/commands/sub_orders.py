"""The parts of an order: released, begun, staged, at the way out; the last one to arrive makes the order ready."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step
from picking.orders.commands.refunding import refund_rest, send_refunds
from picking.orders.commands.splitting import sub_orders_of
from picking.orders.events import OrderCancelled, OrderFellBack, OrderReady, SubOrderReleased, SubOrderStaged
from picking.orders.lifecycle import OrderState, OrderStep, SubOrderState, SubOrderStep
from picking.orders.model import Order, RefundReason, SubOrder
from picking.stock.commands import release

ARRIVED = (SubOrderState.AT_OUTBOUND, SubOrderState.EMPTY)


def release_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Let the work on a part begin; the sweep calls it when its time has come, a lead may earlier."""
    _, part = _open(work, sub_order_id)
    if part.state is not SubOrderState.RELEASED:
        work.step(part, SubOrderStep.RELEASE)
        work.tell(SubOrderReleased(part.id))
    return part


def start_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Note the first scan or claim of a part."""
    _, part = _open(work, sub_order_id)
    if part.state is not SubOrderState.IN_WORK:
        work.step(part, SubOrderStep.START)
    return part


def stage_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Note that everything of a stall's part is on the staging shelf."""
    _, part = _open(work, sub_order_id)
    if part.state is not SubOrderState.STAGED:
        work.step(part, SubOrderStep.STAGE)
        work.tell(SubOrderStaged(part.order_id, part.id))
    return part


def arrive_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Note that all bags of a part are in the slot; with the last part the order is ready."""
    order, part = _open(work, sub_order_id)
    if part.state is not SubOrderState.AT_OUTBOUND:
        work.step(part, SubOrderStep.ARRIVE)
        _look_at_order(work, order)
    return part


def empty_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Note that every line of a part was short: the order goes on without it, or ends if nothing is left."""
    order, part = _open(work, sub_order_id)
    if part.state is not SubOrderState.EMPTY:
        work.step(part, SubOrderStep.FIND_EMPTY)
        _look_at_order(work, order)
    return part


def fall_back_sub_order(work: UnitOfWork, sub_order_id: str) -> SubOrder:
    """Note that a part must be worked on again: a bag was opened, a dish is remade."""
    order, part = _open(work, sub_order_id)
    if part.state is SubOrderState.IN_WORK:
        return part
    work.step(part, SubOrderStep.FALL_BACK)
    if order.state is OrderState.READY:
        take_step(work, order, OrderStep.FALL_BACK)
        work.tell(OrderFellBack(order.id))
    return part


def _open(work: UnitOfWork, sub_order_id: str) -> tuple[Order, SubOrder]:
    """Open a part behind its order's lock: of two last parts that arrive at once, one sees the other."""
    order = work.get(Order, work.get(SubOrder, sub_order_id).order_id, lock=True)
    return order, work.get(SubOrder, sub_order_id, lock=True)


def _look_at_order(work: UnitOfWork, order: Order) -> None:
    work.session.flush()
    states = {part.state for part in sub_orders_of(work, order.id)}
    if order.state is not OrderState.IN_FULFILMENT or not states.issubset(ARRIVED):
        return
    if SubOrderState.AT_OUTBOUND in states:
        take_step(work, order, OrderStep.COMPLETE)
        send_refunds(work, order)
        work.tell(OrderReady(order.id))
    else:
        take_step(work, order, OrderStep.CANCEL, reason="every line was short")
        release(work, order.id)
        refund_rest(work, order, RefundReason.SHORT)
        work.tell(OrderCancelled(order.id))
