"""Scales by the standard of the Scale Manufacturers Association, SCP-0499: asked with LF W CR."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings
from device_drivers.messages import Fault, Report, Weighed
from device_drivers.scales.frames import MarkedFrames
from device_drivers.scales.scale import Scale, no_weight

LF, CR = 0x0A, 0x0D
# SCP-0499, 5.1: status, range, gross or net, motion, one byte for later, ten of weight, three of unit.
_FRAME = re.compile(
    r"(?P<status>[ ZOUEIT])(?P<range>[\d ])(?P<mode>[GNTgnt])(?P<motion>[M ])."
    r"(?P<weight>[ \-+\d.]{10})(?P<unit>[a-z ]{3})"
)
_NUMBER = re.compile(r"([+-]?) *(\d+(?:\.\d+)?)")
UNITS = ("kg", "g", "lb", "oz")
_TROUBLES = {"O": "over-capacity", "U": "under-zero", "E": "zero-error", "I": "initial-zero-error", "T": "tare-error"}


class Sma(Scale):
    """Settings: those of every scale."""

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "Scales that follow SMA SCP-0499: Brecknell, Fairbanks, Rice Lake, Pennsylvania, Avery Weigh-Tronix",
        (Line.SERIAL, Line.TCP),
        "SMA Standard Scale Communication Protocol SCP-0499, 4.1 and 5.1",
        limits="no check on the line; the form of the whole frame stands for it",
    )
    asks, zeroes = b"\nW\r", b"\nZ\r"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._frames = MarkedFrames(LF, CR, 32)

    def read(self, data: bytes) -> Iterator[Report]:
        """Read frames from LF to CR."""
        for frame in self._frames.feed(data):
            yield from [frame] if isinstance(frame, Fault) else self._frame(frame)

    def forget(self) -> None:
        """Forget half a frame."""
        self._frames.forget()

    def _frame(self, frame: bytes) -> list[Report]:
        found = _FRAME.fullmatch(frame.decode("latin-1"))
        number = _NUMBER.fullmatch(found["weight"].strip()) if found else None
        if found is None or number is None or found["unit"].strip() not in UNITS:
            return [*self._frames.bad()]
        self._frames.good()
        return [_reading(found, Decimal(number[1] + number[2]))]


def _reading(found: re.Match[str], number: Decimal) -> Weighed:
    is_net = found["mode"] in "Nn"
    if trouble := _TROUBLES.get(found["status"]):
        return no_weight(trouble, net=is_net)
    if found["motion"] == "M":
        return no_weight("motion", net=is_net)
    status = ("zero",) if found["status"] == "Z" else ()
    return Weighed(number, found["unit"].strip(), stable=True, net=is_net, status=status)
