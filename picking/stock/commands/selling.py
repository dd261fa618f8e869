"""Taking an item off sale by hand, and putting it on sale again, whatever the books say."""

from picking.catalogue.model import Listing
from picking.foundation.refusals import invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.levels import lock_level, look_at_shelf, say_sold_out
from picking.stock.events import GoodsPutIn


def take_off_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell no more of an item until somebody puts it on sale again: a stall cannot make it, a recall."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku), lock=True)
    if not listing.listed:
        return
    listing.listed = False
    if listing.sold_out_at is None:
        say_sold_out(work, store_id, sku)


def keep_safety_stock(work: UnitOfWork, store_id: str, sku: str, quantity: int) -> Listing:
    """Keep so many pieces or grams of an item back from the channels; the tills sell them."""
    if quantity < 0:
        raise invalid(f"safety stock of {sku}", "must not be negative")
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku), lock=True)
    if listing.safety_stock != quantity:
        listing.safety_stock = quantity
        work.session.flush()
        look_at_shelf(work, store_id, sku)
    return listing


def offer_relisting(work: UnitOfWork, event: GoodsPutIn) -> None:
    """React to goods of an item that is off sale: the desk is asked whether it is to be sold again."""
    listing = work.find(Listing, (event.store_id, event.sku))
    if listing is not None and not listing.listed:
        work.push(f"store:{event.store_id}", "stock", {"sku": event.sku, "off_sale": True, "came_in": True})


def put_on_sale(work: UnitOfWork, store_id: str, sku: str) -> None:
    """Sell an item again, from the moment there is some of it."""
    lock_level(work, store_id, sku)
    listing = work.get(Listing, (store_id, sku), lock=True)
    listing.listed = True
    work.session.flush()
    look_at_shelf(work, store_id, sku)
