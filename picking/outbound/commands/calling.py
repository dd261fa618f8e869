"""An order is ready and its rider is called, or it is not ready any more and everybody is held back."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.foundation.kinds import Mode
from picking.foundation.locking import LOCK
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.commands.pickup import make_pickup_code
from picking.outbound.commands.sealing import COMPLETE_SLOT
from picking.outbound.commands.slots import call_slots, complete_slots
from picking.outbound.events import RiderCalled
from picking.outbound.lifecycle import HAND_OVER, HandOverState, HandOverStep, SlotStep
from picking.outbound.model import HandOver, HandOverOrder
from picking.outbound.open import live_bags, push_slot, slots_of

STOPPED = (OrderState.CANCEL_PENDING, OrderState.CANCELLED)
UNDER_WAY = (HandOverState.CALLED, HandOverState.SCANNING)


def order_ready(work: UnitOfWork, order_id: str) -> None:
    """Complete a ready order's slots, give a pickup order its code, and call its rider when he is there."""
    order = work.get(Order, order_id, lock=True)
    if order.state is not OrderState.READY:
        return
    complete_slots(work, order.id)
    if order.mode is Mode.PICKUP:
        make_pickup_code(work, order.id)
    call_if_ready(work, order_id=order.id)


def call_if_ready(work: UnitOfWork, hand_over_id: str | None = None, *, order_id: str | None = None) -> HandOver | None:
    """Call a rider who has arrived when all that he still has to take is ready; gives the hand-over when called."""
    hand_over = _which(work, hand_over_id, order_id)
    if hand_over is None or hand_over.state is not HandOverState.ARRIVED:
        return None
    orders = [order for order in orders_to_take(work, hand_over) if order.state not in STOPPED]
    if not orders or any(order.state is not OrderState.READY for order in orders):
        return None
    work.step(hand_over, HandOverStep.CALL)
    hand_over.called_at = work.now
    for order in orders:
        call_slots(work, order.id, hand_over_id=hand_over.id)
    work.tell(RiderCalled(hand_over.id))
    push_hand_over(work, hand_over)
    return hand_over


def hold_back(work: UnitOfWork, order_id: str) -> None:
    """Stop handing an order out: it is to be cancelled or was opened again. Its bags count as in the slot.

    The rider waits on; what else he takes and is ready is called again without it.
    """
    work.get(Order, order_id, lock=True)
    for slot in slots_of(work.session, order_id):
        if slot.state in COMPLETE_SLOT:
            work.step(slot, SlotStep.FALL_BACK)
            push_slot(work, slot)
    for bag in live_bags(work.session, order_id):
        bag.scanned_out_at = None
    hand_over = open_hand_over(work, order_id)
    if hand_over is not None and hand_over.state in UNDER_WAY:
        work.step(hand_over, HandOverStep.FALL_BACK, order_id=order_id)
        push_hand_over(work, hand_over)
        call_if_ready(work, hand_over.id)


def open_hand_over(work: UnitOfWork, order_id: str) -> HandOver | None:
    """Give the hand-over that is to take an order, if a rider is named."""
    return work.session.scalar(
        select(HandOver)
        .join(HandOverOrder, HandOverOrder.hand_over_id == HandOver.id)
        .where(HandOverOrder.order_id == order_id, HandOver.state.in_(HAND_OVER.open_states()))
        .order_by(HandOver.id.desc())
        .limit(1)
        .with_for_update(**LOCK, of=HandOver)
    )


def orders_to_take(work: UnitOfWork, hand_over: HandOver) -> Sequence[Order]:
    """List the orders a rider has not taken yet, locked, in order of their ids."""
    return work.session.scalars(
        select(Order)
        .join(HandOverOrder, HandOverOrder.order_id == Order.id)
        .where(HandOverOrder.hand_over_id == hand_over.id, HandOverOrder.left_at.is_(None))
        .order_by(Order.id)
        .with_for_update(**LOCK, of=Order)
    ).all()


def push_hand_over(work: UnitOfWork, hand_over: HandOver) -> None:
    """Tell the outbound screens how a hand-over stands; of a rider's number they see the tail."""
    body = {"hand_over_id": hand_over.id, "state": str(hand_over.state), "rider_tail": hand_over.rider_tail}
    work.push(f"outbound:{hand_over.store_id}", "slot", body)


def _which(work: UnitOfWork, hand_over_id: str | None, order_id: str | None) -> HandOver | None:
    if hand_over_id is not None:
        return work.get(HandOver, hand_over_id, lock=True)
    return open_hand_over(work, order_id) if order_id is not None else None
