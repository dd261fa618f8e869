"""The store file, format 1, as dataclasses: what `config/stores/README.md` describes, key by key.

`retired` and `blocked` say nothing when they are left out: what is so stays so.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from picking.catalogue.barcodes import Check, FieldName
from picking.counting.model import CountPlanKind
from picking.devices.model import DeviceClass
from picking.floor.model import BinKind
from picking.foundation.kinds import Hygiene, TemperatureClass, WorkType
from picking.foundation.tables import Json
from picking.imports.shapes import Form, Of, Secret, Within
from picking.people.rights import STAFF_ROLES

FORMAT = 1

PlaceId = Annotated[str, Form(r"[A-Za-z0-9-]{1,64}", "form_place")]
WireId = Annotated[str, Form(r"[a-z0-9-]{1,64}", "form_wire")]
ShortId = Annotated[str, Form(r"[A-Za-z0-9-]{1,16}", "form_short")]
Word = Annotated[str, Form(r".{1,40}", "form_text_40")]
Name = Annotated[str, Form(r".{1,80}", "form_text_80")]
ClockTime = Annotated[str, Form(r"([01][0-9]|2[0-3]):[0-5][0-9]", "form_clock")]
Language = Annotated[str, Form(r"en|zh|es", "form_language"), Of(words=("en", "zh", "es"))]
Badge = Annotated[str, Form(r"[A-Za-z0-9_-]{1,64}", "form_badge"), Secret()]
Pin = Annotated[str, Form(r"[0-9]{4,8}", "form_pin"), Secret()]
Count = Annotated[int, Within(0)]
Positive = Annotated[int, Within(1)]
Metres = Annotated[float, Within(0, 100_000)]
Texts = dict[str, str]


class Assignment(StrEnum):
    """Who starts a task."""

    PULL = "pull"
    OFFER = "offer"
    PULL_AND_OFFER = "pull_and_offer"


class TaskPer(StrEnum):
    """What one task covers."""

    ZONE = "zone"
    ORDER = "order"


class Sort(StrEnum):
    """When the orders of a trip are told apart."""

    WHILE_WALKING = "while_walking"
    AFTER_WALKING = "after_walking"


class Separate(StrEnum):
    """What never shares a bag."""

    TEMPERATURE = "temperature_class"
    HYGIENE = "food_hygiene"


class SoldBy(StrEnum):
    """How an item is counted."""

    PIECE = "piece"
    WEIGHT = "weight"


class CodeKind(StrEnum):
    """What a code of an item is."""

    GTIN = "gtin"
    PACK = "pack"
    PLU = "plu"


class PlaceKind(StrEnum):
    """What a device stands at."""

    BIN = "bin"
    SLOT = "slot"
    STALL = "stall"
    STAGING = "staging"
    PACKING = "packing"


class Accept(StrEnum):
    """Who accepts a channel's orders."""

    AUTO = "auto"
    LEAD = "lead"


@dataclass(frozen=True)
class PickMode:
    """How the store picks and packs."""

    assignment: Assignment
    offer_seconds: Positive
    task_per: TaskPer
    batch_orders_max: Positive
    batch_alone_minutes: Count
    sort: Sort
    separate_bags_by: tuple[Separate, ...]
    bag_warn_grams: Positive
    bag_split_grams: Positive
    frozen_out_minutes_max: Positive
    promise_minutes: Positive


@dataclass(frozen=True)
class StoreFacts:
    """The store itself."""

    id: PlaceId
    names: Texts
    currency: Annotated[str, Form(r"[A-Z]{3}", "form_currency")]
    timezone: Word
    languages: tuple[Language, ...]
    opens_at: ClockTime
    closes_at: ClockTime
    pick_mode: PickMode


@dataclass(frozen=True)
class StoreCard:
    """What is set about a store that is open already: its money and its id are what they are."""

    id: PlaceId
    names: Texts
    timezone: Word
    language: Language
    assignment: Assignment


@dataclass(frozen=True)
class SettingRow:
    """A setting of the floor that this store has for itself; what it does not name is the service's."""

    key: Annotated[str, Form(r"[a-z_]{1,64}", "form_setting")]
    value: Count


@dataclass(frozen=True)
class ZoneRow:
    """A zone."""

    id: PlaceId
    code: Annotated[str, Form(r"[A-Za-z0-9]{1,8}", "form_zone_letter")]
    names: Texts
    temperature_class: TemperatureClass


@dataclass(frozen=True)
class NodeRow:
    """A point one can stand on."""

    id: Count
    x: float
    y: float
    level: int = 0


@dataclass(frozen=True)
class EdgeRow:
    """A way between two nodes."""

    a: Annotated[Count, Of("nodes")]
    b: Annotated[Count, Of("nodes")]
    metres: Metres
    one_way: bool = False


@dataclass(frozen=True)
class WalkFacts:
    """The three named nodes: where riders wait, where baskets stand, where bags are packed."""

    door: Annotated[Count, Of("nodes")]
    start: Annotated[Count, Of("nodes")]
    end: Annotated[Count, Of("nodes")]


@dataclass(frozen=True)
class FloorFacts:
    """The walking graph and its three named nodes."""

    door: Count
    start: Count
    end: Count
    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]


@dataclass(frozen=True)
class BinRow:
    """A bin."""

    id: PlaceId
    zone: Annotated[PlaceId, Of("zones")] | None
    aisle: ShortId
    node: Annotated[Count, Of("nodes")]
    kind: BinKind
    check_number: Annotated[str, Form(r"[0-9]{2}", "form_two_digits")]
    capacity: Count
    blocked: bool | None = None
    retired: bool | None = None


