"""What receiving tells the rooms above it."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class DeliveryReceived(Event):
    """A delivery is taken in: its sender and whoever pays for it are told what came."""

    delivery_id: str


@dataclass(frozen=True)
class GoodsTakenIn(Event):
    """Goods of an item lie in the bay and want to be put away; `quantity` in pieces or grams."""

    delivery_id: str
    sku: str
    quantity: int
