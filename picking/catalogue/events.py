"""What the catalogue tells."""

from dataclasses import dataclass

from picking.catalogue.lifecycle import PlanState
from picking.foundation.events import Event


@dataclass(frozen=True)
class ShelfFactsChanged(Event):
    """What shelf labels show of these items in a store is no longer so: price, name or whether it is sold out."""

    store_id: str
    skus: tuple[str, ...]


@dataclass(frozen=True)
class PlannedPricesTurned(Event):
    """A plan began, ended or was changed: what shelf labels show of all its items is no longer so."""

    store_id: str
    plan_id: str


@dataclass(frozen=True)
class PlanStepped(Event):
    """A price plan began, counts as shown, has a newer version, is over or was withdrawn: `state` is what it is now."""

    store_id: str
    plan_id: str
    state: PlanState
