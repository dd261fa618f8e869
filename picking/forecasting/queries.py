"""What can be asked of the forecast: a day by item and hour, the face's limits, and what to order."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item, ItemCode, Listing
from picking.demand import Limits, Proposal, Standing, propose
from picking.demand.purchase import LotLeft
from picking.floor.model import Store
from picking.forecasting.model import ForecastDay
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.receiving.model import Delivery, DeliveryLine
from picking.receiving.queries import OPEN
from picking.stock.model import RECEIVED, Lot, OnHand, StockLevel

MILLI = 1000


def limits_of_day(session: Session, store_id: str, day: date, skus: Collection[str] | None = None) -> dict[str, Limits]:
    """Give below what each item's face is filled on a day, and up to what; what has no forecast is left out."""
    rows = select(ForecastDay.sku, ForecastDay.face_least, ForecastDay.face_most).where(
        ForecastDay.store_id == store_id, ForecastDay.day == day
    )
    if skus is not None:
        rows = rows.where(ForecastDay.sku.in_(skus))
    return {sku: Limits(least, most) for sku, least, most in session.execute(rows)}


def forecast_row(row: ForecastDay) -> Json:
    """Show a forecast: pieces or grams by hour with a thousandth's precision, and the face's limits."""
    return {
        "sku": row.sku,
        "day": row.day.isoformat(),
        "hours": [milli / MILLI for milli in row.hours_milli],
        "total": sum(row.hours_milli) / MILLI,
        "face_least": row.face_least,
        "face_most": row.face_most,
        "made_at": row.made_at.isoformat(),
    }


def purchase_proposals(
    session: Session, store_id: str, today: date, settings: FloorSettings, *, after: str = "", limit: int = 200
) -> list[tuple[Item, Proposal]]:
    """Say what to order of each item behind `after` that has a forecast, by sku; zero where nothing is needed."""
    with_forecast = select(ForecastDay.sku).where(ForecastDay.store_id == store_id, ForecastDay.day == today)
    listed = select(Item).join(Listing, Listing.sku == Item.sku).where(Listing.store_id == store_id, Listing.listed)
    rows = listed.where(Item.sku.in_(with_forecast), Item.sku > after).order_by(Item.sku).limit(limit)
    items = session.scalars(rows).all()
    skus = [item.sku for item in items]
    expected, lots = _expected(session, store_id, skus, today), _lots(session, store_id, skus, today)
    packs = _packs(session, skus)
    promised = _promised(session, store_id, skus)
    coming = _coming(session, store_id, skus, today + timedelta(days=settings.purchase_lead_days))
    return [
        (item, propose(_standing(item, expected[item.sku], lots.get(item.sku, []), promised, coming, packs, settings)))
        for item in items
    ]


def _standing(
    item: Item,
    expected: Sequence[tuple[list[int], int]],
    lots: list[LotLeft],
    promised: dict[str, int],
    coming: dict[str, int],
    packs: dict[str, int],
    settings: FloorSettings,
) -> Standing:
    return Standing(
        expected=[sum(hours) / MILLI for hours, _ in expected],
        spread=expected[0][1] / MILLI,
        lots=_less(lots, promised.get(item.sku, 0)),
        on_order=coming.get(item.sku, 0),
        pack=packs.get(item.sku, 1),
        shelf_life_days=item.shelf_life_days,
        lead_days=settings.purchase_lead_days,
        cover_days=settings.purchase_cover_days,
        sure=settings.purchase_sure_percent / 100,
        sure_fresh=settings.purchase_sure_fresh_percent / 100,
    )


def _less(lots: list[LotLeft], promised: int) -> list[LotLeft]:
    """Take what is promised to orders off the lots that expire first."""
    left: list[LotLeft] = []
    for lot in sorted(lots, key=lambda lot: (lot.days_left is None, lot.days_left or 0)):
        part = min(promised, lot.quantity)
        promised -= part
        if lot.quantity > part:
            left.append(LotLeft(lot.quantity - part, lot.days_left))
    return left


def _expected(
    session: Session, store_id: str, skus: Sequence[str], today: date
) -> dict[str, list[tuple[list[int], int]]]:
    rows = (
        select(ForecastDay.sku, ForecastDay.hours_milli, ForecastDay.spread_milli)
        .where(ForecastDay.store_id == store_id, ForecastDay.sku.in_(skus), ForecastDay.day >= today)
        .order_by(ForecastDay.sku, ForecastDay.day)
    )
    found: dict[str, list[tuple[list[int], int]]] = {}
    for row in session.execute(rows):
        found.setdefault(row.sku, []).append((row.hours_milli, row.spread_milli))
    return found


def _lots(session: Session, store_id: str, skus: Sequence[str], today: date) -> dict[str, list[LotLeft]]:
    rows = (
        select(OnHand.sku, Lot.expires_on, func.sum(OnHand.quantity))
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.sku.in_(skus), OnHand.quantity > 0)
        .where(OnHand.place.not_like("~%") | (OnHand.place == RECEIVED))
        .group_by(OnHand.sku, Lot.expires_on)
    )
    found: dict[str, list[LotLeft]] = {}
    for sku, expires_on, quantity in session.execute(rows):
        days = None if expires_on is None else (expires_on - today + timedelta(days=1)).days
        found.setdefault(sku, []).append(LotLeft(int(quantity), days))
    return found


def _coming(session: Session, store_id: str, skus: Sequence[str], until: date) -> dict[str, int]:
    """Give what is announced and still to come by the next delivery."""
    zone = ZoneInfo(session.get_one(Store, store_id).timezone)
    end = datetime.combine(until + timedelta(days=1), time(0), zone)
    left = DeliveryLine.expected - DeliveryLine.received - DeliveryLine.refused
    rows = (
        select(DeliveryLine.sku, func.sum(left))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.store_id == store_id, Delivery.state.in_(OPEN), Delivery.expected_at < end)
        .where(DeliveryLine.sku.in_(skus), left > 0)
        .group_by(DeliveryLine.sku)
    )
    return {sku: int(quantity) for sku, quantity in session.execute(rows)}


def _packs(session: Session, skus: Sequence[str]) -> dict[str, int]:
    rows = select(ItemCode.sku, func.max(ItemCode.contains)).where(ItemCode.sku.in_(skus)).group_by(ItemCode.sku)
    return {sku: int(contains) for sku, contains in session.execute(rows)}


def _promised(session: Session, store_id: str, skus: Sequence[str]) -> dict[str, int]:
    rows = select(StockLevel.sku, StockLevel.locked + StockLevel.committed).where(
        StockLevel.store_id == store_id, StockLevel.sku.in_(skus)
    )
    return {sku: int(quantity) for sku, quantity in session.execute(rows)}
