"""Toledo continuous output: an indicator sends weight and tare by itself, with three bytes of status before them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of
from device_drivers.messages import Fault, Report, Weighed
from device_drivers.scales.frames import SizedFrames
from device_drivers.scales.scale import Scale, no_weight

FRAME_BYTES = 17  # STX, A, B, C, six of weight, six of tare, CR; a check may follow
_FRAME = re.compile(rb"\x02(?P<a>.)(?P<b>.).(?P<weight>[ \d]{6})[ \d]{6}\r", re.DOTALL)
PLACES = {0: -2, 1: -1, 2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5}  # A, bits 0 to 2: where the point is
NET, NEGATIVE, OUT_OF_RANGE, MOTION, KILOGRAMS = 0x01, 0x02, 0x04, 0x08, 0x10  # bits of B


class ToledoContinuous(Scale):
    """Settings: `checksum` yes|no (is there one?), `unit` wire|kg|lb|g (wire: as its status says), and a scale's own.

    The constant bits of the status differ between makers, so they prove nothing. The check may be any byte, CR too.
    """

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "Indicators with Toledo continuous output: Mettler-Toledo IND, 8142, 8530 and many Chinese makers",
        (Line.SERIAL, Line.TCP),
        "Toledo standard continuous output, as in the manuals of Mettler-Toledo indicators",
        checked=True,
        limits="without the checksum damage is not noticed: switch it on",
    )
    own_settings = ("checksum", "unit")

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._unit = choice_of(settings, "unit", ["wire", "kg", "lb", "g"])
        is_checked = choice_of(settings, "checksum", ["yes", "no"]) == "yes"
        size, is_good = (FRAME_BYTES + 1, is_checked_frame) if is_checked else (FRAME_BYTES, is_frame)
        self._frames = SizedFrames([b"\x02"], size, is_good)

    def read(self, data: bytes) -> Iterator[Report]:
        """Read whole frames; a parity bit is masked away."""
        for frame in self._frames.feed(bytes(byte & 0x7F for byte in data)):
            yield frame if isinstance(frame, Fault) else self._reading(frame)

    def forget(self) -> None:
        """Forget half a frame."""
        self._frames.forget()

    def _reading(self, frame: bytes) -> Weighed:
        found = _FRAME.match(frame)
        assert found is not None
        status, is_net = found["b"][0], bool(found["b"][0] & NET)
        if status & OUT_OF_RANGE:
            return no_weight("out-of-range", net=is_net)
        if status & MOTION:
            return no_weight("motion", net=is_net)
        number = Decimal(found["weight"].decode()).scaleb(-PLACES[found["a"][0] & 0x07])
        wire = "kg" if status & KILOGRAMS else "lb"
        unit = wire if self._unit == "wire" else self._unit
        return Weighed(-number if status & NEGATIVE else number, unit, stable=True, net=is_net)


def is_frame(frame: bytes) -> bool:
    """Check the form: digits, or spaces before them."""
    found = _FRAME.match(frame)
    return found is not None and bool(re.fullmatch(rb" *\d+", found["weight"]))


def is_checked_frame(frame: bytes) -> bool:
    """Check the form and the two's complement of the sum of the low seven bits."""
    return is_frame(frame) and sum(frame) & 0x7F == 0
