"""Honeywell scanners in ACK/NAK mode: a framed code that waits for our word, and is sent again when we ask."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.messages import Fault, Report, Scanned, Send
from device_drivers.scanners.framed import FramedScanner

ACK, NAK = b"\x06", b"\x15"


class HoneywellScanner(FramedScanner):
    """Settings as of a framed scanner. A frame that is no code is asked for again, once a burst of noise."""

    card: ClassVar = Card(
        DeviceClass.SCANNER,
        "Honeywell scanners set to ACK/NAK handshake: Xenon, Voyager, Granit, Genesis",
        (Line.SERIAL, Line.TCP),
        "Honeywell user's guides, serial port: ACK/NAK",
        limits="a damaged code that is still text is not noticed",
    )

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Read codes and answer each; an echo of our own answers is dropped."""
        return self._answered(super().feed(data.translate(None, ACK + NAK), now))

    def tick(self, now: float) -> Sequence[Report]:
        """End a frame by silence, where silence is the end."""
        return self._answered(super().tick(now))

    def _answered(self, reports: Sequence[Report]) -> list[Report]:
        return [each for report in reports for each in _with_answer(report)]


def _with_answer(report: Report) -> tuple[Report, ...]:
    match report:
        case Scanned():
            return report, Send(ACK)
        case Fault():
            return report, Send(NAK)
    return (report,)
