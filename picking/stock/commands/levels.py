"""An item's figures in a store. Its row is the item's lock: whoever changes its goods holds it first."""

from datetime import date

from sqlalchemy import func, select, update

from picking.catalogue import commands as catalogue
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
    """Say it, once, when the last of an item is gone or the first is there again; nothing while it is off sale."""
    lock_level(work, store_id, sku)
    listing = work.find(Listing, (store_id, sku), lock=True)
    if listing is None or not listing.listed:
        return
    left = available_of(work, store_id, sku)
    if left > 0 and listing.sold_out_at is not None:
        say_back_in_stock(work, store_id, sku)
    elif left == 0 and listing.sold_out_at is None:
        say_sold_out(work, store_id, sku)


def say_sold_out(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Mark an item as sold out and tell it."""
    event = SoldOut(store_id, sku)
    catalogue.mark_sold_out(work, event)
    work.tell(event)


def say_back_in_stock(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Take the mark away and tell it."""
    event = BackInStock(store_id, sku)
    catalogue.mark_back_in_stock(work, event)
    work.tell(event)
