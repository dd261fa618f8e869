"""What can be sold of an item, as one SQL expression: reserving and showing use the same."""

from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from picking.catalogue.model import Listing
from picking.floor.model import Bin
from picking.stock.model import Lot, OnHand, StockLevel


def available(today: date | ColumnElement[date] | None) -> ColumnElement[int]:
    """Give available = on hand - locked - committed - withheld - safety stock - what lies blocked or expired.

    To be used in statements on `stock_levels`. It is NULL for an item that the store does not list or has taken off
    sale. Without `today` no dates are looked at.
    """
    safety = (
        select(Listing.safety_stock)
        .where(Listing.store_id == StockLevel.store_id, Listing.sku == StockLevel.sku, Listing.listed)
        .correlate(StockLevel)
        .scalar_subquery()
    )
    held = StockLevel.locked + StockLevel.committed + StockLevel.withheld
    return StockLevel.on_hand - held - safety - _unsellable(today)


def _unsellable(today: date | ColumnElement[date] | None) -> ColumnElement[int]:
    unfit = Bin.blocked.is_(True) if today is None else or_(Bin.blocked, Lot.expires_on < today)
    lying = (
        select(func.sum(OnHand.quantity))
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == StockLevel.store_id, OnHand.sku == StockLevel.sku, unfit)
        .correlate(StockLevel)
        .scalar_subquery()
    )
    return func.coalesce(lying, 0)
