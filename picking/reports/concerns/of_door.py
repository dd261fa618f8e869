"""The way out: orders nobody fetches, riders who wait, cannot take their orders, or lack a bag."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.outbound.lifecycle import HandOverState, SlotState
from picking.outbound.model import HandOver, HandOverOrder, OutboundSlot
from picking.outbound.open import live_bags
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking

STAYS_ON = ("wait_on", "remind", "cancel")
AT_THE_DOOR = (HandOverState.ARRIVED, HandOverState.SCANNING, HandOverState.FAILED_PENDING)


def overstaying(at: Looking) -> Iterator[Concern]:
    """Orders that wait in their slots for longer than they should."""
    rows = (
        select(OutboundSlot, Order)
        .join(Order, Order.id == OutboundSlot.order_id)
        .where(OutboundSlot.store_id == at.store_id, OutboundSlot.state == SlotState.OVERSTAY)
        .order_by(OutboundSlot.state_since, OutboundSlot.id)
        .limit(SEEN_MAX)
    )
    seen: set[str] = set()
    for slot, order in at.books.execute(rows):
        if order.id in seen:
            continue
        seen.add(order.id)
        since = order.state_since
        facts = {"slot": slot.id, "minutes": at.minutes(since)}
        yield Concern(Kind.SLOT_OVERSTAY, order.id, since, facts, order.id, order.number, order.due_at, steps=STAYS_ON)


def riders(at: Looking) -> Iterator[Concern]:
    """Riders at the door who need an answer."""
    rows = select(HandOver).where(HandOver.store_id == at.store_id, HandOver.state.in_(AT_THE_DOOR))
    for rider in at.books.scalars(rows.order_by(HandOver.state_since, HandOver.id).limit(SEEN_MAX)).all():
        orders = _orders(at, rider)
        if rider.state is HandOverState.FAILED_PENDING:
            why = {"reason": rider.flagged or "?"}
            yield _of(Kind.RIDER_CANNOT, rider, orders, rider.state_since, why, ("agree", "refuse"))
        elif rider.state is HandOverState.SCANNING:
            yield from _bag_missing(at, rider, orders)
        elif rider.arrived_at and at.now - rider.arrived_at >= _patience(at):
            facts = {"minutes": at.minutes(rider.arrived_at)}
            yield _of(Kind.RIDER_WAITS, rider, orders, rider.arrived_at, facts, ("miss",))


def _patience(at: Looking) -> timedelta:
    return timedelta(minutes=at.settings.rider_wait_minutes_max)


def _bag_missing(at: Looking, rider: HandOver, orders: list[Order]) -> Iterator[Concern]:
    """No next bag for a while: one is missing, or nobody can scan it."""
    bags = [bag for order in orders for bag in live_bags(at.books, order.id)]
    out = [bag.scanned_out_at for bag in bags if bag.scanned_out_at is not None]
    last = max(out, default=rider.state_since)
    if at.now - last >= timedelta(seconds=at.settings.scan_out_seconds_max):
        facts = {"out": len(out), "of": len(bags)}
        yield _of(Kind.BAG_MISSING, rider, orders, last, facts, ("finish_by_code",))


def _of(
    kind: Kind, rider: HandOver, orders: list[Order], since: datetime, facts: Json, steps: tuple[str, ...]
) -> Concern:
    first = min(orders, key=lambda order: order.due_at, default=None)
    who = {"rider": rider.rider_name or rider.carrier, "tail": rider.rider_tail, "count": len(orders)}
    return Concern(
        kind, rider.id, since, {**who, **facts}, first.id if first else None, first.number if first else None,
        first.due_at if first else None, rider.deadline_at, steps,
    )  # fmt: skip


def _orders(at: Looking, rider: HandOver) -> list[Order]:
    rows = select(Order).join(HandOverOrder, HandOverOrder.order_id == Order.id)
    mine = rows.where(HandOverOrder.hand_over_id == rider.id, HandOverOrder.left_at.is_(None))
    return list(at.books.scalars(mine.order_by(Order.due_at, Order.id)))
