"""A day that is over, rolled up: what each item sold in each of its hours, from orders and tills."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.forecasting.away import away_minutes, forget_spans
from picking.forecasting.model import SoldDay
from picking.forecasting.promotions import promoted_on
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, OrderLine
from picking.stock.till import TillKind, TillSale, TillSaleLine

HOURS = 24
HISTORY_DAYS_MAX = 400


def roll_up(work: UnitOfWork, store_id: str, day: date) -> int:
    """Write down what a day sold and what was sold out in it; again for the same day gives the same rows.

    Gives how many items have a row.
    """
    zone = ZoneInfo(work.get(Store, store_id).timezone)
    sold: dict[str, list[int]] = defaultdict(lambda: [0] * HOURS)
    for sku, at, quantity in _sales(work.session, store_id, zone, day):
        sold[sku][at.astimezone(zone).hour] += quantity
    promoted = promoted_on(work.session, store_id, zone, [day])[day]
    away = away_minutes(work.session, store_id, zone, day)
    forget_spans(work.session, store_id, zone, day)
    work.session.execute(delete(SoldDay).where(SoldDay.store_id == store_id, SoldDay.day == day))
    rows = [
        {
            "store_id": store_id, "sku": sku, "day": day, "hours": sold[sku], "away_minutes": away.get(sku, []),
            "promoted": sku in promoted,
        }
        for sku in sorted({*sold, *away})
    ]  # fmt: skip
    if rows:
        work.session.execute(insert(SoldDay), rows)
    return len(rows)


def first_day(session: Session, store: Store, today: date) -> date:
    """Give the first day of which anything is known, not longer ago than the forecast looks."""
    zone = ZoneInfo(store.timezone)
    times = (
        session.scalar(select(func.min(Order.placed_at)).where(Order.store_id == store.id)),
        session.scalar(select(func.min(TillSale.sold_at)).where(TillSale.store_id == store.id)),
    )
    known = [at.astimezone(zone).date() for at in times if at is not None]
    return max(min(known, default=today), today - timedelta(days=HISTORY_DAYS_MAX))


def _sales(session: Session, store_id: str, zone: ZoneInfo, day: date) -> Iterator[tuple[str, datetime, int]]:
    begin = datetime.combine(day, time(0), zone)
    end = datetime.combine(day + timedelta(days=1), time(0), zone)
    orders = (
        select(OrderLine.sku, Order.placed_at, OrderLine.quantity)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.store_id == store_id, Order.placed_at >= begin, Order.placed_at < end)
        .where(Order.paid_at.is_not(None), Order.replaces_id.is_(None))
    )
    tills = (
        select(TillSaleLine.sku, TillSale.sold_at, TillSaleLine.quantity)
        .join(TillSale, TillSale.id == TillSaleLine.sale_id)
        .where(TillSale.store_id == store_id, TillSale.sold_at >= begin, TillSale.sold_at < end)
        .where(TillSale.kind == TillKind.SALE)
    )
    for rows in (orders, tills):
        yield from ((row.sku, row[1], row.quantity) for row in session.execute(rows))