@dataclass(frozen=True)
class HoursRow:
    """From when to when of every day, by the store's clock; may pass midnight."""

    begin: ClockTime
    end: ClockTime


@dataclass(frozen=True)
class AisleRow:
    """What is special about an aisle: how many people fit, and when it is closed."""

    id: ShortId
    people_max: Positive | None = None
    closed: tuple[HoursRow, ...] = ()


@dataclass(frozen=True)
class StallRow:
    """A stall with its printer and the bin of its raw goods."""

    id: PlaceId
    names: Texts
    work_type: WorkType
    node: Annotated[Count, Of("nodes")]
    printer: WireId | None
    bin: Annotated[PlaceId, Of("bins")] | None
    retired: bool | None = None


@dataclass(frozen=True)
class SpotRow:
    """A staging position or an outbound slot; `bags` fit."""

    id: PlaceId
    node: Annotated[Count, Of("nodes")]
    temperature_class: TemperatureClass
    bags: Positive
    retired: bool | None = None


@dataclass(frozen=True)
class BasketRow:
    """A basket."""

    id: ShortId
    colour: ShortId
    colour_names: Texts


@dataclass(frozen=True)
class LabelFieldRow:
    """A field of a scale label."""

    name: FieldName
    digits: Positive
    decimals: Count
    unit: str = "kg"


@dataclass(frozen=True)
class LabelRow:
    """A layout of scale labels."""

    prefix: Annotated[str, Form(r"[0-9]{2,4}", "form_prefix")]
    length: Positive
    fields: tuple[LabelFieldRow, ...]
    check: Check


@dataclass(frozen=True)
class ChannelRow:
    """A channel."""

    id: PlaceId
    names: Texts
    accept: Accept
    payment_lock_minutes: Positive
    weight: Count
    pay_at_pickup: bool = False


@dataclass(frozen=True)
class StaffRow:
    """Somebody on the staff: known again by `id`, else by the badge; somebody new needs both badge and PIN."""

    name: Name
    language: Language
    roles: tuple[Annotated[Word, Of(words=tuple(sorted(STAFF_ROLES)))], ...]
    skills: tuple[Word, ...]
    stall: Annotated[PlaceId, Of("stalls")] | None
    badge: Badge | None = None
    pin: Pin | None = None
    id: Word | None = None
    retired: bool | None = None


@dataclass(frozen=True)
class PlaceRow:
    """Where a device stands."""

    kind: PlaceKind
    id: PlaceId


@dataclass(frozen=True)
class DeviceRow:
    """A device; `backup` names the printer that takes over its sheets."""

    id: WireId
    gateway: WireId
    class_: DeviceClass
    driver: Word | None
    name: Name
    place: PlaceRow | None
    sku: Annotated[Word, Of("items")] | None = None
    backup: WireId | None = None
    retired: bool | None = None


@dataclass(frozen=True)
class CategoryRow:
    """A category."""

    code: Word
    names: Texts


@dataclass(frozen=True)
class OptionRow:
    """A wish that a stall can fulfil."""

    code: Word
    names: Texts


@dataclass(frozen=True)
class CodeRow:
    """A code of an item."""

    code: Annotated[str, Form(r"[0-9]{1,14}", "form_digits")]
    kind: CodeKind
    contains: Positive


@dataclass(frozen=True)
class StockRow:
    """A lot in a bin."""

    bin: PlaceId
    quantity: Positive
    lot: Annotated[str, Form(r".{0,40}", "form_up_to_40")]
    expires_in_days: int | None


@dataclass(frozen=True)
class ItemRow:
    """An item, its price and stock in this store."""

    sku: Annotated[str, Form(r"[A-Za-z0-9._-]{1,32}", "form_sku")]
    names: Texts
    spec: Annotated[str, Form(r".{0,40}", "form_up_to_40")]
    category: Annotated[Word, Of("categories")]
    work_type: WorkType
    stall: Annotated[PlaceId, Of("stalls")] | None
    unit: Texts
    temperature_class: TemperatureClass
    food_hygiene: Hygiene
    sold_by: SoldBy
    price_minor: Count
    weight_grams: Count
    weight_tolerance_permille: Annotated[int, Within(0, 1000)]
    shelf_life_days: Count | None
    prep_seconds: Count
    fragile: bool
    heavy: bool
    scan_each: bool
    picture: Word
    options: tuple[OptionRow, ...]
    codes: tuple[CodeRow, ...]
    stock: tuple[StockRow, ...]
    safety_stock: Count = 0
    retired: bool | None = None


@dataclass(frozen=True)
class CountPlanRow:
    """Counts by the clock."""

    id: Word
    kind: CountPlanKind
    at: ClockTime
    bins_max: Positive
    days: Positive = 30
    zone: PlaceId | None = None
    blind: bool = True


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

    every_minutes: Positive
    closing: ClockTime


@dataclass(frozen=True)
class FaceLimitRow:
    """Below `least` a face is filled, up to `most`."""

    bin: PlaceId
    sku: str
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


def device_key(row: DeviceRow) -> str:
    """Give a device's id as on the wire."""
    return f"{row.gateway}/{row.id}"


def place_key(place: PlaceRow | None) -> str | None:
    """Give a device's place as the books name it."""
    if place is None:
        return None
    return f"packing-{place.id}" if place.kind is PlaceKind.PACKING else place.id


def said(**facts: bool | None) -> dict[str, bool]:
    """Give only what a row says."""
    return {name: fact for name, fact in facts.items() if fact is not None}


def options_of(row: ItemRow) -> list[Json]:
    """Give an item's options as plain JSON."""
    return [{"code": option.code, "names": option.names} for option in row.options]
