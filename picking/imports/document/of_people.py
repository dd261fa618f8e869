"""The people of a store file, and the devices they work with."""

from dataclasses import dataclass
from typing import Annotated

from picking.devices.model import DeviceClass
from picking.imports.document.words import Badge, Language, Name, Pin, PlaceId, PlaceKind, WireId, Word
from picking.imports.shapes import Of
from picking.people.rights import STAFF_ROLES


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


def device_key(row: DeviceRow) -> str:
    """Give a device's id as on the wire."""
    return f"{row.gateway}/{row.id}"


def place_key(place: PlaceRow | None) -> str | None:
    """Give a device's place as the books name it."""
    if place is None:
        return None
    return f"packing-{place.id}" if place.kind is PlaceKind.PACKING else place.id
