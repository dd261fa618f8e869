"""A shelf label that speaks the reference language."""

from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.messages import ShowLabel
from device_drivers.reference_level import ReferenceLevel


class ReferenceShelfLabel(ReferenceLevel):
    """Shows what a label's wish says."""

    card: ClassVar = Card(
        DeviceClass.SHELF_LABEL,
        "A shelf label of your own making: a controller that answers one JSON object a line",
        (Line.TCP, Line.SERIAL),
        "docs/devices.md, reference language",
    )
    shows = ShowLabel
