"""An item's figures in a store. Its row is the item's lock: whoever changes its goods holds it first."""

from datetime import date
from typing import Any

from sqlalchemy import Date, and_, bindparam, func, insert, select, update

from picking.catalogue import commands as catalogue
from picking.catalogue.model import Listing
from picking.floor.model import Store
from picking.foundation.locking import LOCK
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.events import BackInStock, SoldOut
from picking.stock.model import StockLevel
from picking.stock.sellable import available

# Made once: putting a statement together takes longer than the database needs to answer it.
_LEVELS: Any = StockLevel.__table__
_TODAY = bindparam("today", type_=Date)
_OF_ITEM = and_(StockLevel.store_id == bindparam("of_store"), StockLevel.sku == bindparam("of_sku"))
_LOCK = select(StockLevel.sku).where(_OF_ITEM).with_for_update(**LOCK)
_CHANGE = (
    update(_LEVELS)
    .where(_LEVELS.c.store_id == bindparam("of_store"), _LEVELS.c.sku == bindparam("of_sku"))
    .values({name: _LEVELS.c[name] + bindparam(f"more_{name}") for name in ("on_hand", "locked", "committed")})
    .returning(_LEVELS.c.sku)
)
_WITHHOLD = (
    update(_LEVELS)
    .where(
        _LEVELS.c.store_id == bindparam("of_store"),
        _LEVELS.c.sku == bindparam("of_sku"),
        _LEVELS.c.withheld != bindparam("so_much"),
    )
    .values(withheld=bindparam("so_much"))
    .returning(_LEVELS.c.sku)
)
_LOCK_SOME = (
    update(StockLevel)
    .where(_OF_ITEM, available(_TODAY) >= bindparam("wanted"))
    .values(locked=StockLevel.locked + bindparam("wanted"))
    .returning(StockLevel.sku)
    .execution_options(synchronize_session=False)
)
_AVAILABLE = select(func.coalesce(available(_TODAY), 0)).where(_OF_ITEM)
_SHELF = (
    select(Listing.listed, Listing.sold_out_at, func.coalesce(available(_TODAY), 0).label("left"))
    .outerjoin(StockLevel, and_(StockLevel.store_id == Listing.store_id, StockLevel.sku == Listing.sku))
    .where(Listing.store_id == bindparam("of_store"), Listing.sku == bindparam("of_sku"))
)


def today(work: UnitOfWork, store_id: str) -> date:
    """Give the date at the store."""
    return work.get(Store, store_id).day(work.now)


def lock_level(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Keep everybody else away from an item's goods until the commit; always taken before any other row of stock."""
    if work.must_lock(StockLevel, store_id, sku):
        work.session.execute(_LOCK, {"of_store": store_id, "of_sku": sku})


def change_level(
    work: UnitOfWork, store_id: str, sku: str, *, on_hand: int = 0, locked: int = 0, committed: int = 0
) -> None:
    """Add to an item's figures, atomically."""
    lock_level(work, store_id, sku)
    more = {"more_on_hand": on_hand, "more_locked": locked, "more_committed": committed}
    changed = work.session.execute(_CHANGE, {"of_store": store_id, "of_sku": sku, **more})
    if changed.first() is None:
        first = {"on_hand": on_hand, "locked": locked, "committed": committed}
        work.session.execute(insert(_LEVELS), {"store_id": store_id, "sku": sku, **first})


def withhold(work: UnitOfWork, store_id: str, sku: str, quantity: int, *, looks: bool = True) -> None:
    """Offer so much less of an item than the books have, because the bins are doubtful; zero offers all again.

    Who says that nobody `looks` at the shelf yet corrects the books next, and looks then.
    """
    lock_level(work, store_id, sku)
    changed = work.session.execute(_WITHHOLD, {"of_store": store_id, "of_sku": sku, "so_much": quantity})
    if changed.first() is not None and looks:
        look_at_shelf(work, store_id, sku)


def lock_some(work: UnitOfWork, store_id: str, sku: str, quantity: int) -> bool:
    """Lock a quantity if so much can be sold; one statement decides, so that no two get the last piece."""
    locked = work.session.execute(
        _LOCK_SOME, {"of_store": store_id, "of_sku": sku, "today": today(work, store_id), "wanted": quantity}
    )
    return locked.first() is not None


def available_of(work: UnitOfWork, store_id: str, sku: str) -> int:
    """Give what can be sold of an item now, never below zero."""
    of_item = {"of_store": store_id, "of_sku": sku, "today": today(work, store_id)}
    return max(0, work.session.execute(_AVAILABLE, of_item).scalar_one_or_none() or 0)


def look_at_shelf(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Say it, once, when the last of an item is gone or the first is there again; nothing while it is off sale."""
    lock_level(work, store_id, sku)
    of_item = {"of_store": store_id, "of_sku": sku, "today": today(work, store_id)}
    shelf = work.session.execute(_SHELF, of_item).first()
    if shelf is None or not shelf.listed:
        return
    if shelf.left > 0 and shelf.sold_out_at is not None:
        say_back_in_stock(work, store_id, sku)
    elif shelf.left <= 0 and shelf.sold_out_at is None:
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
