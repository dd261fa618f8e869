"""What can be asked about the way out: the board, numbers to display, bags and slots behind a code."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.barcodes import BagCode
from picking.foundation.kinds import Mode
from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, SubOrder
from picking.outbound.lifecycle import HAND_OVER, BagState, HandOverState, SlotState, StagingState
from picking.outbound.model import (
    Bag,
    CartCount,
    HandOver,
    HandOverOrder,
    OutboundSlot,
    PickupCode,
    StagedPart,
    StagingPosition,
)
from picking.outbound.parts import parts_there, parts_wanted

BOARD_MAX = 50
DISPLAY_MAX = 40
WAITING = (HandOverState.ARRIVED, HandOverState.CALLED, HandOverState.SCANNING, HandOverState.FAILED_PENDING)


def board(session: Session, store_id: str, *, now: datetime, after: str = "", count: int = BOARD_MAX) -> list[Json]:
    """Give one page of the outbound board, by due time: orders in the slots or nearly there.

    Each row says `stopped`, `ready`, `almost`, `called` or `overstay`, its slots, bags in and to come, its
    rider, and for how many minutes it waits. `after` is the `cursor` of the last row seen.
    """
    shown = (OrderState.IN_FULFILMENT, OrderState.READY, OrderState.CANCEL_PENDING)
    at_shelf = select(OutboundSlot.order_id).where(
        OutboundSlot.store_id == store_id, OutboundSlot.order_id.is_not(None)
    )
    rows = select(Order).where(Order.store_id == store_id, Order.state.in_(shown), Order.id.in_(at_shelf))
    due_at, _, order_id = after.partition("/")
    if order_id:
        due = datetime.fromisoformat(due_at)
        rows = rows.where((Order.due_at > due) | ((Order.due_at == due) & (Order.id > order_id)))
    orders = session.scalars(rows.order_by(Order.due_at, Order.id).limit(count)).all()
    return _board_rows(session, orders, now)


def display(session: Session, store_id: str, *, mode: Mode = Mode.PICKUP, count: int = DISPLAY_MAX) -> Json:
    """Give the numbers for the waiting screen: `ready` to be fetched, and `almost`, those due soonest first."""

    def numbers(state: OrderState) -> list[str]:
        chosen = select(Order.number).where(Order.store_id == store_id, Order.state == state, Order.mode == mode)
        return list(session.scalars(chosen.order_by(Order.due_at, Order.id).limit(count)))

    return {"ready": numbers(OrderState.READY), "almost": numbers(OrderState.IN_FULFILMENT)}


def waiting_riders(
    session: Session, store_id: str, *, now: datetime, after: str = "", count: int = BOARD_MAX
) -> list[Json]:
    """List a page of the riders at the door with the minutes they have waited, and where to go once they are called.

    Those who say they cannot take their orders (FAILED_PENDING, with the reason) wait for the desk's answer. `after`
    is the `cursor` of the last row seen.
    """
    came_at = func.coalesce(HandOver.arrived_at, HandOver.state_since)
    rows = select(HandOver).where(HandOver.store_id == store_id, HandOver.state.in_(WAITING))
    came, _, rider_id = after.partition("/")
    if rider_id:
        at = datetime.fromisoformat(came)
        rows = rows.where((came_at > at) | ((came_at == at) & (HandOver.id > rider_id)))
    riders = session.scalars(rows.order_by(came_at, HandOver.id).limit(count)).all()
    return [_rider_row(session, rider, now) for rider in riders]


def hand_over_of_order(session: Session, order_id: str) -> HandOver | None:
    """Give the open hand-over that is to take an order."""
    return session.scalar(
        select(HandOver)
        .join(HandOverOrder, HandOverOrder.hand_over_id == HandOver.id)
        .where(HandOverOrder.order_id == order_id, HandOver.state.in_(HAND_OVER.open_states()))
        .order_by(HandOver.id.desc())
        .limit(1)
    )


def bag_by_code(session: Session, store_id: str, code: BagCode) -> Bag | None:
    """Find the bag behind a label's code: numbers start anew each day, so the newest order's counts."""
    return session.scalar(
        select(Bag)
        .where(Bag.store_id == store_id, Bag.order_number == code.order_number, Bag.n == code.n)
        .order_by(Bag.order_id.desc())
        .limit(1)
    )


def task_bags_away(session: Session, task_id: str) -> bool:
    """Tell whether a pick task has bags and every one of them is in its slot."""
    states = session.scalars(select(Bag.state).where(Bag.task_id == task_id, Bag.state != BagState.VOID)).all()
    return bool(states) and all(state is BagState.IN_SLOT for state in states)


def slots_of_order(session: Session, order_id: str) -> Sequence[OutboundSlot]:
    """List the slots an order holds."""
    return session.scalars(
        select(OutboundSlot).where(OutboundSlot.order_id == order_id).order_by(OutboundSlot.id)
    ).all()


def staging(session: Session, store_id: str, *, now: datetime, after: str = "", count: int = BOARD_MAX) -> list[Json]:
    """List a page of the staging positions in use: whose parts, how many of how many, for how many minutes.

    `after` is the `cursor` of the last row seen.
    """
    used = (StagingState.RESERVED, StagingState.PARTIAL, StagingState.COMPLETE, StagingState.OVERDUE)
    rows = session.execute(
        select(StagingPosition, Order.number, func.min(StagedPart.since))
        .join(Order, Order.id == StagingPosition.order_id)
        .outerjoin(StagedPart, StagedPart.position_id == StagingPosition.id)
        .where(StagingPosition.store_id == store_id, StagingPosition.state.in_(used), StagingPosition.id > after)
        .group_by(StagingPosition.id, Order.number)
        .order_by(StagingPosition.id)
        .limit(count)
    )
    return [_staging_row(session, position, number, since, now) for position, number, since in rows]


def cart_counts(session: Session, order_id: str) -> dict[str, int]:
    """Give what staff has seen of each line in a shopper's cart."""
    counts = session.scalars(select(CartCount).where(CartCount.order_id == order_id))
    return {count.order_line_id: count.counted for count in counts}


