"""A whole document as one picture, for printers that are told dots and nothing else."""

from typing import Any

from PIL import Image

from device_drivers.messages import Barcode, Block, CannotDoError, Feed, Picture, PrintDocument, Rule, Text
from device_drivers.printers.drawn_text import LATIN_LAST
from label_drawing.codes import CodeError
from label_drawing.fonts import noto
from label_drawing.images import from_dots, png, to_text
from label_drawing.sheets import Paper, draw_sheet


def draw_document(document: PrintDocument, paper: Paper) -> Image.Image:
    """Draw a document once, without its copies; raise CannotDoError for what cannot be drawn."""
    try:
        return draw_sheet([_drawable(block) for block in document.blocks], paper)
    except CodeError as no:
        raise CannotDoError("bad-barcode", str(no)) from no


def _drawable(block: Block) -> dict[str, Any]:
    match block:
        case Text(text, size, bold, align):
            if noto() is None and any(each > LATIN_LAST for each in text):
                raise CannotDoError("no-font", f"this machine has no letters for {text[:20]!r}")
            return {"block": "text", "text": text, "size": size, "bold": bold, "align": align}
        case Barcode(symbology, text, align):
            return {"block": "code", "symbology": symbology, "text": text, "align": align}
        case Rule():
            return {"block": "rule"}
        case Feed(lines):
            return {"block": "feed", "lines": lines}
        case Picture(width, rows, align):
            return {"block": "image", "png": to_text(png(from_dots(width, rows))), "align": align}
