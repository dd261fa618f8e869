"""The whole store file."""

from dataclasses import dataclass, field
from typing import Annotated

from picking.imports.document.of_floor import AisleRow, BasketRow, BinRow, FloorFacts, SpotRow, StallRow, ZoneRow
from picking.imports.document.of_goods import CategoryRow, ItemRow, LabelRow
from picking.imports.document.of_people import DeviceRow, StaffRow
from picking.imports.document.of_stock import CountPlanRow, DeliveryRow, FaceLimitRow, FillPlanFacts, FreshDayFacts
from picking.imports.document.of_store import ChannelRow, SettingRow, StoreFacts
from picking.imports.document.words import FORMAT
from picking.imports.shapes import Within


@dataclass(frozen=True)
class StoreFile:
    """The whole file."""

    format: Annotated[int, Within(FORMAT, FORMAT)]
    store: StoreFacts
    zones: tuple[ZoneRow, ...]
    floor: FloorFacts
    bins: tuple[BinRow, ...]
    stalls: tuple[StallRow, ...]
    staging_positions: tuple[SpotRow, ...]
    outbound_slots: tuple[SpotRow, ...]
    baskets: tuple[BasketRow, ...]
    scale_labels: tuple[LabelRow, ...]
    channels: tuple[ChannelRow, ...]
    staff: tuple[StaffRow, ...]
    devices: tuple[DeviceRow, ...]
    categories: tuple[CategoryRow, ...]
    items: tuple[ItemRow, ...] = field(default=())
    aisles: tuple[AisleRow, ...] = field(default=())
    count_plans: tuple[CountPlanRow, ...] = field(default=())
    fresh_day: FreshDayFacts | None = None
    fill_plan: FillPlanFacts | None = None
    face_limits: tuple[FaceLimitRow, ...] = field(default=())
    deliveries: tuple[DeliveryRow, ...] = field(default=())
    settings: tuple[SettingRow, ...] = field(default=())


def said(**facts: bool | None) -> dict[str, bool]:
    """Give only what a row says."""
    return {name: fact for name, fact in facts.items() if fact is not None}
