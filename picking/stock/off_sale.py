"""What is off sale although it lies here: the list of items somebody may want to sell again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Listing
from picking.stock.model import StockLevel

ROWS_MAX = 1000


def off_sale_with_stock(session: Session, store_id: str) -> dict[str, int]:
    """Give what was taken off sale by hand and lies in the bins unreserved, as {sku: pieces or grams}."""
    free = StockLevel.on_hand - StockLevel.locked - StockLevel.committed
    rows = (
        select(Listing.sku, free)
        .join(StockLevel, (StockLevel.store_id == Listing.store_id) & (StockLevel.sku == Listing.sku))
        .where(Listing.store_id == store_id, Listing.listed.is_(False), free > 0)
        .order_by(Listing.sku)
        .limit(ROWS_MAX)
    )
    return {sku: int(quantity) for sku, quantity in session.execute(rows)}
