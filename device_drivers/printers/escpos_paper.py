"""Writes a document in ESC/POS: blocks become commands, and texts without letters in the printer become dots."""

from escpos.printer import Dummy

from device_drivers.driver import Settings, choice_of, number_of
from device_drivers.messages import Barcode, Block, CannotDoError, Feed, Picture, PrintDocument, Rule, Text
from device_drivers.printers.drawn_text import drawn
from label_drawing.fonts import noto

PAPER_SETTINGS = ("columns", "width_dots", "cut", "chinese")
SIZE_MAX = 8  # GS !
BAR_FORM = b"\x1dh\x50\x1dw\x02\x1dH\x00"  # GS h 80 dots high, GS w 2 dots wide, GS H no text below
# name in the library's check, m of GS k (function B), and what Code 128 wants in front: its set B
_SYMBOLOGIES = {"code128": ("CODE128", 73, "{B"), "ean13": ("EAN13", 67, ""), "ean8": ("EAN8", 68, "")}
CUTS = {"yes": "FULL", "partial": "PART", "no": None}


class Paper:
    """Settings: `columns`, `width_dots` (576 of 80 mm, 384 of 58 mm), `cut` yes|partial|no, `chinese`.

    `chinese` is gb18030 for printers made for China (what their font lacks is drawn), raster for all others (whatever
    is no ASCII is drawn), or refuse.
    """

    def __init__(self, settings: Settings) -> None:
        self._columns = int(number_of(settings, "columns", 42, 16, 96))
        self._dots = int(number_of(settings, "width_dots", 576, 200, 2000)) // 8 * 8
        self._cut = CUTS[choice_of(settings, "cut", list(CUTS))]
        self._letters = choice_of(settings, "chinese", ["gb18030", "raster", "refuse"])

    def encoded(self, document: PrintDocument) -> bytes:
        """Give the bytes of all copies; raise CannotDoError for what this printer cannot print."""
        paper = Dummy()
        for _ in range(document.copies):
            paper.hw("INIT")
            for block in document.blocks:
                self._write(paper, block)
            paper.set(align="left", normal_textsize=True, bold=False)
            paper.print_and_feed(1)
            if self._cut:
                paper.cut(mode=self._cut)
        return bytes(paper.output)

    def _write(self, paper: Dummy, block: Block) -> None:
        match block:
            case Text():
                self._text(paper, block)
            case Barcode():
                self._barcode(paper, block)
            case Rule():
                paper.set(align="left", normal_textsize=True, bold=False)
                paper.text("-" * self._columns + "\n")
            case Feed():
                paper.print_and_feed(block.lines)
            case Picture():
                paper.set(align=block.align, normal_textsize=True, bold=False)
                paper._raw(_raster(block))  # noqa: SLF001 - the library's own way for raw bytes

    def _text(self, paper: Dummy, block: Text) -> None:
        text = "".join(each if each.isprintable() else " " for each in block.text)
        if not text.isascii() and not self._has_letters(text):
            if self._letters == "refuse" or noto() is None:
                raise CannotDoError("no-font", f"this printer cannot write {text[:20]!r}")
            self._write(paper, drawn(block, self._dots))
            return
        size = min(block.size, SIZE_MAX)
        paper.set(align=block.align, bold=block.bold, custom_size=True, width=size, height=size)
        if text.isascii():
            paper.text(text + "\n")
        else:  # FS & and FS . bracket two-byte characters
            paper._raw(b"\x1c&" + text.encode("gb18030") + b"\x1c.\n")  # noqa: SLF001 - as above

    def _has_letters(self, text: str) -> bool:
        """Tell whether a printer made for China has them: its font ends where GB 18030 begins to take four bytes."""
        return self._letters == "gb18030" and all(len(each.encode("gb18030")) <= 2 for each in text)  # noqa: PLR2004 - as said

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
