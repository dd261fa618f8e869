"""Scanners that send text and an end: CR, LF, CRLF, TAB, a suffix of their own, or a gap of silence."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import SettingError, Settings, choice_of, number_of, refuse_unknown, text_of
from device_drivers.messages import Beep, CannotDoError, Fault, Instruction, Report
from device_drivers.scanners.codes import CODE_BYTES_MAX, scan_of_bytes

QUIET_SECONDS = 0.05  # noise has no pauses, a hand with a scanner has: what follows garbage at once is garbage, too
TONES = ("right", "wrong", "attention", "finished")
ENDS = {"line": (b"\r", b"\n"), "cr": (b"\r",), "lf": (b"\n",), "crlf": (b"\r\n",), "tab": (b"\t",), "gap": ()}
SETTINGS = ("end", "prefix", "suffix", "gap_seconds", "length_min", "aim", *(f"tone_{tone}" for tone in TONES))


class FramedScanner:
    """Settings: `end` line|cr|lf|crlf|tab|gap, `prefix`, `suffix`, `gap_seconds`, `length_min`, `aim`, `tone_<tone>`.

    `aim` strip|keep takes a symbology prefix off the code, or leaves it there. A tone setting is the text that makes
    this scanner sound so; without it the scanner cannot beep.
    """

    card: ClassVar = Card(
        DeviceClass.SCANNER,
        "Scanners that send text over a serial port, or over USB as one: Zebra, Honeywell, Datalogic, Newland",
        (Line.SERIAL, Line.TCP),
        "ISO/IEC 15424 for the symbology prefix; the scanner's own guide for its ends",
        limits="no check on the line: a suffix and the symbology prefix keep damage away",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, SETTINGS)
        self._suffix = text_of(settings, "suffix", "").encode()
        self._ends = [self._suffix + end for end in ENDS[choice_of(settings, "end", list(ENDS))]]
        self._prefix = text_of(settings, "prefix", "").encode()
        self._gap = number_of(settings, "gap_seconds", 0.1, 0.01, 10)
        self._length_min = int(number_of(settings, "length_min", 1, 1, 100))
        self._takes_aim = choice_of(settings, "aim", ["strip", "keep"]) == "strip"
        self._tones = {tone: text_of(settings, f"tone_{tone}", "").encode() for tone in TONES}
        if self._suffix and not self._ends:
            raise SettingError("suffix", "with end = gap the silence is the end; leave the suffix out")
        self._buffer = bytearray()
        self._too_long = self._in_noise = False
        self._last_byte = 0.0

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Collect bytes until an end; a frame that cannot be a code is a fault, never a guess."""
        reports = self._ended_by_silence(now)
        if self._in_noise and now - self._last_byte >= QUIET_SECONDS:
            self._buffer.clear()
            self._in_noise = False
        self._last_byte = now
        for byte in data:
            self._buffer.append(byte)
            end = next((end for end in self._ends if self._buffer.endswith(end)), None)
            if end is not None:
                del self._buffer[-len(end) :]
                reports += self._frame()
            elif len(self._buffer) > CODE_BYTES_MAX + len(self._prefix) + 8:
                del self._buffer[: -len(max(self._ends, key=len, default=b"-"))]
                self._too_long = True
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - a scanner has no sense of time
        """Sound a tone, where the settings say how."""
        if isinstance(instruction, Beep) and self._tones.get(instruction.tone):
            return self._tones[instruction.tone]
        raise CannotDoError("unsupported", f"a framed scanner has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:
        """End a frame by silence, where silence is the end."""
        return self._ended_by_silence(now)

    def _ended_by_silence(self, now: float) -> list[Report]:
        if self._ends or not self._buffer or now - self._last_byte < self._gap:
            return []
        while self._buffer.endswith((b"\r", b"\n")):
            del self._buffer[-1:]
        return self._frame()

    def _frame(self) -> list[Report]:
        frame, too_long = bytes(self._buffer), self._too_long
        self._buffer.clear()
        self._too_long = False
        if too_long:
            return [Fault("too-long", f"more than {CODE_BYTES_MAX} bytes without an end")]
        if not frame or self._in_noise:  # the LF of a CRLF, or an empty line; or what follows garbage
            return []
        report = self._read(frame)
        self._in_noise = isinstance(report, Fault)
        return [report]

    def _read(self, frame: bytes) -> Report:
        if not frame.startswith(self._prefix):
            return Fault("garbage", f"{len(frame)} bytes without the prefix")
        code = frame[len(self._prefix) :]
        return scan_of_bytes(code, length_min=self._length_min, takes_aim=self._takes_aim)
