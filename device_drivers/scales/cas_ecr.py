"""CAS and OHAUS scales on a till (ECR type): ENQ, ACK, DC1, and a weight with a check over it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import reduce
from operator import xor
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings
from device_drivers.messages import Fault, Report, Send, Weighed
from device_drivers.scales.frames import SizedFrames
from device_drivers.scales.scale import Scale, no_weight
from device_drivers.stray import Stray

ENQ, ACK, NAK, DC1 = b"\x05", 0x06, 0x15, b"\x11"
FRAME_BYTES = 15
_FRAME = re.compile(
    rb"\x01\x02(?P<state>[SU])(?P<sign>[ \-F])(?P<weight>[ \d.]{6})(?P<unit>kg|lb|oz| g|g )"
    rb"(?P<check>.)\x03\x04",
    re.DOTALL,
)


class CasEcr(Scale):
    """Settings: those of every scale. A busy scale answers NAK, a pulled one nothing: two different troubles."""

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "CAS AP, PD-II, ER and OHAUS scales set to ECR communication (ENQ, DC1)",
        (Line.SERIAL,),
        "CAS ECR protocol (ENQ, DC1), as in the manuals of CAS and OHAUS scales",
        checked=True,
    )
    asks = ENQ

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._frames = SizedFrames([b"\x01\x02"], FRAME_BYTES, is_whole)
        self._stray = Stray()
        self._awaits_word = False

    def question(self) -> bytes:
        """Ask whether there is a weight."""
        self._awaits_word = True
        return ENQ

    def read(self, data: bytes) -> Iterator[Report]:
        """Take the first word of an answer, then its frame: a check may look like any word."""
        for byte in data:
            if self._awaits_word:
                yield from self._word(byte)
            else:
                for frame in self._frames.feed(bytes([byte])):
                    yield frame if isinstance(frame, Fault) else reading(frame)

    def forget(self) -> None:
        """Forget half an answer."""
        self._frames.forget()
        self._awaits_word = False

    def _word(self, byte: int) -> list[Report]:
        if byte not in (ACK, NAK):
            return [*self._stray.seen()]
        self._awaits_word = False
        self._stray.ended()
        return [Send(DC1)] if byte == ACK else [no_weight("busy")]


def is_whole(frame: bytes) -> bool:
    """Check the form, and the XOR of all between STX and the check."""
    found = _FRAME.fullmatch(frame)
    return bool(found) and reduce(xor, frame[2:-3]) == frame[-3] and _number(frame) is not None


def reading(frame: bytes) -> Weighed:
    """Read a whole frame."""
    found, number = _FRAME.fullmatch(frame), _number(frame)
    assert found is not None
    assert number is not None
    if found["sign"] == b"F":
        return no_weight("over-capacity")
    if found["state"] == b"U":
        return no_weight("motion")
    return Weighed(-number if found["sign"] == b"-" else number, found["unit"].decode().strip(), stable=True)


def _number(frame: bytes) -> Decimal | None:
    text = frame[4:10].decode("ascii").lstrip()
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
