"""CAS scales that speak by themselves: 22 bytes a weight, several times a second."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings
from device_drivers.messages import Fault, Report, Weighed
from device_drivers.scales.frames import SizedFrames
from device_drivers.scales.scale import Scale, no_weight

FRAME_BYTES = 22
# State, gross or net, the scale's number, its lamps (bit 7 is set: no text), weight, unit.
_FRAME = re.compile(
    rb"(?P<state>ST|US|OL),(?P<mode>GS|NT),.[\x80-\xff],"
    rb"(?P<weight>[ +\-\d.]{8}) (?P<unit>kg|lb|oz| g|g )\r\n",
    re.DOTALL,
)
_NUMBER = re.compile(r" *([+-]?) *(\d+(?:\.\d+)?) *")


class CasStream(Scale):
    """Settings: those of every scale; `answer_seconds_max` is how long it may be quiet."""

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "CAS CI, DB and HB indicators that send 22 bytes (ST,GS,…) as a stream",
        (Line.SERIAL,),
        "CAS 22-byte stream format, as in the manuals of CAS indicators",
        limits="no check on the line; the form of the whole frame stands for it",
    )

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._frames = SizedFrames([b"ST,", b"US,", b"OL,"], FRAME_BYTES, is_whole)

    def read(self, data: bytes) -> Iterator[Report]:
        """Read whole frames."""
        for frame in self._frames.feed(data):
            yield frame if isinstance(frame, Fault) else reading(frame)

    def forget(self) -> None:
        """Forget half a frame."""
        self._frames.forget()


def is_whole(frame: bytes) -> bool:
    """Check the form; an overloaded scale may send anything for a number."""
    found = _FRAME.fullmatch(frame)
    return found is not None and (found["state"] == b"OL" or bool(_NUMBER.fullmatch(found["weight"].decode())))


def reading(frame: bytes) -> Weighed:
    """Read a whole frame."""
    found = _FRAME.fullmatch(frame)
    assert found is not None
    is_net = found["mode"] == b"NT"
    if found["state"] == b"OL":
        return no_weight("over-capacity", net=is_net)
    if found["state"] == b"US":
        return no_weight("motion", net=is_net)
    number = _NUMBER.fullmatch(found["weight"].decode())
    assert number is not None
    return Weighed(Decimal(number[1] + number[2]), found["unit"].decode().strip(), stable=True, net=is_net)
