"""Taking an item off sale by hand, and putting it on sale again, whatever the books say."""

from picking.catalogue.model import Listing
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.levels import available_of, lock_level
from picking.stock.events import BackInStock, SoldOut


def take_off_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell no more of an item until somebody puts it on sale again: a stall cannot make it, a recall."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku))
    if not listing.listed:
        return
    listing.listed = False
    if listing.sold_out_at is None:
        listing.sold_out_at = work.now
        work.tell(SoldOut(store_id, sku))
    work.session.flush()


def put_on_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell an item again, from the moment there is some of it."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku))
    if listing.listed:
        return
    listing.listed = True
    work.session.flush()
    if available_of(work, store_id, sku) > 0:
        listing.sold_out_at = None
        work.tell(BackInStock(store_id, sku))
        work.session.flush()
