"""What is known of a driver: the devices it is for, the manual it was written from, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum


class DeviceClass(StrEnum):
    """What a device is to the floor."""

    SCANNER = "scanner"
    SCALE = "scale"
    PRINTER = "printer"
    SHELF_LABEL = "shelf label"
    LIGHT = "light"


class Certainty(StrEnum):
    """How a driver was held against the world, from weakest to strongest."""

    MANUAL = "manual"  # written from the protocol's description, tested against a simulator from the same; no device
    PEER = "peer"  # held against software of somebody else that speaks the same language
    DEVICE = "device"  # a recording of the device itself is replayed by the tests


class Line(StrEnum):
    """What a device is plugged into."""

    SERIAL = "serial"
    TCP = "TCP"
    HTTP = "HTTP"
    USB_PRINTER = "USB printer"
    KEYBOARD = "USB keyboard"


@dataclass(frozen=True, slots=True)
class Card:
    """The quality card: a row of the table in docs/devices.md. `checked`: a damaged frame is known by its check."""

    device: DeviceClass
    supports: str
    lines: tuple[Line, ...]
    manual: str
    certainty: Certainty = Certainty.MANUAL
    checked: bool = False
    limits: str = ""
