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


@dataclass(frozen=True)
class SoldUnbooked(Event):
    """A till sold goods that no book knew; `bin_id` is the face they must have come from, if there is one."""

    store_id: str
    sku: str
    bin_id: str | None


@dataclass(frozen=True)
class GoodsMoved(Event):
    """Goods came into a bin or left one, for a `reason` of the ledger; `left` is what now lies where they came from."""

    store_id: str
    sku: str
    lot_id: str
    quantity: int
    from_place: str
    to_place: str
    reason: str
    left: int


@dataclass(frozen=True)
class AllocationMoved(Event):
    """Goods an order was to get from a bin that is empty will come from another bin.

    The two ids are equal when all of it moved; otherwise the second allocation holds what moved, and the first keeps
    what was taken already or found no other bin.
    """

    order_id: str
    line_id: str
    from_allocation_id: str
    to_allocation_id: str
