"""Reads the journal back: an order's own timeline step by step, its honest clock, and what was done, by whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.records import JournalRow
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.reports.order_clock import LINE, ORDER, TASK, TICKET, Mark, Span, clock


def timeline(session: Session, order_id: str) -> list[Json]:
    """Give everything the journal knows of an order, oldest first: what, from where to where, who, with what, when."""
    rows = select(JournalRow).where(JournalRow.order_id == order_id).order_by(JournalRow.id)
    return [_row(row) for row in session.scalars(rows)]


def clocks(session: Session, order_ids: Collection[str], now: datetime) -> Mapping[str, list[Span]]:
    """Give the honest clock of many orders at once, by order."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    rows = (
        select(JournalRow.order_id, JournalRow.at, JournalRow.thing, JournalRow.thing_id, JournalRow.after)
        .where(JournalRow.order_id.in_(order_ids), JournalRow.thing.in_((ORDER, TASK, TICKET, LINE)))
        .where(JournalRow.after.is_not(None))
        .order_by(JournalRow.id)
    )
    for order_id, at, thing, thing_id, after in session.execute(rows):
        marks[str(order_id)].append(Mark(at, thing, thing_id, str(after)))
    return {order_id: clock(marks[order_id], now) for order_id in order_ids}


def audit(
    session: Session,
    store_id: str,
    wanted: Mapping[str, str],
    *,
    before: int | None,
    limit: int,
    between: tuple[datetime, datetime] | None = None,
) -> list[Json]:
    """Give what was done in a store, the newest first, before a row's number.

    `wanted` says of which order (its number), thing, step, person or device; what it does not name is not looked at.
    `between` are two times, the second no more meant.
    """
    rows = (
        select(JournalRow, Order.number)
        .join(Order, Order.id == JournalRow.order_id, isouter=True)
        .where(JournalRow.store_id == store_id)
    )
    columns = {"thing": JournalRow.thing, "step": JournalRow.step, "device_id": JournalRow.device_id}
    for name in columns.keys() & wanted.keys():
        rows = rows.where(columns[name] == wanted[name])
    if "person" in wanted:
        rows = rows.where(JournalRow.actor == wanted["person"])
    if "number" in wanted:
        known = select(Order.id).where(Order.store_id == store_id, Order.number == wanted["number"])
        rows = rows.where(JournalRow.order_id.in_(known))
    if between is not None:
        rows = rows.where(JournalRow.at >= between[0], JournalRow.at < between[1])
    if before is not None:
        rows = rows.where(JournalRow.id < before)
    found = session.execute(rows.order_by(JournalRow.id.desc()).limit(limit))
    return [{"id": row.id, "number": number, "order_id": row.order_id, **_row(row)} for row, number in found]


def _row(row: JournalRow) -> Json:
    return {
        "at": row.at.isoformat(),
        "said_at": row.said_at.isoformat() if row.said_at else None,
        "thing": row.thing,
        "thing_id": row.thing_id,
        "step": row.step,
        "before": row.before,
        "after": row.after,
        "actor": row.actor,
        "person_id": row.person_id,
        "device_id": row.device_id,
        "facts": row.facts,
    }
