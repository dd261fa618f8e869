"""Two questions to stock that only a scan asks."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.stock.model import Lot, OnHand


def quantity_in_bin(session: Session, bin_id: str, sku: str) -> int:
    """Give what the books say lies in a bin of an item, in pieces or grams."""
    total = select(func.coalesce(func.sum(OnHand.quantity), 0)).where(OnHand.place == bin_id, OnHand.sku == sku)
    return session.scalars(total).one()


def lot_of_code(session: Session, store_id: str, sku: str, code: str) -> Lot | None:
    """Find an item's lot by the code printed on the goods; the newest where a code came twice."""
    lots = select(Lot).where(Lot.store_id == store_id, Lot.sku == sku, Lot.code == code)
    return session.scalars(lots.order_by(Lot.received_at.desc()).limit(1)).first()
