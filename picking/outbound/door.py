"""Who stands at the door and what is his: a rider's orders or a customer's, their slots, their bags, their minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.lifecycle import HandOverState
from picking.outbound.model import Bag, HandOver, HandOverOrder
from picking.outbound.open import live_bags, slots_of

MINUTE = timedelta(minutes=1)
RIDERS_MAX = 100
CANCELLED = (OrderState.CANCELLED, OrderState.CANCELLED_UNPAID)


def rider_at_door(session: Session, hand_over: HandOver, *, now: datetime) -> Json:
    """Show a rider with all orders he came for: where each stands, or in how many minutes it will be ready."""
    rows = session.execute(
        select(Order, HandOverOrder.left_at)
        .join(HandOverOrder, HandOverOrder.order_id == Order.id)
        .where(HandOverOrder.hand_over_id == hand_over.id)
        .order_by(Order.id)
    ).all()
    arrived = hand_over.arrived_at or now
    return {
        "hand_over_id": hand_over.id, "state": str(hand_over.state), "carrier": hand_over.carrier,
        "name": hand_over.rider_name, "tail": hand_over.rider_tail, "reason": hand_over.flagged,
        "waiting_minutes": int((now - arrived) / MINUTE),
        "orders": [order_at_door(session, order, now=now) | {"left": left_at is not None} for order, left_at in rows],
    }  # fmt: skip


def order_at_door(session: Session, order: Order, *, now: datetime) -> Json:
    """Show an order to whoever came for it; `ready_in_minutes` is null once it is ready, or will never be."""
    return {
        "order_id": order.id, "number": order.number, "mode": str(order.mode), "state": str(order.state),
        "stopped": order.state is OrderState.CANCEL_PENDING, "cancelled": order.state in CANCELLED,
        "slots": [slot.id for slot in slots_of(session, order.id)],
        "bags": [_bag(bag) for bag in live_bags(session, order.id)],
        "ready_in_minutes": _minutes(order, now),
        "amount_due_minor": order.amount_due_minor, "currency": order.currency,
    }  # fmt: skip


def riders_to_display(session: Session, store_id: str) -> Json:
    """Give the wall's riders by the tail of their number: `called` with their slots, and who still waits."""
    rows = select(HandOver).where(HandOver.store_id == store_id)

    def those(*states: HandOverState) -> Sequence[HandOver]:
        chosen = rows.where(HandOver.state.in_(states)).order_by(HandOver.arrived_at, HandOver.id)
        return session.scalars(chosen.limit(RIDERS_MAX)).all()

    called = those(HandOverState.CALLED, HandOverState.SCANNING)
    return {
        "called": [{"tail": one.rider_tail, "slots": _slots(session, one)} for one in called],
        "waiting": [one.rider_tail for one in those(HandOverState.ARRIVED)],
    }


def _slots(session: Session, hand_over: HandOver) -> list[str]:
    orders = session.scalars(
        select(HandOverOrder.order_id)
        .where(HandOverOrder.hand_over_id == hand_over.id, HandOverOrder.left_at.is_(None))
        .order_by(HandOverOrder.order_id)
    ).all()
    return [slot.id for order_id in orders for slot in slots_of(session, order_id)]


def _bag(bag: Bag) -> Json:
    return {
        "bag_id": bag.id, "n": bag.n, "of": bag.total, "slot": bag.slot_id, "state": str(bag.state),
        "temperature_class": str(bag.temperature_class), "out": bag.scanned_out_at is not None,
    }  # fmt: skip


def _minutes(order: Order, now: datetime) -> int | None:
    """Count to the meeting of the order's parts; whoever is late already is told one more minute, not none."""
    if order.state not in (OrderState.PAID, OrderState.IN_FULFILMENT):
        return None
    meet_at = order.meet_at or order.due_at
    spare = MINUTE - timedelta(microseconds=1)
    return max(1, int((meet_at - now + spare) / MINUTE))