def cart_of_code(session: Session, store_id: str, code: str) -> Order | None:
    """Find the shopper's own cart a code (with or without `S:`) lets out; None for a used code and for bags."""
    carts = (
        select(Order)
        .join(PickupCode, PickupCode.order_id == Order.id)
        .where(PickupCode.store_id == store_id, PickupCode.code == code.removeprefix("S:").strip())
        .where(PickupCode.redeemed_at.is_(None), Order.mode == Mode.SCAN_AND_GO)
    )
    return session.scalars(carts.limit(1)).first()


def _board_rows(session: Session, orders: Sequence[Order], now: datetime) -> list[Json]:
    ids = [order.id for order in orders]
    slots = session.scalars(select(OutboundSlot).where(OutboundSlot.order_id.in_(ids)).order_by(OutboundSlot.id)).all()
    bags = session.scalars(select(Bag).where(Bag.order_id.in_(ids), Bag.state != BagState.VOID)).all()
    riders = session.execute(
        select(HandOverOrder.order_id, HandOver)
        .join(HandOver, HandOver.id == HandOverOrder.hand_over_id)
        .where(HandOverOrder.order_id.in_(ids), HandOver.state.in_(HAND_OVER.open_states()))
    )
    rider_of = {order_id: rider for order_id, rider in riders}  # noqa: C416 - rows are no pairs to the type checker
    missing = _parts_missing(session, ids)
    return [
        _board_row(
            order,
            [slot for slot in slots if slot.order_id == order.id],
            [bag for bag in bags if bag.order_id == order.id],
            rider_of.get(order.id),
            missing.get(order.id, 0),
            now,
        )
        for order in orders
    ]


def _parts_missing(session: Session, order_ids: Sequence[str]) -> dict[str, int]:
    done = (SubOrderState.AT_OUTBOUND, SubOrderState.EMPTY, SubOrderState.CANCELLED, SubOrderState.HANDED_OVER)
    rows = session.execute(
        select(SubOrder.order_id, func.count())
        .where(SubOrder.order_id.in_(order_ids), SubOrder.state.not_in(done))
        .group_by(SubOrder.order_id)
    )
    return {row[0]: row[1] for row in rows}


def _board_row(
    order: Order,
    slots: Sequence[OutboundSlot],
    bags: Sequence[Bag],
    rider: HandOver | None,
    missing: int,
    now: datetime,
) -> Json:
    since = max(slot.state_since for slot in slots)
    inside = sum(bag.state is BagState.IN_SLOT for bag in bags)
    return {
        "order_id": order.id, "number": order.number, "mode": str(order.mode), "due_at": order.due_at.isoformat(),
        "meet_at": order.meet_at.isoformat() if order.meet_at else None,
        "status": _status(order, slots), "slots": [slot.id for slot in slots], "bags_in": inside,
        "bags": max([len(bags), *(bag.total for bag in bags)], default=0), "parts_missing": missing,
        "waiting_minutes": int((now - since).total_seconds() // 60),
        "rider_tail": rider.rider_tail if rider else None, "rider_state": str(rider.state) if rider else None,
        "cursor": f"{order.due_at.isoformat()}/{order.id}",
    }  # fmt: skip


def _status(order: Order, slots: Sequence[OutboundSlot]) -> str:
    states = {slot.state for slot in slots}
    if order.state is OrderState.CANCEL_PENDING:
        return "stopped"
    if states & {SlotState.CALLED, SlotState.CLEARING}:
        return "called"
    if SlotState.OVERSTAY in states:
        return "overstay"
    return "ready" if order.state is OrderState.READY else "almost"


def _rider_row(session: Session, rider: HandOver, now: datetime) -> Json:
    orders = session.scalars(
        select(Order)
        .join(HandOverOrder, HandOverOrder.order_id == Order.id)
        .where(HandOverOrder.hand_over_id == rider.id, HandOverOrder.left_at.is_(None))
        .order_by(Order.id)
    ).all()
    arrived = rider.arrived_at or now
    return {
        "hand_over_id": rider.id, "carrier": rider.carrier, "name": rider.rider_name, "tail": rider.rider_tail,
        "state": str(rider.state), "waiting_minutes": int((now - arrived).total_seconds() // 60),
        "orders": [order.number for order in orders],
        "slots": [slot.id for order in orders for slot in slots_of_order(session, order.id)],
        "reason": rider.flagged, "cursor": f"{(rider.arrived_at or rider.state_since).isoformat()}/{rider.id}",
    }  # fmt: skip


def _staging_row(
    session: Session, position: StagingPosition, number: str, since: datetime | None, now: datetime
) -> Json:
    return {
        "position_id": position.id, "state": str(position.state), "order_id": position.order_id, "number": number,
        "parts": parts_there(session, str(position.order_id)), "of": parts_wanted(session, str(position.order_id)),
        "minutes": int((now - since).total_seconds() // 60) if since else 0, "cursor": position.id,
    }  # fmt: skip
