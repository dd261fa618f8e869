"""Text as dots, for printers that have no letters for it: Chinese on a printer that was made for elsewhere."""

from device_drivers.messages import Picture, Text
from label_drawing.fonts import noto
from label_drawing.images import dots
from label_drawing.sheets import Paper, draw_sheet

LATIN_LAST = "\u024f"  # Latin Extended-B: what the built-in fonts of label printers reach to
DASHES_AND_QUOTES = ("\u2010", "\u2026")
SIGNS = "€≤≥"


def must_be_drawn(text: str) -> bool:
    """Tell whether a text has letters that printers seldom have; never where this machine cannot draw them either."""
    return not all(_is_common(each) for each in text) and noto() is not None


def _is_common(each: str) -> bool:
    first, last = DASHES_AND_QUOTES
    return each <= LATIN_LAST or first <= each <= last or each in SIGNS


def drawn(block: Text, width: int) -> Picture:
    """Draw a text as wide as the paper, broken into as many lines as it needs."""
    style = {"size": block.size, "bold": block.bold, "align": block.align}
    page = draw_sheet([{"block": "text", "text": block.text, **style}], Paper(width, 0))
    across, rows = dots(page)
    return Picture(across, rows, "left")
