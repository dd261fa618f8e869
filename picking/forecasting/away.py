"""When items were sold out: the minutes of each hour of a day in which nobody could buy them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Listing, SoldOutSpan

HOURS = 24
HOUR = timedelta(hours=1)
KEPT_DAYS = 7  # after the day was rolled up


def away_minutes(session: Session, store_id: str, zone: ZoneInfo, day: date) -> dict[str, list[int]]:
    """Give by item the minutes of each hour of a day in which it was sold out; items that never were are left out."""
    midnight = datetime.combine(day, time(0), zone)
    hours = [midnight + n * HOUR for n in range(HOURS + 1)]
    away: dict[str, list[float]] = defaultdict(lambda: [0.0] * HOURS)
    for sku, began, ended in _spans(session, store_id, hours[0], hours[-1]):
        for hour in range(HOURS):
            seconds = (min(ended, hours[hour + 1]) - max(began, hours[hour])).total_seconds()
            away[sku][hour] += max(0.0, seconds)
    return {sku: [min(60, round(each / 60)) for each in seconds] for sku, seconds in away.items()}


def forget_spans(session: Session, store_id: str, zone: ZoneInfo, day: date) -> None:
    """Drop what was rolled up long ago."""
    old = datetime.combine(day - timedelta(days=KEPT_DAYS), time(0), zone)
    session.execute(delete(SoldOutSpan).where(SoldOutSpan.store_id == store_id, SoldOutSpan.ended_at < old))


def _spans(session: Session, store_id: str, begin: datetime, end: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """Read what was sold out in a time: over by now, or still so."""
    over = select(SoldOutSpan.sku, SoldOutSpan.began_at, SoldOutSpan.ended_at).where(
        SoldOutSpan.store_id == store_id, SoldOutSpan.ended_at > begin, SoldOutSpan.began_at < end
    )
    still = select(Listing.sku, Listing.sold_out_at).where(Listing.store_id == store_id, Listing.sold_out_at < end)
    yield from ((row.sku, row.began_at, row.ended_at) for row in session.execute(over))
    yield from ((row.sku, row.sold_out_at, end) for row in session.execute(still))
