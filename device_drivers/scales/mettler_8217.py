"""Mettler-Toledo 8217 scales: asked with W, they answer a stable weight or a status (DIVA service manual)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of
from device_drivers.messages import Fault, Report, Weighed
from device_drivers.scales.frames import MarkedFrames
from device_drivers.scales.scale import Scale, no_weight

STX, CR = 0x02, 0x0D
FRAME_BYTES_MAX = 16
_KILOGRAMS = re.compile(rb"(\d\d\.\d{3})(N?)")
_POUNDS = re.compile(rb"(\d\d\.\d\d)()")
_STATUS = re.compile(rb"\?(.)", re.DOTALL)
# DIVA manual, status byte; bit 6 is 1 by the manual and 0 on some devices, so it proves nothing.
_BITS = ((0, "motion"), (1, "over-capacity"), (2, "under-zero"), (3, "outside-zero-capture"), (4, "zero"), (5, "net"))


class Mettler8217(Scale):
    """Settings: `unit` kg|lb (not on the wire), and those of every scale."""

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "Scales with the Mettler-Toledo 8217 dialogue: Ariva, Viva, Diva, checkout scales of Datalogic and Zebra",
        (Line.SERIAL,),
        "Mettler-Toledo DIVA service manual, 8217 protocol",
        limits="the unit is configured: it is not on the wire",
    )
    asks, zeroes, own_settings = b"W", b"Z", ("unit",)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._unit = choice_of(settings, "unit", ["kg", "lb"])
        self._weight = _KILOGRAMS if self._unit == "kg" else _POUNDS
        self._frames = MarkedFrames(STX, CR, FRAME_BYTES_MAX)

    def read(self, data: bytes) -> Iterator[Report]:
        """Read frames from STX to CR; the parity bit of a 7E1 line read as 8N1 is masked away."""
        for frame in self._frames.feed(bytes(byte & 0x7F for byte in data)):
            yield from [frame] if isinstance(frame, Fault) else self._frame(frame)

    def forget(self) -> None:
        """Forget half a frame."""
        self._frames.forget()

    def _frame(self, frame: bytes) -> list[Report]:
        if found := self._weight.fullmatch(frame):
            self._frames.good()
            return [Weighed(Decimal(found[1].decode()), self._unit, stable=True, net=found[2] == b"N")]
        if found := _STATUS.fullmatch(frame):
            self._frames.good()
            status = tuple(word for bit, word in _BITS if found[1][0] >> bit & 1)
            return [no_weight(*status, net="net" in status)]
        return [*self._frames.bad()]
