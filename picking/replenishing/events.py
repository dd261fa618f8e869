"""What replenishing tells the rooms above it."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class ReplenishmentWanted(Event):
    """Somebody is to fetch goods from behind; also told when it became more urgent."""

    replenishment_id: str


@dataclass(frozen=True)
class ReplenishmentCalledOff(Event):
    """What nobody had begun to fetch is not needed any more."""

    bin_id: str
    sku: str


@dataclass(frozen=True)
class ReplenishmentRefused(Event):
    """A lead did not believe what was brought: where it came from is to be counted."""

    bin_id: str
    sku: str


@dataclass(frozen=True)
class PurchaseWanted(Event):
    """Nothing lies behind: an item has to be bought."""

    demand_id: str
