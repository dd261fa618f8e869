"""What is done for the forecast: the nightly work in small pieces, and the calendar somebody keeps."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import delete, func, insert, select

from picking.catalogue.model import Item
from picking.demand import Profile, day_limits, learn
from picking.demand.effects import forecast_days
from picking.demand.history import Day, Floats
from picking.floor.model import Bin, BinKind, Store
from picking.forecasting.histories import CategoryHistory, categories, category_history, portion, special_days
from picking.forecasting.model import ForecastDay, ForecastProgress, SpecialDay
from picking.forecasting.promotions import promoted_on
from picking.forecasting.rolling_up import first_day, roll_up
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.model import OnHand

HORIZON_DAYS = 14
KEPT_DAYS = 35
KIND_MAX = 24


def work_on(work: UnitOfWork, store_id: str, today: date) -> bool:
    """Do the next piece of a store's nightly work: roll up a day before `today`, or forecast a category from it on.

    Tells whether there was one. A piece takes some hundredths of a second, so that scans do not wait for it; whoever
    stops in the middle goes on there.
    """
    store = work.get(Store, store_id)
    progress = work.find(ForecastProgress, store_id, lock=True) or work.add(ForecastProgress(store_id=store_id))
    if progress.rolled_up_to is None:
        progress.rolled_up_to = first_day(work.session, store, today) - timedelta(days=1)
    if progress.rolled_up_to < today - timedelta(days=1):
        progress.rolled_up_to += timedelta(days=1)
        progress.category = ""  # with a day more, all are forecast anew
        roll_up(work, store_id, progress.rolled_up_to)
        return True
    return _forecast_next(work, store, progress, today)


def is_idle(progress: ForecastProgress | None, today: date) -> bool:
    """Tell whether a store's nightly work of this day is done."""
    return progress is not None and progress.made_on == today


def forecast_category(work: UnitOfWork, store: Store, category: str, today: date) -> int:
    """Forecast the coming days of a category's items; gives how many items."""
    known = category_history(work.session, store.id, category, today)
    if known is None:
        return 0
    days = special_days(work.session, store.id, today, HORIZON_DAYS)
    promotions = promoted_on(work.session, store.id, ZoneInfo(store.timezone), [day.day for day in days])
    promoted = np.array([[item.sku in promotions[day.day] for day in days] for item in known.items])
    profile = learn(known.history)
    expected = forecast_days(profile, days, promoted)
    _keep(work, store.id, known, days, expected, profile)
    return len(known.items)


def keep_special_days(work: UnitOfWork, store_id: str, kinds: Mapping[date, str]) -> None:
    """Keep a store's calendar: what is special about these days; an empty word makes a day ordinary again."""
    work.by.require("settings", "channel", "desk")
    for day, kind in kinds.items():
        if len(kind) > KIND_MAX:
            raise invalid(str(day), f"a word of up to {KIND_MAX} characters")
        work.session.execute(delete(SpecialDay).where(SpecialDay.store_id == store_id, SpecialDay.day == day))
        if kind:
            work.session.add(SpecialDay(store_id=store_id, day=day, kind=kind))


def _forecast_next(work: UnitOfWork, store: Store, progress: ForecastProgress, today: date) -> bool:
    if progress.made_on == today:
        return False
    left = [category for category in categories(work.session, store.id) if category > progress.category]
    if left:
        progress.category = left[0]
        forecast_category(work, store, left[0], today)
        return True
    progress.made_on, progress.category = today, ""
    old = today - timedelta(days=KEPT_DAYS)
    work.session.execute(delete(ForecastDay).where(ForecastDay.store_id == store.id, ForecastDay.day < old))
    return True


def _keep(
    work: UnitOfWork, store_id: str, known: CategoryHistory, days: Sequence[Day], expected: Floats, profile: Profile
) -> None:
    skus = [item.sku for item in known.items]
    capacities = _capacities(work, store_id, skus)
    work.session.execute(
        delete(ForecastDay).where(
            ForecastDay.store_id == store_id, ForecastDay.sku.in_(skus), ForecastDay.day >= days[0].day
        )
    )
    rows = [
        _row(work, store_id, item, day, expected[at, n], float(profile.spread[at]), capacities.get(item.sku, 0))
        for at, item in enumerate(known.items)
        for n, day in enumerate(days)
    ]
    work.session.execute(insert(ForecastDay), rows)


def _row(work: UnitOfWork, store_id: str, item: Item, day: Day, hours: Floats, spread: float, capacity: int) -> Json:
    one = portion(item)
    limits = day_limits(hours * one, spread * one, capacity=capacity)
    return {
        "store_id": store_id, "sku": item.sku, "day": day.day,
        "hours_milli": [round(float(hour) * one * 1000) for hour in hours], "spread_milli": round(spread * one * 1000),
        "face_least": limits.least, "face_most": limits.most, "made_at": work.now,
    }  # fmt: skip


def _capacities(work: UnitOfWork, store_id: str, skus: Sequence[str]) -> dict[str, int]:
    """Give how much the faces hold that these items lie in; a face nobody has measured says nothing."""
    seen = (
        select(OnHand.sku, func.max(Bin.capacity))
        .join(Bin, Bin.id == OnHand.place)
        .where(OnHand.store_id == store_id, OnHand.sku.in_(skus), OnHand.quantity > 0, Bin.kind == BinKind.FACE)
        .group_by(OnHand.sku)
    )
    return {sku: int(capacity) for sku, capacity in work.session.execute(seen)}
