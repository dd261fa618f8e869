"""ESC/POS receipt printers: a job counts as printed only when the printer gives its number back (GS ( H)."""

from collections.abc import Sequence
from typing import ClassVar

from escpos.printer import Dummy

from device_drivers.card import Card, DeviceClass, Line
from device_drivers.driver import Settings, choice_of, number_of, refuse_unknown
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
from device_drivers.printers.escpos_status import StatusReader

ALL_STATUS = b"\x1da\x0f"  # GS a 15: tell drawer, online, error and paper by yourself (Epson ESC/POS, GS a)
ASK_OFFLINE = b"\x10\x04\x02"  # DLE EOT 2
ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4
STATUS_SECONDS_MAX = 1.0  # a real-time question is answered at once, even by a printer in trouble
NUMBERS = 10_000
SIZE_MAX = 8  # GS !
BAR_FORM = b"\x1dh\x50\x1dw\x02\x1dH\x00"  # GS h 80 dots high, GS w 2 dots wide, GS H no text below
# name in the library's check, m of GS k (function B), and what Code 128 wants in front: its set B
_SYMBOLOGIES = {"code128": ("CODE128", 73, "{B"), "ean13": ("EAN13", 67, ""), "ean8": ("EAN8", 68, "")}


class EscposPrinter:
    """Settings: `columns`, `cut` yes|no, `chinese` gb18030|refuse, `answer_seconds_max`, `poll_seconds`.

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
        refuse_unknown(settings, ["columns", "cut", "chinese", "answer_seconds_max", "poll_seconds"])
        self._columns = int(number_of(settings, "columns", 42, 16, 96))
        self._cuts = choice_of(settings, "cut", ["yes", "no"]) == "yes"
        self._chinese = choice_of(settings, "chinese", ["gb18030", "refuse"]) == "gb18030"
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
        if self._status.cause:  # the paper is out: the printer holds the job, and so do we
            self._extend(now)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Give the bytes of all copies and, last, the question whose answer proves them."""
        if not isinstance(instruction, PrintDocument):
            raise CannotDoError("unsupported", f"a printer has no way to {type(instruction).__name__.lower()}")
        if self._status.cause:
            raise CannotDoError(self._status.cause)
        body = self._encode(instruction)
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
        if self._status.cause:
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

    def _encode(self, document: PrintDocument) -> bytes:
        paper = Dummy()
        for _ in range(document.copies):
            paper.hw("INIT")
            for block in document.blocks:
                self._write(paper, block)
            paper.set(align="left", normal_textsize=True, bold=False)
            paper.print_and_feed(1)
            if self._cuts:
                paper.cut()
        return bytes(paper.output)

    def _write(self, paper: Dummy, block: Block) -> None:
        match block:
            case Text():
                size = min(block.size, SIZE_MAX)
                paper.set(align=block.align, bold=block.bold, custom_size=True, width=size, height=size)
                self._text(paper, block.text)
            case Barcode():
                self._barcode(paper, block)
            case Rule():
                paper.set(align="left", normal_textsize=True, bold=False)
                paper.text("-" * self._columns + "\n")
            case Feed():
                paper.print_and_feed(block.lines)
            case Picture():
                paper.set(align=block.align, normal_textsize=True, bold=False)
                paper._raw(_raster(block))  # noqa: SLF001 - as below

    def _text(self, paper: Dummy, text: str) -> None:
        clean = "".join(each if each.isprintable() else " " for each in text)
        if clean.isascii():
            paper.text(clean + "\n")
        elif self._chinese:
            # FS & and FS . bracket two-byte characters; outside printers for China the setting says `refuse`.
            paper._raw(b"\x1c&" + clean.encode("gb18030") + b"\x1c.\n")  # noqa: SLF001 - the library's own way for raw bytes
        else:
            raise CannotDoError("no-font", f"this printer cannot write {clean[:20]!r}")

    def _barcode(self, paper: Dummy, block: Barcode) -> None:
        paper.set(align=block.align, normal_textsize=True, bold=False)
        if block.symbology == "qr":
            paper.qr(block.text, native=True, size=6)
            return
        name, number, before = _SYMBOLOGIES[block.symbology]
        if not block.text.isascii() or not paper.check_barcode(name, before + block.text):
            raise CannotDoError("bad-barcode", f"{block.text[:40]!r} is no {block.symbology}")
        content = (before + block.text).encode()
        paper._raw(BAR_FORM + b"\x1dk" + bytes([number, len(content)]) + content)  # noqa: SLF001 - as above
        paper.text("\n")


def _raster(picture: Picture) -> bytes:
    """Write a picture as GS v 0, m 0: width in bytes and height in dots, low byte first."""
    size = ((picture.width + 7) // 8).to_bytes(2, "little") + len(picture.rows).to_bytes(2, "little")
    return b"\x1dv0\x00" + size + b"".join(picture.rows)
