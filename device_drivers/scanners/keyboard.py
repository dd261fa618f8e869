"""Scanners that play keyboard (USB HID), read by Linux's input events so that nothing is typed into a window."""

import struct
from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of, number_of, refuse_unknown
from device_drivers.messages import CannotDoError, Fault, Instruction, Report
from device_drivers.scanners.codes import CODE_BYTES_MAX, scan_of
from device_drivers.scanners.keys import ENDS, EV_KEY, HARMLESS, KeyDecoder
from device_drivers.stray import Stray

EVENT = struct.Struct("@llHHi")  # struct input_event of linux/input.h: seconds, microseconds, type, code, value
MICROSECONDS = 1_000_000
KEYS_MAX = 0x2FF  # KEY_MAX of input-event-codes.h
VALUES = (0, 1, 2)


class KeyboardScanner:
    """Settings: `end` enter|tab, `length_min`, `pause_seconds` (inside a code; more begins a new one).

    The port is the scanner's own event device, as /dev/input/by-id/usb-…-event-kbd: two scanners stay apart.
    """

    card: ClassVar = Card(
        DeviceClass.SCANNER,
        "Any scanner that plays a USB keyboard, set to a US keyboard",
        (Line.KEYBOARD,),
        "Linux input subsystem: linux/input.h, input-event-codes.h",
        limits="other keyboard layouts and Alt-keypad codes are not read; it cannot beep",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, ["end", "length_min", "pause_seconds"])
        self._length_min = int(number_of(settings, "length_min", 1, 1, 100))
        pause = number_of(settings, "pause_seconds", 0.5, 0.05, 10)
        self._keys = KeyDecoder(choice_of(settings, "end", list(ENDS)), pause)
        self._buffer = bytearray()
        self._stray = Stray("events that no keyboard sends")

    def feed(self, data: bytes, now: float) -> Sequence[Report]:  # noqa: ARG002 - events carry their own time
        """Take events apart and read keys."""
        self._buffer += data
        whole = len(self._buffer) // EVENT.size * EVENT.size
        events = list(EVENT.iter_unpack(bytes(self._buffer[:whole])))
        del self._buffer[:whole]
        return [report for event in events for report in self._event(*event)]

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - it takes none
        """Refuse everything: a keyboard takes no orders."""
        raise CannotDoError("unsupported", f"a keyboard scanner has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:  # noqa: ARG002 - a pause is seen at the next key
        """Nothing is due."""
        return ()

    def _event(self, seconds: int, micro: int, kind: int, code: int, value: int) -> list[Report]:
        if kind in HARMLESS:
            return []
        if kind != EV_KEY or code > KEYS_MAX or value not in VALUES or not 0 <= micro < MICROSECONDS:
            return [*self._stray.seen()]
        self._stray.ended()
        text = self._keys.take(kind, code, value, seconds + micro / MICROSECONDS)
        if not text:
            return []
        if len(text) > CODE_BYTES_MAX:
            return [Fault("too-long", f"more than {CODE_BYTES_MAX} keys without an end")]
        return [scan_of(text, length_min=self._length_min)]
