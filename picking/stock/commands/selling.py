"""Taking an item off sale by hand, and putting it on sale again, whatever the books say."""

from picking.catalogue.model import Listing
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.levels import lock_level, look_at_shelf, say_sold_out


def take_off_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell no more of an item until somebody puts it on sale again: a stall cannot make it, a recall."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku), lock=True)
    if not listing.listed:
        return
    listing.listed = False
    if listing.sold_out_at is None:
        say_sold_out(work, store_id, sku)


def put_on_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell an item again, from the moment there is some of it."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku), lock=True)
    listing.listed = True
    work.session.flush()
    look_at_shelf(work, store_id, sku)
