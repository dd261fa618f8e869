"""An item's figures in a store. Its row is the item's lock: whoever changes its goods holds it first."""

from datetime import date

from sqlalchemy import func, select, update

from picking.catalogue.model import Listing
from picking.floor.model import Store
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.events import BackInStock, SoldOut
from picking.stock.model import StockLevel
from picking.stock.sellable import available


def today(work: UnitOfWork, store_id: str) -> date:
    """Give the date at the store."""
    return work.get(Store, store_id).day(work.now)


def lock_level(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Keep everybody else away from an item's goods until the commit; always taken before any other row of stock."""
    row = select(StockLevel.sku).where(StockLevel.store_id == store_id, StockLevel.sku == sku)
    if work.session.execute(row.with_for_update()).first() is None:
        work.session.add(StockLevel(store_id=store_id, sku=sku, on_hand=0, locked=0, committed=0))
        work.session.flush()


def change_level(
    work: UnitOfWork, store_id: str, sku: str, *, on_hand: int = 0, locked: int = 0, committed: int = 0
) -> None:
    """Add to an item's figures, atomically."""
    lock_level(work, store_id, sku)
    work.session.execute(
        update(StockLevel)
        .where(StockLevel.store_id == store_id, StockLevel.sku == sku)
        .values(
            on_hand=StockLevel.on_hand + on_hand,
            locked=StockLevel.locked + locked,
            committed=StockLevel.committed + committed,
        )
    )


def lock_some(work: UnitOfWork, store_id: str, sku: str, quantity: int) -> bool:
    """Lock a quantity if so much can be sold; one statement decides, so that no two get the last piece."""
    locked = work.session.execute(
        update(StockLevel)
        .where(
            StockLevel.store_id == store_id,
            StockLevel.sku == sku,
            available(today(work, store_id)) >= quantity,
        )
        .values(locked=StockLevel.locked + quantity)
        .returning(StockLevel.sku)
        .execution_options(synchronize_session=False)
    )
    return locked.first() is not None


def available_of(work: UnitOfWork, store_id: str, sku: str) -> int:
    """Give what can be sold of an item now, never below zero."""
    figure = func.coalesce(available(today(work, store_id)), 0)
    of_item = select(figure).where(StockLevel.store_id == store_id, StockLevel.sku == sku)
    return max(0, work.session.execute(of_item).scalar_one_or_none() or 0)


def look_at_shelf(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Say it, once, when the last of an item is gone or the first is there again."""
    if available_of(work, store_id, sku) > 0:
        if _mark(work, store_id, sku, sold_out=False):
            work.tell(BackInStock(store_id, sku))
    elif _mark(work, store_id, sku, sold_out=True):
        work.tell(SoldOut(store_id, sku))


def _mark(work: UnitOfWork, store_id: str, sku: str, *, sold_out: bool) -> bool:
    """Turn the listing's mark, and tell whether it had to be turned."""
    turned = work.session.execute(
        update(Listing)
        .where(Listing.store_id == store_id, Listing.sku == sku, Listing.listed)
        .where(Listing.sold_out_at.is_(None) if sold_out else Listing.sold_out_at.is_not(None))
        .values(sold_out_at=work.now if sold_out else None)
        .returning(Listing.sku)
    )
    return turned.first() is not None
