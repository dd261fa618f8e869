"""Draws a sheet from top to bottom, as a receipt or label printer would: the blocks of the contract's print command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from label_drawing.codes import modules, with_quiet
from label_drawing.fonts import font
from label_drawing.images import from_text
from label_drawing.words import broken

Block = Mapping[str, Any]
INK, PAPER = 0, 255
LINE_DOTS = 24  # the normal character of receipt and label printers: font A is 24 dots high
BAR_DOTS = 80  # 10 mm at 203 dots an inch
MODULE_DOTS = {"code128": 2, "ean13": 3, "ean8": 3, "qr": 6}
BASELINE = 0.9  # of a line: the tails of g and p need the rest and the leading
LENGTH_MAX = 40_000


@dataclass(frozen=True)
class Paper:
    """What is printed on: `width` dots across, of which `margin` on each side stay white."""

    width: int
    margin: int = 12

    @property
    def inner(self) -> int:
        """The dots between the margins."""
        return self.width - 2 * self.margin


RECEIPT = Paper(576)  # 72 mm of an 80 mm roll at 8 dots a millimetre
LABEL = Paper(800, 16)  # 100 mm
PAPERS = {"receipt": RECEIPT, "label": LABEL}


def draw_sheet(blocks: Sequence[Block], paper: Paper = RECEIPT) -> Image.Image:
    """Draw blocks (`text`, `code`, `rule`, `feed`, `image`) one below the other, black on white."""
    strips = [_DRAW[block["block"]](block, paper) for block in blocks]
    length = min(LENGTH_MAX, sum(strip.height for strip in strips) + 2 * paper.margin)
    page = Image.new("L", (paper.width, max(1, length)), PAPER)
    at = paper.margin
    for strip in strips:
        page.paste(strip, (0, at))
        at += strip.height
    return page


def _text(block: Block, paper: Paper) -> Image.Image:
    dots = LINE_DOTS * block.get("size", 1)
    letters = font(dots, bold=block.get("bold", False))
    lines = broken(block["text"], letters, paper.inner)
    leading = dots + max(4, dots // 8)
    strip = Image.new("L", (paper.width, leading * len(lines)), PAPER)
    pen = ImageDraw.Draw(strip)
    for n, line in enumerate(lines):
        left = _left(block.get("align", "left"), round(letters.getlength(line)), paper)
        pen.text((left, n * leading + round(BASELINE * dots)), line, INK, letters, anchor="ls")
    return strip


def _code(block: Block, paper: Paper) -> Image.Image:
    drawn = draw_code(block["symbology"], block["text"], paper.inner)
    strip = Image.new("L", (paper.width, drawn.height + 8), PAPER)
    strip.paste(drawn, (_left(block.get("align", "center"), drawn.width, paper), 4))
    return strip


def draw_code(symbology: str, text: str, width: int, *, bar_dots: int = BAR_DOTS) -> Image.Image:
    """Draw a code with its quiet zone, its modules as wide as the symbology's usual or as fits the width."""
    rows = with_quiet(modules(symbology, text), symbology)
    dots = max(1, min(MODULE_DOTS[symbology], width // len(rows[0])))
    small = Image.new("L", (len(rows[0]), len(rows)))
    small.putdata([INK if dark else PAPER for row in rows for dark in row])
    height = dots * len(rows) if symbology == "qr" else bar_dots
    return small.resize((dots * small.width, height), Image.Resampling.NEAREST)


def _rule(_: Block, paper: Paper) -> Image.Image:
    strip = Image.new("L", (paper.width, 12), PAPER)
    ImageDraw.Draw(strip).line((paper.margin, 5, paper.width - paper.margin - 1, 5), INK, 2)
    return strip


def _feed(block: Block, paper: Paper) -> Image.Image:
    return Image.new("L", (paper.width, LINE_DOTS * block.get("lines", 1)), PAPER)


def _image(block: Block, paper: Paper) -> Image.Image:
    found = from_text(block["png"])
    if found.width > paper.inner:
        found = found.resize((paper.inner, max(1, found.height * paper.inner // found.width)))
    strip = Image.new("L", (paper.width, found.height + 4), PAPER)
    strip.paste(found, (_left(block.get("align", "center"), found.width, paper), 2))
    return strip


def _left(align: str, width: int, paper: Paper) -> int:
    room = {"left": 0, "center": (paper.inner - width) // 2, "right": paper.inner - width}[align]
    return paper.margin + max(0, room)


_DRAW = {"text": _text, "code": _code, "rule": _rule, "feed": _feed, "image": _image}
