"""Mettler-Toledo 8217 scales: asked with W, they answer a stable weight or a status (DIVA service manual)."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of, number_of, refuse_unknown
from device_drivers.messages import CannotDoError, Condition, Fault, Instruction, Report, Send, Weighed, Zero

STX, CR = 0x02, 0x0D
ASK, ZERO = b"W", b"Z"
FRAME_BYTES_MAX = 16
_KILOGRAMS = re.compile(rb"(\d\d\.\d{3})(N?)")
_POUNDS = re.compile(rb"(\d\d\.\d\d)()")
_STATUS = re.compile(rb"\?(.)", re.DOTALL)
# DIVA manual, status byte; bit 6 is 1 by the manual and 0 on some devices, so it proves nothing.
_BITS = ((0, "motion"), (1, "over-capacity"), (2, "under-zero"), (3, "outside-zero-capture"), (4, "zero"), (5, "net"))


class Mettler8217:
    """Reports changes. Settings: `unit` kg|lb (not on the wire), `poll_seconds`, `answer_seconds_max`."""

    card: ClassVar = Card(
        DeviceClass.SCALE,
        "Scales with the Mettler-Toledo 8217 dialogue: Ariva, Viva, Diva, checkout scales of Datalogic and Zebra",
        (Line.SERIAL,),
        "Mettler-Toledo DIVA service manual, 8217 protocol",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, ["unit", "poll_seconds", "answer_seconds_max"])
        self._unit = choice_of(settings, "unit", ["kg", "lb"])
        self._weight = _KILOGRAMS if self._unit == "kg" else _POUNDS
        self._poll = number_of(settings, "poll_seconds", 0.25, 0.05, 60)
        self._patience = number_of(settings, "answer_seconds_max", 1.0, 0.1, 60)
        self._frame: bytearray | None = None
        self._asked_at: float | None = None
        self._last_ask = float("-inf")
        self._said: Weighed | None = None
        self._silent = False

    def feed(self, data: bytes, now: float) -> Sequence[Report]:  # noqa: ARG002 - time counts only while waiting
        """Read frames from STX to CR; the parity bit of a 7E1 line read as 8N1 is masked away."""
        reports: list[Report] = []
        for byte in (each & 0x7F for each in data):
            if byte == STX:
                self._frame = bytearray()
            elif self._frame is not None and byte == CR:
                frame, self._frame = bytes(self._frame), None
                reports += self._read(frame)
            elif self._frame is not None:
                self._frame.append(byte)
                if len(self._frame) > FRAME_BYTES_MAX:
                    self._frame = None
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - zeroing has no time
        """Zero the scale."""
        if isinstance(instruction, Zero):
            return ZERO
        raise CannotDoError("unsupported", f"a scale has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:
        """Ask when it is time; say once when no answer comes. Silence is neither zero nor the last weight."""
        reports: list[Report] = []
        if self._asked_at is not None and now - self._asked_at >= self._patience:
            self._asked_at = None
            self._frame = None
            if not self._silent:
                self._silent, self._said = True, None
                reports.append(Condition("no-answer"))
        if self._asked_at is None and now - self._last_ask >= self._poll:
            self._asked_at = self._last_ask = now
            reports.append(Send(ASK))
        return reports

    def _read(self, frame: bytes) -> list[Report]:
        if found := self._weight.fullmatch(frame):
            weight = Decimal(found[1].decode())
            return self._answer(Weighed(weight, self._unit, stable=True, net=found[2] == b"N"))
        if found := _STATUS.fullmatch(frame):
            status = tuple(word for bit, word in _BITS if found[1][0] >> bit & 1)
            return self._answer(Weighed(None, None, stable=False, net="net" in status, status=status))
        return [Fault("garbage", "a frame that is neither weight nor status")]

    def _answer(self, reading: Weighed) -> list[Report]:
        self._asked_at = None
        reports: list[Report] = [Condition(None)] if self._silent else []
        self._silent = False
        if reading != self._said:
            self._said = reading
            reports.append(reading)
        return reports
