"""Names, units and prices of the items a report is about, read once for all of them."""

from collections.abc import Collection
from dataclasses import dataclass

from picking.catalogue.model import Item, Listing
from picking.catalogue.queries import items, listings
from picking.foundation.money import price_of_grams
from picking.foundation.quantity import Unit
from picking.reports.asking import Asked

AT_ONCE = 500


@dataclass(frozen=True)
class Goods:
    """Items and listings by sku."""

    language: str
    items: dict[str, Item]
    listings: dict[str, Listing]

    def name(self, sku: str) -> str:
        """Give an item's name in the asker's language."""
        item = self.items.get(sku)
        return item.name(self.language) if item else sku

    def category(self, sku: str) -> str:
        """Give an item's category."""
        item = self.items.get(sku)
        return item.category if item else ""

    def unit(self, sku: str) -> str:
        """Give how an item is counted."""
        item = self.items.get(sku)
        return str(item.unit) if item else ""

    def worth(self, sku: str, quantity: int) -> int:
        """Give what so much of an item costs in the store now, in minor units."""
        item, listing = self.items.get(sku), self.listings.get(sku)
        if item is None or listing is None:
            return 0
        if item.unit is Unit.GRAM:
            return price_of_grams(listing.price_minor, quantity)
        return listing.price_minor * quantity


def goods_of(asked: Asked, skus: Collection[str]) -> Goods:
    """Read what is to be said of these items."""
    wanted = sorted(set(skus))
    known: dict[str, Item] = {}
    for at in range(0, len(wanted), AT_ONCE):
        known |= items(asked.session, wanted[at : at + AT_ONCE])
    return Goods(asked.language, known, listings(asked.session, asked.store_id))
