"""Cancelling: at once while nobody can have begun, else by an answer of the floor; never once the goods are gone."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.commands.announcing import take_step, tell_desk
from picking.orders.commands.refunding import refund_rest
from picking.orders.commands.splitting import sub_orders_of
from picking.orders.events import CancelAsked, CancelRefused, OrderCancelled
from picking.orders.lifecycle import (
    CancellationState,
    CancellationStep,
    OrderState,
    OrderStep,
    SubOrderState,
    SubOrderStep,
)
from picking.orders.model import Cancellation, Order, RefundReason, SubOrder
from picking.stock.commands import release

NOT_RELEASED = {
    OrderState.PENDING_PAYMENT: OrderStep.CANCEL,
    OrderState.PAID: OrderStep.CANCEL,
    OrderState.SCHEDULED: OrderStep.CANCEL,
    OrderState.RISK_HOLD: OrderStep.REJECT,
}
ON_THE_FLOOR = (OrderState.IN_FULFILMENT, OrderState.READY)
OUT = (OrderState.OUT_FOR_DELIVERY, OrderState.RETURNING, OrderState.DELIVERED, OrderState.COLLECTED)
UNDECIDED = (CancellationState.FLOOR_PENDING, CancellationState.EXPIRED)


def request_cancellation(work: UnitOfWork, order_id: str, reason: str, requested_by: str) -> Cancellation:
    """Ask to cancel an order; the same wish again gives the first answer.

    Refuses with `service_desk_only` once the goods are out and `order_closed` once nothing can change any more.
    """
    work.by.require("channel", "desk", "orders.cancel_answer")
    order = work.get(Order, order_id, lock=True)
    known = _latest(work, order_id)
    if known is not None and order.state in (OrderState.CANCEL_PENDING, OrderState.CANCELLED):
        return known
    if order.state in OUT:
        raise Refusal("service_desk_only", Kind.TOO_LATE, number=order.number)
    if order.is_final:
        raise Refusal("order_closed", Kind.TOO_LATE, number=order.number)
    wish = _new_wish(work, order, reason, requested_by)
    if order.state in ON_THE_FLOOR:
        _ask_floor(work, order, wish)
    else:
        work.step(wish, CancellationStep.APPROVE_UNTOUCHED)
        take_step(work, order, NOT_RELEASED[order.state], reason=reason)
        _end(work, order)
    return wish


def confirm_cancellation(work: UnitOfWork, order_id: str, *, untouched: bool) -> Order:
    """Cancel an order: the floor has stopped, or (`untouched`) had not begun. Picked goods must come back."""
    order = work.get(Order, order_id, lock=True)
    if order.state is OrderState.CANCELLED:
        return order
    answer = CancellationStep.APPROVE_UNTOUCHED if untouched else CancellationStep.APPROVE
    wish = _undecided(work, order)
    # When the lead had to be asked, the answer is the lead's even if nobody had touched anything.
    late = wish.state is CancellationState.EXPIRED
    work.step(wish, CancellationStep.APPROVE if late else answer, untouched=untouched)
    take_step(work, order, OrderStep.CONFIRM_CANCEL, untouched=untouched)
    _step_parts(work, order, SubOrderStep.CONFIRM_CANCEL)
    _end(work, order)
    return order


def refuse_cancellation(work: UnitOfWork, order_id: str, reason: str) -> Order:
    """Refuse to cancel, for a reason the customer can hear: the order goes on where it stood. For leads."""
    work.by.require("orders.cancel_answer")
    order = work.get(Order, order_id, lock=True)
    wish = _undecided(work, order)
    work.step(wish, CancellationStep.REFUSE, reason=reason)
    wish.answer = reason
    take_step(work, order, OrderStep.REFUSE_CANCEL, reason=reason)
    _step_parts(work, order, SubOrderStep.REFUSE_CANCEL, patience=lambda part: part.release_at - work.now)
    work.tell(CancelRefused(order.id))
    return order


def expire_cancellation(work: UnitOfWork, wish: Cancellation) -> None:
    """Note that the floor did not answer in time: the lead is asked. The sweep calls it."""
    work.step(wish, CancellationStep.EXPIRE)
    tell_desk(work, work.get(Order, wish.order_id), "alert", code="cancel_unanswered")


def _new_wish(work: UnitOfWork, order: Order, reason: str, requested_by: str) -> Cancellation:
    wish = work.add(
        Cancellation(
            id=work.ids.new(), store_id=order.store_id, order_id=order.id, reason=reason, requested_by=requested_by
        )
    )  # fmt: skip
    work.session.flush()
    return wish


def _ask_floor(work: UnitOfWork, order: Order, wish: Cancellation) -> None:
    patience = timedelta(seconds=work.settings.cancel_answer_seconds_max)
    work.step(wish, CancellationStep.ASK_FLOOR, patience=patience)
    take_step(work, order, OrderStep.ASK_CANCEL, reason=wish.reason)
    _step_parts(work, order, SubOrderStep.ASK_CANCEL)
    work.tell(CancelAsked(order.id))


def _end(work: UnitOfWork, order: Order) -> None:
    release(work, order.id)
    refund_rest(work, order, RefundReason.CANCELLED)
    work.tell(OrderCancelled(order.id))


def _step_parts(
    work: UnitOfWork, order: Order, step: SubOrderStep, patience: Callable[[SubOrder], timedelta] | None = None
) -> None:
    for part in sub_orders_of(work, order.id):
        # A part whose every line was short has ended already: nobody waits for its answer.
        if part.state is not SubOrderState.EMPTY:
            work.step(part, step, patience=patience(part) if patience else None)


def _latest(work: UnitOfWork, order_id: str) -> Cancellation | None:
    wishes = select(Cancellation).where(Cancellation.order_id == order_id)
    return work.session.scalars(wishes.order_by(Cancellation.id.desc())).first()


def _undecided(work: UnitOfWork, order: Order) -> Cancellation:
    wish = _latest(work, order.id)
    if wish is None or wish.state not in UNDECIDED:
        raise Refusal("no_cancellation", number=order.number)
    return work.get(Cancellation, wish.id, lock=True)
