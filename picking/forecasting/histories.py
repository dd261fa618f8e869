"""The history of one category as the forecast wants it: arrays of its items, days and hours, in pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item, Listing
from picking.demand.history import Day, Floats, History, first_days
from picking.forecasting.model import SoldDay, SpecialDay
from picking.forecasting.rolling_up import HISTORY_DAYS_MAX, HOURS
from picking.foundation.quantity import Unit

HOUR_MINUTES = 60


@dataclass(frozen=True)
class CategoryHistory:
    """A category's items in the order of the arrays; what is weighed counts in portions of `unit_of` grams."""

    items: Sequence[Item]
    history: History

    def unit_of(self, item: Item) -> int:
        """Give how many grams count as one."""
        return portion(item)


def portion(item: Item) -> int:
    """Give what counts as one of an item: a piece, or the usual weight of what is weighed, in grams."""
    return max(1, item.weight_grams) if item.unit is Unit.GRAM else 1


def categories(session: Session, store_id: str) -> list[str]:
    """List the categories a store sells."""
    rows = select(Item.category).join(Listing, Listing.sku == Item.sku).where(Listing.store_id == store_id)
    return list(session.scalars(rows.distinct().order_by(Item.category)))


def category_history(session: Session, store_id: str, category: str, today: date) -> CategoryHistory | None:
    """Read what a category sold up to yesterday; None while nothing is known of it."""
    listed = select(Item).join(Listing, Listing.sku == Item.sku).where(Listing.store_id == store_id)
    items = session.scalars(listed.where(Item.category == category).order_by(Item.sku)).all()
    place = {item.sku: at for at, item in enumerate(items)}
    rows = session.execute(
        select(SoldDay.sku, SoldDay.day, SoldDay.hours, SoldDay.away_minutes, SoldDay.promoted).where(
            SoldDay.store_id == store_id, SoldDay.sku.in_(place), SoldDay.day < today,
            SoldDay.day >= today - timedelta(days=HISTORY_DAYS_MAX),
        )
    ).all()  # fmt: skip
    if not rows:
        return None
    first = min(row.day for row in rows)
    days = special_days(session, store_id, first, (today - first).days)
    sold = np.zeros((len(items), len(days), HOURS))
    open_share = np.ones_like(sold)
    promoted = np.zeros((len(items), len(days)), dtype=bool)
    for row in rows:
        at = (place[row.sku], (row.day - first).days)
        sold[at] = np.asarray(row.hours) / portion(items[at[0]])
        promoted[at] = row.promoted
        if row.away_minutes:
            open_share[at] = _open_share(sold[at], np.asarray(row.away_minutes))
    return CategoryHistory(items, History(days, sold, promoted, first_days(sold), open_share))


def _open_share(sold: Floats, away_minutes: NDArray[np.int64]) -> Floats:
    """Give the share of each hour in which an item could be bought; where some were sold all the same, all of it."""
    share: Floats = np.where((away_minutes >= HOUR_MINUTES) & (sold > 0), 1.0, 1.0 - away_minutes / HOUR_MINUTES)
    return share


def special_days(session: Session, store_id: str, first: date, count: int) -> list[Day]:
    """Give so many days from one on, each with what the store's calendar says of it."""
    last = first + timedelta(days=count - 1)
    rows = select(SpecialDay.day, SpecialDay.kind).where(
        SpecialDay.store_id == store_id, SpecialDay.day >= first, SpecialDay.day <= last
    )
    kinds = {row.day: row.kind for row in session.execute(rows)}
    days = [first + timedelta(days=n) for n in range(count)]
    return [Day(day, kinds.get(day, "")) for day in days]
