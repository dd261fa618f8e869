"""TSPL label printers: the label is drawn here and sent as dots, so that nothing in it can be a command."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, number_of, refuse_unknown
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Instruction,
    PrintDocument,
    Printed,
    PrintOutcome,
    Report,
    Send,
)
from device_drivers.printers.drawn_sheet import draw_document
from device_drivers.stray import Stray
from label_drawing.images import dots
from label_drawing.sheets import Paper

ASK = b"\x1b!?"  # answered at once, by one byte (TSPL programming manual, <ESC>!?)
HEAD_OPEN, JAM, PAPER, RIBBON, PAUSE, PRINTING, UNUSED, OTHER = (1 << bit for bit in range(8))
CAUSES = {
    HEAD_OPEN: "head-open",
    JAM: "jam",
    PAPER: "paper-out",
    RIBBON: "ribbon-out",
    PAUSE: "paused",
    OTHER: "error",
}
STATUS_SECONDS_MAX = 2.0
SETTLED_SECONDS = 2.0  # a job that was not seen printing is out when the printer has been idle so long
SETTINGS = ("width_mm", "height_mm", "gap_mm", "dots_per_mm", "margin_mm", "poll_seconds", "answer_seconds_max")


class TsplPrinter:
    """Settings: `width_mm`, `height_mm` (0: as long as what is on it), `gap_mm`, `dots_per_mm`, `margin_mm`.

    And how often it is asked, and how long a job may take: `poll_seconds`, `answer_seconds_max`.
    """

    card: ClassVar = Card(
        DeviceClass.PRINTER,
        "Label printers that speak TSPL: TSC, Gprinter, Xprinter, HPRT, Rongta",
        (Line.TCP, Line.SERIAL, Line.USB_PRINTER),
        "TSC TSPL/TSPL2 programming manual: SIZE, GAP, BITMAP, PRINT, ESC !?",
        limits="printed is said when the printer has come to rest, not job by job; a slow serial line is too slow",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, SETTINGS)
        self._scale = number_of(settings, "dots_per_mm", 8, 6, 24)
        self._size_mm = number_of(settings, "width_mm", 60, 15, 220), number_of(settings, "height_mm", 0, 0, 500)
        self._gap_mm = number_of(settings, "gap_mm", 2, 0, 20)
        self._margin = round(number_of(settings, "margin_mm", 2, 0, 20) * self._scale)
        self._poll = number_of(settings, "poll_seconds", 0.25, 0.1, 60)
        self._patience = number_of(settings, "answer_seconds_max", 20, 1, 600)
        self._waiting: dict[str, float] = {}  # job -> limit
        self._asked_at: float | None = None
        self._next_ask = float("-inf")
        self._idle_since: float | None = None
        self._was_printing = self._asked_before_job = False
        self._cause: str | None = None
        self._stray = Stray("bytes nobody asked for")

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Read status bytes, one an answer; what was not asked for makes the printer's rest doubtful."""
        reports: list[Report] = []
        for byte in data:
            if self._asked_at is None or byte & UNUSED:
                self._idle_since, self._was_printing = None, False
                reports += self._stray.seen()
            else:
                reports += self._answered(byte, now)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Give one label as dots, with its number of copies."""
        if not isinstance(instruction, PrintDocument):
            raise CannotDoError("unsupported", f"a printer has no way to {type(instruction).__name__.lower()}")
        if self._cause not in (None, "no-answer"):
            raise CannotDoError(str(self._cause))
        label = self._label(instruction)
        self._waiting[instruction.job] = now + self._patience
        self._idle_since, self._was_printing = None, False
        self._asked_before_job = self._asked_at is not None
        self._next_ask = min(self._next_ask, now + self._poll)
        return label

    def tick(self, now: float) -> Sequence[Report]:
        """Ask often while a job runs and seldom otherwise; silence is a state, and a job without an end is unknown."""
        reports: list[Report] = []
        if self._asked_at is not None and now - self._asked_at >= STATUS_SECONDS_MAX:
            self._asked_at = None
            reports += self._become("no-answer")
        for job in [job for job, limit in self._waiting.items() if now >= limit]:
            del self._waiting[job]
            reports.append(Printed(job, PrintOutcome.UNKNOWN, "no-answer"))
        if self._asked_at is None and now >= self._next_ask:
            self._asked_at, self._asked_before_job = now, False
            self._next_ask = now + (self._poll if self._waiting else 20 * self._poll)
            reports.append(Send(ASK))
        return reports

    def _answered(self, status: int, now: float) -> list[Report]:
        self._asked_at = None
        self._stray.ended()
        cause = next((word for bit, word in CAUSES.items() if status & bit), None)
        reports = self._become(cause)
        if cause:  # the printer holds the job, and so do we
            self._waiting = dict.fromkeys(self._waiting, now + self._patience)
        if cause or status & PRINTING:
            self._idle_since, self._was_printing = None, bool(status & PRINTING)
        elif self._waiting and not self._asked_before_job:
            reports += self._rested(now)
        return reports

    def _rested(self, now: float) -> list[Report]:
        self._idle_since = now if self._idle_since is None else self._idle_since
        if not self._was_printing and now - self._idle_since < SETTLED_SECONDS:
            return []
        jobs, self._idle_since, self._was_printing = list(self._waiting), None, False
        self._waiting.clear()
        return [Printed(job, PrintOutcome.PRINTED) for job in jobs]

    def _become(self, cause: str | None) -> list[Report]:
        if cause == self._cause:
            return []
        self._cause = cause
        return [Condition(cause)]

    def _label(self, document: PrintDocument) -> bytes:
        width_mm, height_mm = self._size_mm
        wide, rows = dots(draw_document(document, Paper(round(width_mm * self._scale) // 8 * 8, self._margin)))
        if height_mm and len(rows) > round(height_mm * self._scale):
            raise CannotDoError("too-long", f"{len(rows)} dots do not fit on {height_mm:g} mm")
        height_mm = height_mm or -(-len(rows) // self._scale)
        paper = bytes(~byte & 0xFF for row in rows for byte in row)  # in TSPL a 0 is ink
        head = f"SIZE {width_mm:g} mm,{height_mm:g} mm\r\nGAP {self._gap_mm:g} mm,0 mm\r\nDIRECTION 1\r\nCLS\r\n"
        picture = f"BITMAP 0,0,{wide // 8},{len(rows)},0,".encode()
        return head.encode() + picture + paper + f"\r\nPRINT 1,{document.copies}\r\n".encode()
