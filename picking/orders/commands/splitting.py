"""The split: one sub-order for the shelf goods, one for each stall; each knows when its work may begin."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.catalogue.model import Listing
from picking.foundation.kinds import WorkType
from picking.foundation.locking import LOCK
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import SubOrderStep
from picking.orders.model import Order, OrderLine, SubOrder

Part = tuple[WorkType, str | None]  # kind of work and, unless it is picked from shelves, the stall


def split(work: UnitOfWork, order: Order) -> list[SubOrder]:
    """Make an order's sub-orders, held until their time; shelf goods first, then the stalls by name."""
    by_part: dict[Part, list[OrderLine]] = {}
    for line in work.session.scalars(select(OrderLine).where(OrderLine.order_id == order.id)):
        by_part.setdefault(_part_of(work, order, line), []).append(line)
    ordered = sorted(by_part, key=lambda part: (part[1] is not None, part[1] or ""))
    return [_new_part(work, order, count, part, by_part[part]) for count, part in enumerate(ordered, start=1)]


def sub_orders_of(work: UnitOfWork, order_id: str) -> Sequence[SubOrder]:
    """Give an order's sub-orders by number, locked and read afresh."""
    rows = select(SubOrder).where(SubOrder.order_id == order_id).order_by(SubOrder.number)
    return work.session.scalars(rows.with_for_update(**LOCK).execution_options(populate_existing=True)).all()


def release_time(work: UnitOfWork, order: Order) -> datetime:
    """Give when an order's work may begin: so early that it is on time, not so early that it gets cold waiting.

    An order of a later slot was held already; any other begins as long before it is due as a delivery is promised.
    """
    if order.not_before is not None:
        return work.now
    return max(work.now, order.due_at - timedelta(minutes=work.settings.delivery_promise_minutes))


def _part_of(work: UnitOfWork, order: Order, line: OrderLine) -> Part:
    if line.work_type is WorkType.STANDARD:
        return line.work_type, None
    return line.work_type, work.get(Listing, (order.store_id, line.sku)).stall_id


def _new_part(work: UnitOfWork, order: Order, count: int, part: Part, lines: Sequence[OrderLine]) -> SubOrder:
    release_at = release_time(work, order)
    sub_order = work.add(
        SubOrder(
            id=work.ids.new(), store_id=order.store_id, order_id=order.id, number=f"{order.number}-{count}",
            work_type=part[0], stall_id=part[1], release_at=release_at, due_at=order.due_at,
        )
    )  # fmt: skip
    work.session.flush()
    for line in lines:
        line.sub_order_id = sub_order.id
    work.step(sub_order, SubOrderStep.PLAN, patience=release_at - work.now)
    work.session.flush()
    return sub_order
