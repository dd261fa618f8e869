"""A pick or put light, or a slot lamp, that speaks the reference language."""

from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.messages import Light
from device_drivers.reference_level import ReferenceLevel


class ReferenceLight(ReferenceLevel):
    """Lights as a light's wish says."""

    card: ClassVar = Card(
        DeviceClass.LIGHT,
        "A light of your own making: a controller that answers one JSON object a line",
        (Line.TCP, Line.SERIAL),
        "docs/devices.md, reference language",
    )
    shows = Light
