"""Orders that wait for a person: to be taken, held for risk, late, to be cancelled; complaints that came back."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import and_, func, or_, select

from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import WorkOrder
from picking.foundation.kinds import Mode
from picking.foundation.tables import Json
from picking.orders.commands.cancelling import UNDECIDED
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Cancellation, Channel, Order, SubOrder
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking
from picking.reports.concerns.held_goods import held_goods

SPARE = timedelta(minutes=1)
"""A plan that is late by less than this is on time."""
THERE = (SubOrderState.AT_OUTBOUND, SubOrderState.EMPTY)


def to_accept(at: Looking) -> Iterator[Concern]:
    """Orders of channels that leave it to a person to take them."""
    by_hand = and_(Channel.store_id == Order.store_id, Channel.id == Order.channel, ~Channel.auto_accept)
    waits = or_(
        Order.state == OrderState.PAID,
        and_(Order.state == OrderState.PENDING_PAYMENT, Channel.pay_at_pickup, Order.mode == Mode.PICKUP),
    )
    rows = select(Order).join(Channel, by_hand).where(Order.store_id == at.store_id, waits)
    for order in at.books.scalars(rows.order_by(Order.due_at, Order.id).limit(SEEN_MAX)):
        yield _of(Kind.ORDER_TO_ACCEPT, order, ("accept", "cancel"), {"channel": order.channel})


def held_for_risk(at: Looking) -> Iterator[Concern]:
    """Orders whose payment somebody has to look at before stock is held."""
    rows = select(Order).where(Order.store_id == at.store_id, Order.state == OrderState.RISK_HOLD)
    for order in at.books.scalars(rows.order_by(Order.due_at, Order.id).limit(SEEN_MAX)):
        facts = {"channel": order.channel, "risk": str(order.customer.get("risk") or "?")}
        yield _of(Kind.RISK_HELD, order, ("clear", "reject"), facts)


def late(at: Looking) -> Iterator[Concern]:
    """Orders past their promise and not ready, and those whose parts will meet only after it."""
    working = (OrderState.PAID, OrderState.SCHEDULED, OrderState.IN_FULFILMENT)
    will_be = and_(Order.state == OrderState.IN_FULFILMENT, Order.meet_at > Order.due_at)
    rows = select(Order).where(
        Order.store_id == at.store_id, Order.state.in_(working), or_(Order.due_at < at.now, will_be)
    )
    orders = at.books.scalars(rows.order_by(Order.due_at, Order.id).limit(SEEN_MAX)).all()
    parts = _parts(at, [order.id for order in orders])
    for order in orders:
        there, of, held = parts.get(order.id, (0, 0, 0))
        steps = ("hasten", "cancel") if held or order.state is OrderState.SCHEDULED else ("cancel",)
        facts = {"there": there, "of": of}
        if order.due_at < at.now:
            yield _of(Kind.ORDER_LATE, order, steps, {**facts, "minutes": at.minutes(order.due_at)})
        elif order.meet_at is not None and order.meet_at - order.due_at >= SPARE:
            minutes = int((order.meet_at - order.due_at).total_seconds() // 60)
            yield _of(Kind.ORDER_WILL_BE_LATE, order, steps, {**facts, "minutes": minutes})


def to_cancel(at: Looking) -> Iterator[Concern]:
    """Wishes to cancel the floor has not answered, with what is picked and where it is."""
    rows = (
        select(Cancellation, Order)
        .join(Order, Order.id == Cancellation.order_id)
        .where(Cancellation.store_id == at.store_id, Cancellation.state.in_(UNDECIDED))
        .order_by(Cancellation.id)
        .limit(SEEN_MAX)
    )
    for wish, order in at.books.execute(rows):
        yield Concern(
            Kind.CANCEL_WAITS, order.id, wish.state_since, {"reason": wish.reason, "who": wish.requested_by},
            order.id, order.number, order.due_at, wish.deadline_at, ("confirm", "refuse"),
            tuple(held_goods(at.books, order.id)),
        )  # fmt: skip


def complaints_back(at: Looking) -> Iterator[Concern]:
    """Complaints the floor could not serve as they were meant."""
    rows = (
        select(WorkOrder, Order)
        .join(Order, Order.id == WorkOrder.order_id)
        .where(WorkOrder.store_id == at.store_id, WorkOrder.state == WorkOrderState.TRIAGED)
        .order_by(WorkOrder.id)
        .limit(SEEN_MAX)
    )
    for wish, order in at.books.execute(rows):
        facts = {"complaint": wish.number, "reason": wish.reason}
        yield Concern(
            Kind.COMPLAINT_BACK, wish.id, wish.state_since, facts, order.id, order.number,
            steps=("send_again", "bring_back", "pay_back", "reject"),
        )  # fmt: skip


def _of(kind: Kind, order: Order, steps: tuple[str, ...], facts: Json) -> Concern:
    since = order.due_at if kind is Kind.ORDER_LATE else order.state_since
    return Concern(kind, order.id, since, facts, order.id, order.number, order.due_at, order.deadline_at, steps)


def _parts(at: Looking, order_ids: list[str]) -> dict[str, tuple[int, int, int]]:
    """Give of each order the parts that are there, all of them, and those held back."""
    rows = (
        select(SubOrder.order_id, SubOrder.state, func.count())
        .where(SubOrder.order_id.in_(order_ids))
        .group_by(SubOrder.order_id, SubOrder.state)
    )
    found: dict[str, tuple[int, int, int]] = {}
    for order_id, state, count in at.books.execute(rows):
        there, of, held = found.get(order_id, (0, 0, 0))
        found[order_id] = (
            there + count * (state in THERE), of + count, held + count * (state is SubOrderState.HELD)
        )  # fmt: skip
    return found
