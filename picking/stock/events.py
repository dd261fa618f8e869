"""What stock tells: sold out, back again."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class SoldOut(Event):
    """Nothing of an item is left to sell in a store."""

    store_id: str
    sku: str


@dataclass(frozen=True)
class BackInStock(Event):
    """An item that was sold out can be sold again."""

    store_id: str
    sku: str


@dataclass(frozen=True)
class GoodsPutIn(Event):
    """Goods came into a face bin: whoever waits for them may go on."""

    store_id: str
    sku: str
    bin_id: str
