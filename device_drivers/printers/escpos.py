"""ESC/POS receipt printers: a job counts as printed only when the printer gives its number back (GS ( H)."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of, number_of, refuse_unknown
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Instruction,
    OpenDrawer,
    PrintDocument,
    Printed,
    PrintOutcome,
    Report,
    Send,
)
from device_drivers.printers.escpos_paper import PAPER_SETTINGS, Paper
from device_drivers.printers.escpos_status import StatusReader

ALL_STATUS = b"\x1da\x0f"  # GS a 15: tell drawer, online, error and paper by yourself (Epson ESC/POS, GS a)
ASK_OFFLINE = b"\x10\x04\x02"  # DLE EOT 2
ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4
STATUS_SECONDS_MAX = 1.0  # a real-time question is answered at once, even by a printer in trouble
NUMBERS = 10_000
KICK = b"\x1bp"  # ESC p m t1 t2: a pulse for the drawer, times in 2 ms
PINS = {"pin-2": b"\x00", "pin-5": b"\x01"}
PULSE = b"\x32\xfa"  # 100 ms on, 500 ms off


class EscposPrinter:
    """Settings: `drawer` none|pin-2|pin-5, `answer_seconds_max`, `poll_seconds`, and those of the paper.

    While the printer is in trouble (no paper, cover open) a new job is refused untouched and the running one waits.
    """

    card: ClassVar = Card(
        DeviceClass.PRINTER,
        "Receipt printers that speak ESC/POS: Epson TM, Star in ESC/POS mode, Xprinter, Gprinter, Bixolon",
        (Line.TCP, Line.SERIAL, Line.USB_PRINTER),
        "Epson ESC/POS application programming guide: DLE EOT, GS a, GS ( H",
        limits="a printer that does not answer GS ( H leaves every job unknown",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, [*PAPER_SETTINGS, "drawer", "answer_seconds_max", "poll_seconds"])
        self._paper = Paper(settings)
        self._drawer = PINS.get(choice_of(settings, "drawer", ["none", *PINS]))
        self._patience = number_of(settings, "answer_seconds_max", 20, 1, 600)
        self._poll = number_of(settings, "poll_seconds", 10, 1, 3600)
        self._status = StatusReader()
        self._waiting: dict[str, tuple[str, float]] = {}  # number on the wire -> job, limit
        self._number = 0
        self._next_poll: float | None = None
        self._asked_at: float | None = None
        self._silent = False

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Tell status from answers; an answer with a job's number is the proof that it is on paper."""
        reports: list[Report] = []
        for found in self._status.feed(data):
            if not isinstance(found, str):
                reports.append(found)
            elif found in self._waiting:
                job, _ = self._waiting.pop(found)
                reports.append(Printed(job, PrintOutcome.PRINTED))
        if not self._status.awaited:
            reports += self._answered()
        if self._status.is_stopped:  # the paper is out: the printer holds the job, and so do we
            self._extend(now)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Give the bytes of all copies and, last, the question whose answer proves them; or open the drawer."""
        if isinstance(instruction, OpenDrawer) and self._drawer is not None:
            return KICK + self._drawer + PULSE
        if not isinstance(instruction, PrintDocument):
            raise CannotDoError("unsupported", f"a printer has no way to {type(instruction).__name__.lower()}")
        if self._status.is_stopped:
            raise CannotDoError(self._status.cause or "stopped")
        body = self._paper.encoded(instruction)
        self._number = (self._number + 1) % NUMBERS
        number = f"{self._number:04d}"
        self._waiting[number] = (instruction.job, now + self._patience)
        return body + b"\x1d(H\x06\x000\x30" + number.encode()  # GS ( H fn 48, m 48

    def tick(self, now: float) -> Sequence[Report]:
        """Ask for the status now and then; a job whose answer never came is unknown."""
        reports: list[Report] = []
        if self._next_poll is None:
            reports.append(Send(ALL_STATUS))
        reports += self._missed(now)
        if self._next_poll is None or now >= self._next_poll:
            self._next_poll = now + self._poll
            self._asked_at = now if self._asked_at is None else self._asked_at
            self._status.asked()
            reports.append(Send(ASK_OFFLINE + ASK_PAPER))
        if self._status.is_stopped:
            self._extend(now)
        for number in [number for number, (_, limit) in self._waiting.items() if now >= limit]:
            job, _ = self._waiting.pop(number)
            reports.append(Printed(job, PrintOutcome.UNKNOWN, "no-answer"))
        return reports

    def _answered(self) -> list[Report]:
        self._asked_at = None
        said, self._silent = self._silent, False
        return [Condition(self._status.cause)] if said else []

    def _missed(self, now: float) -> list[Report]:
        """Say once that no answer came: neither well nor paper out. Behind a job the question may have to wait."""
        if self._silent or self._waiting or self._asked_at is None or now - self._asked_at < STATUS_SECONDS_MAX:
            return []
        self._silent = True
        return [Condition("no-answer")]

    def _extend(self, now: float) -> None:
        self._waiting = {number: (job, now + self._patience) for number, (job, _) in self._waiting.items()}
