"""Acceptance: the store takes a paid order, now or when its time has come, and splits it into its kinds of work."""

from datetime import timedelta

from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step
from picking.orders.commands.serials import issue_stock
from picking.orders.commands.splitting import split, sub_orders_of
from picking.orders.commands.sub_orders import release_sub_order
from picking.orders.events import CartReleased, OrderHastened, OrderPaid, OrderReleased
from picking.orders.lifecycle import OrderState, OrderStep, SubOrderState
from picking.orders.model import Channel, Order
from picking.stock.commands import allocate


def accept_order(work: UnitOfWork, order_id: str) -> Order:
    """Take an order by hand, where the channel asks for it. An unpaid one only where it is paid at pickup."""
    work.by.require("orders.accept")
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.PENDING_PAYMENT:
        channel = _channel_of(work, order)
        if not channel.pays_later(order.mode):
            raise Refusal("not_paid", number=order.number)
        begin_unpaid(work, order)
    else:
        _take(work, order)
    return order


def accept_automatically(work: UnitOfWork, event: OrderPaid) -> None:
    """React to a payment: take the order at once, unless the channel wants a person to do it."""
    order = work.get(Order, event.order_id, lock=True)
    if order.state is OrderState.PAID and _channel_of(work, order).auto_accept:
        _take(work, order)


def begin_unpaid(work: UnitOfWork, order: Order) -> None:
    """Prepare an order that is paid at pickup: its stock is committed now."""
    issue_stock(work, order)
    _take(work, order)


def release_order(work: UnitOfWork, order_id: str) -> Order:
    """Let the floor begin: bins are allocated and the order is split; work starts when each part is released.

    A cart that was scanned by the shopper (scan and go) gets bins but no parts: its goods are in the shopper's
    hands, nobody walks, and the way out checks it (`complete_cart`).
    """
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.SCHEDULED:
        take_step(work, order, OrderStep.RELEASE)
    if order.state is not OrderState.IN_FULFILMENT or sub_orders_of(work, order.id):
        return order
    allocate(work, order.id)
    if order.mode is Mode.SCAN_AND_GO:
        work.tell(CartReleased(order.id))
        return order
    parts = split(work, order)
    work.tell(OrderReleased(order.id))
    for part in parts:
        if part.release_at <= work.now:
            release_sub_order(work, part.id)
    return order


def release_now(work: UnitOfWork, order_id: str) -> Order:
    """Begin before the time has come: a scheduled order, and every part that is held back. For leads."""
    work.by.require("orders.accept")
    order = work.get(Order, order_id, lock=True)
    if order.state not in (OrderState.SCHEDULED, OrderState.IN_FULFILMENT):
        raise Refusal("step_not_possible", thing="order", state=str(order.state), step=str(OrderStep.RELEASE))
    release_order(work, order.id)
    for part in sub_orders_of(work, order.id):
        if part.state is SubOrderState.HELD:
            release_sub_order(work, part.id)
    work.tell(OrderHastened(order.id))
    return order


def _take(work: UnitOfWork, order: Order) -> None:
    wait = _time_until_work(work, order)
    if wait > timedelta(0):
        take_step(work, order, OrderStep.SCHEDULE, patience=wait)
    else:
        take_step(work, order, OrderStep.ACCEPT)
    order.accepted_at = work.now
    if order.state is OrderState.IN_FULFILMENT:
        release_order(work, order.id)


def _time_until_work(work: UnitOfWork, order: Order) -> timedelta:
    if order.not_before is None:
        return timedelta(0)
    return order.not_before - timedelta(minutes=work.settings.order_work_minutes) - work.now


def _channel_of(work: UnitOfWork, order: Order) -> Channel:
    channel = work.find(Channel, (order.store_id, order.channel))
    if channel is None:
        raise unknown("Channel", order.channel)
    return channel
