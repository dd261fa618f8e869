"""The floor of a store file: zones, the walking graph, bins, stalls, places, baskets."""

from dataclasses import dataclass
from typing import Annotated

from picking.floor.model import BinKind
from picking.foundation.kinds import TemperatureClass, WorkType
from picking.imports.document.words import ClockTime, Count, Metres, PlaceId, Positive, ShortId, Texts, WireId
from picking.imports.shapes import Form, Of


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
