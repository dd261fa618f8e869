"""What keeps the stock of a store true, fresh and filled: plans, hours, limits, deliveries to come."""

from dataclasses import dataclass
from typing import Annotated

from picking.counting.model import CountPlanKind
from picking.imports.document.words import ClockTime, Count, Name, PlaceId, Positive, Word
from picking.imports.shapes import Of, Within


@dataclass(frozen=True)
class CountPlanRow:
    """Counts by the clock."""

    id: Word
    kind: CountPlanKind
    at: ClockTime
    bins_max: Positive
    days: Positive = 30
    zone: Annotated[PlaceId, Of("zones")] | None = None
    blind: bool = True
    retired: bool | None = None


@dataclass(frozen=True)
class FreshDayFacts:
    """The store's hours for goods that do not keep."""

    opens: ClockTime
    marks_down: ClockTime
    clears: ClockTime
    by_itself: bool = False


@dataclass(frozen=True)
class FillPlanFacts:
    """How often the faces are looked at, and when they are filled for the morning."""

    every_minutes: Annotated[int, Within(1, 1440)]
    closing: ClockTime
    retired: bool | None = None


@dataclass(frozen=True)
class FaceLimitRow:
    """Below `least` a face is filled, up to `most`."""

    bin: Annotated[PlaceId, Of("bins")]
    sku: Annotated[str, Of("items")]
    least: Count
    most: Positive


@dataclass(frozen=True)
class DeliveryLineRow:
    """So much of an item."""

    sku: str
    quantity: Positive


@dataclass(frozen=True)
class DeliveryRow:
    """Goods a new store expects so many minutes after its import."""

    number: Word
    supplier: Name
    in_minutes: Count
    lines: tuple[DeliveryLineRow, ...]
