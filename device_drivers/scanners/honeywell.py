"""Honeywell scanners in ACK/NAK mode: a framed code that waits for our word, and is sent again when we ask."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings
from device_drivers.messages import Fault, Report, Scanned, ScannedAgain, Send
from device_drivers.scanners.framed import FramedScanner

ACK, NAK = b"\x06", b"\x15"
AGAIN_SECONDS = 2.0  # so soon after the first NAK a scanner that still waits has repeated its code
CROSSED_SECONDS = 0.5  # a code that was on its way when we asked is heard twice


class HoneywellScanner(FramedScanner):
    """Settings as of a framed scanner. A frame that is no code is asked for again, once a burst of noise.

    A new connection begins with a NAK: a scanner that waits since the last one, because nobody was there to answer,
    repeats its code, which nothing else on this line would mark as a repetition; one that does not wait ignores it.
    """

    card: ClassVar = Card(
        DeviceClass.SCANNER,
        "Honeywell scanners set to ACK/NAK handshake: Xenon, Voyager, Granit, Genesis",
        (Line.SERIAL, Line.TCP),
        "Honeywell user's guides, serial port: ACK/NAK",
        limits="a damaged code that is still text is not noticed",
    )

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._asked_at: float | None = None
        self._asks_at = float("-inf")
        self._first: tuple[Scanned, float] | None = None  # the first code of this connection, and when it came

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Read codes and answer each; an echo of our own answers is dropped."""
        return self._answered(super().feed(data.translate(None, ACK + NAK), now), now)

    def tick(self, now: float) -> Sequence[Report]:
        """Ask what the scanner still waits with; end a frame by silence, where silence is the end."""
        return [*self._asking(now), *self._answered(super().tick(now), now)]

    def _asking(self, now: float) -> list[Report]:
        if now < self._asks_at:
            return []
        self._asks_at = float("inf")
        if self._asked_at is None:
            self._asked_at = now
        return [Send(NAK)]

    def _answered(self, reports: Iterable[Report], now: float) -> list[Report]:
        return [each for report in reports for each in self._with_answer(report, now)]

    def _with_answer(self, report: Report, now: float) -> tuple[Report, ...]:
        match report:
            case Scanned():
                return self._scanned(report, now)
            case Fault():
                return report, Send(NAK)
        return (report,)

    def _scanned(self, scan: Scanned, now: float) -> tuple[Report, ...]:
        if self._first is None:
            self._first = (scan, now)
            if self._asked_at is not None and now - self._asked_at < AGAIN_SECONDS:
                scan = ScannedAgain(scan.text, scan.aim, scan.raw)
        elif self._has_crossed(scan, now):
            self._asks_at = now + CROSSED_SECONDS  # if it was a second pull of the trigger, it still waits then
            return ()  # its answer is under way; another one could answer a code that is not on disk
        return scan, Send(ACK)

    def _has_crossed(self, scan: Scanned, now: float) -> bool:
        assert self._first is not None
        first, came_at = self._first
        asked_at = came_at if self._asked_at is None else self._asked_at
        self._first = (first, float("-inf"))  # once
        return scan == first and now - came_at < CROSSED_SECONDS and came_at - asked_at < CROSSED_SECONDS
