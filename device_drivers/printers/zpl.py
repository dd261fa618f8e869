"""ZPL label printers: data is escaped so that no name becomes a command; ~HS tells when the label is out."""

from collections.abc import Sequence
from typing import ClassVar

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, number_of, refuse_unknown, text_of
from device_drivers.messages import (
    Barcode,
    Block,
    CannotDoError,
    Condition,
    Feed,
    Instruction,
    Picture,
    PrintDocument,
    Printed,
    PrintOutcome,
    Report,
    Rule,
    Send,
    Text,
)
from device_drivers.printers.drawn_text import drawn, must_be_drawn
from device_drivers.printers.zpl_status import HostStatus, StatusReader
from label_drawing.codes import CodeError, modules
from label_drawing.fonts import font
from label_drawing.words import broken

ASK = b"~HS"
BARCODE_DOTS = 80
QR_MAGNIFICATION = 6
TEXT_DOTS = 24
QR_ABOVE = 10  # ^BQ begins so many dots below its origin
MODULE_DOTS = {"qr": QR_MAGNIFICATION, "code128": 2, "ean13": 2, "ean8": 2}
_JUSTIFY = {"left": "L", "center": "C", "right": "R"}


def escape(text: str) -> str:
    """Write caret, tilde, backslash, underline and controls in hexadecimal for ^FH: data, never commands."""
    return "".join(_hex(each) if each in "^~\\_" or not each.isprintable() else each for each in text)


def _hex(each: str) -> str:
    return "".join(f"_{byte:02X}" for byte in each.encode())


class ZplPrinter:
    """Settings: `width_mm`, `dots_per_mm`, `margin_mm`, `font`, `poll_seconds`, `answer_seconds_max`.

    `font` is the printer's font letter, or the name of a font loaded into it (`E:NOTO.TTF`) for Chinese.
    """

    card: ClassVar = Card(
        DeviceClass.PRINTER,
        "Label printers that speak ZPL II: Zebra ZD, ZT, GK; others in ZPL emulation",
        (Line.TCP, Line.SERIAL, Line.USB_PRINTER),
        "Zebra ZPL II programming guide: ~HS, ^FH, ^BC, ^BE, ^BQ",
        limits="printed is said when no label remains in the printer, not job by job",
    )

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, ["width_mm", "dots_per_mm", "margin_mm", "font", "poll_seconds", "answer_seconds_max"])
        dots = number_of(settings, "dots_per_mm", 8, 6, 24)
        self._margin = round(number_of(settings, "margin_mm", 2, 0, 20) * dots)
        self._width = round(number_of(settings, "width_mm", 100, 20, 220) * dots) - 2 * self._margin
        self._font = text_of(settings, "font", "0")
        self._poll = number_of(settings, "poll_seconds", 0.5, 0.1, 60)
        self._patience = number_of(settings, "answer_seconds_max", 20, 1, 600)
        self._status = StatusReader()
        self._waiting: dict[str, float] = {}  # job -> limit
        self._job_since_ask = False
        self._asked_at: float | None = None
        self._next_ask = float("-inf")
        self._cause: str | None = None

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Read host status; a job is out when nothing is in the buffer and no label remains."""
        reports: list[Report] = []
        for found in self._status.feed(data):
            if isinstance(found, HostStatus):
                reports += self._answered(found, now)
            else:
                reports.append(found)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Give one label format with its number of copies."""
        if not isinstance(instruction, PrintDocument):
            raise CannotDoError("unsupported", f"a printer has no way to {type(instruction).__name__.lower()}")
        if self._cause:
            raise CannotDoError(self._cause)
        label = self._label(instruction)
        self._waiting[instruction.job] = now + self._patience
        self._job_since_ask = True
        self._next_ask = min(self._next_ask, now + self._poll)
        return label

    def tick(self, now: float) -> Sequence[Report]:
        """Ask often while a job runs and seldom otherwise; a printer in trouble may answer nothing at all."""
        reports: list[Report] = []
        if self._asked_at is not None and now - self._asked_at >= self._patience:
            self._asked_at = None
            reports += self._become("no-answer")
        for job in [job for job, limit in self._waiting.items() if now >= limit]:
            del self._waiting[job]
            reports.append(Printed(job, PrintOutcome.UNKNOWN, "no-answer"))
        if self._asked_at is None and now >= self._next_ask:
            self._asked_at = now
            self._job_since_ask = False
            self._next_ask = now + (self._poll if self._waiting else 10 * self._poll)
            reports.append(Send(ASK))
        return reports

    def _answered(self, status: HostStatus, now: float) -> list[Report]:
        self._asked_at = None
        reports = self._become(status.cause)
        if status.cause:
            self._waiting = dict.fromkeys(self._waiting, now + self._patience)
        elif status.idle and not self._job_since_ask:
            reports += [Printed(job, PrintOutcome.PRINTED) for job in self._waiting]
            self._waiting.clear()
        return reports

    def _become(self, cause: str | None) -> list[Report]:
        if cause == self._cause:
            return []
        self._cause = cause
        return [Condition(cause)]

    def _label(self, document: PrintDocument) -> bytes:
        at, fields = self._margin, []
        for block in document.blocks:
            field, height = self._field(block, at)
            fields.append(field)
            at += height
        body = "".join(fields)
        return (
            f"^XA^CI28^PW{self._width + 2 * self._margin}^LL{at + self._margin}{body}^PQ{document.copies}^XZ".encode()
        )

    def _field(self, block: Block, at: int) -> tuple[str, int]:
        match block:
            case Text():
                return self._text(block, at)
            case Barcode():
                return self._barcode(block, at)
            case Rule():
                return f"^FO{self._margin},{at + 4}^GB{self._width},2,2^FS", 10
            case Feed():
                return "", block.lines * TEXT_DOTS
            case Picture():
                return self._picture(block, at)

    def _text(self, block: Text, at: int) -> tuple[str, int]:
        if (self._font == "0" and must_be_drawn(block.text)) or "\\" in block.text:  # in ^FB it begins a command
            return self._picture(drawn(block, self._width), at)
        lines = len(broken(block.text, font(TEXT_DOTS * block.size, bold=block.bold), self._width))
        dots, text = TEXT_DOTS * block.size, block.text
        letters = f"^A0N,{dots},{dots}" if self._font == "0" else f"^A@N,{dots},{dots},{self._font}"
        where = f"^FO{self._margin},{at}{letters}^FB{self._width},{lines},0,{_JUSTIFY[block.align]}"
        return f"{where}^FH^FD{escape(text)}^FS", lines * dots + 4

    def _barcode(self, block: Barcode, at: int) -> tuple[str, int]:
        wide = _modules_of(block) * MODULE_DOTS[block.symbology]
        start, text = f"^FO{self._left(wide, block.align)},{at}", escape(block.text)
        match block.symbology:
            case "qr":
                return f"{start}^BQN,2,{QR_MAGNIFICATION}^FH^FDMA,{text}^FS", wide + QR_ABOVE + 8
            case "ean13":
                return f"{start}^BY2^BEN,{BARCODE_DOTS},N,N^FH^FD{text[:12]}^FS", BARCODE_DOTS + 8
            case "ean8":
                return f"{start}^BY2^B8N,{BARCODE_DOTS},N,N^FH^FD{text[:7]}^FS", BARCODE_DOTS + 8
            case "code128":
                text = escape(block.text.replace(">", ">0"))  # ">" calls a function of Code 128
                return f"{start}^BY2^BCN,{BARCODE_DOTS},N,N,N,A^FH^FD{text}^FS", BARCODE_DOTS + 8

    def _picture(self, block: Picture, at: int) -> tuple[str, int]:
        """Write a picture as ^GFA: bytes in all, bytes in all, bytes a row, hexadecimal (ZPL II, ^GF)."""
        left = self._left(block.width, block.align)
        stride, data = (block.width + 7) // 8, b"".join(block.rows)
        return f"^FO{left},{at}^GFA,{len(data)},{len(data)},{stride},{data.hex().upper()}^FS", len(block.rows) + 4

    def _left(self, width: int, align: str) -> int:
        spare = max(0, self._width - width)
        return self._margin + {"left": 0, "center": spare // 2, "right": spare}[align]


def _modules_of(block: Barcode) -> int:
    try:
        return len(modules(block.symbology, block.text)[0])
    except CodeError as no:
        raise CannotDoError("bad-barcode", str(no)) from no
