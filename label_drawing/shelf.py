"""Draws a shelf label: marks in boxes on a panel of exact size, in the colours the panel has."""

from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw

from label_drawing.fonts import font
from label_drawing.images import INK_BELOW, from_text
from label_drawing.sheets import draw_code
from label_drawing.words import fitted

Mark = Mapping[str, Any]
Box = tuple[int, int, int, int]
BASELINE = 0.8  # of a line; a panel has no leading
COLOURS = {"black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "yellow": (255, 255, 0)}


def draw_panel(state: Mapping[str, Any]) -> Image.Image:
    """Draw a label's wished state: its `panel` {width, height, colours} and `marks` from the back to the front.

    A mark's `at` is left, top, width, height in percent of the panel; a colour the panel lacks is drawn black.
    """
    panel = state["panel"]
    picture = Image.new("RGB", (panel["width"], panel["height"]), COLOURS["white"])
    for mark in state["marks"]:
        _DRAW[mark["mark"]](picture, mark, _box(mark["at"], picture), _colour(mark, panel["colours"]))
    return picture


def _box(at: Sequence[float], picture: Image.Image) -> Box:
    left, top, width, height = at
    across, down = picture.width / 100, picture.height / 100
    return round(left * across), round(top * down), max(1, round(width * across)), max(1, round(height * down))


def _colour(mark: Mark, colours: Sequence[str]) -> tuple[int, int, int]:
    wanted = mark.get("colour", "black")
    return COLOURS[wanted if wanted in colours else "black"]


def _text(picture: Image.Image, mark: Mark, box: Box, colour: tuple[int, int, int]) -> None:
    left, top, width, height = box
    bold = mark.get("bold", False)
    lines, dots = fitted(mark["text"], width, height, bold=bold, lines_max=mark.get("lines", 1))
    letters, pen = font(dots, bold=bold), ImageDraw.Draw(picture)
    pen.fontmode = "1"  # a panel has no grey: edges are sharp
    room = height - len(lines) * dots
    for n, line in enumerate(lines):
        spare = width - round(letters.getlength(line))
        shift = {"left": 0, "center": spare // 2, "right": spare}[mark.get("align", "left")]
        where = (left + shift, top + room // 2 + n * dots + round(BASELINE * dots))
        pen.text(where, line, colour, letters, anchor="ls")


def _fill(picture: Image.Image, _: Mark, box: Box, colour: tuple[int, int, int]) -> None:
    left, top, width, height = box
    ImageDraw.Draw(picture).rectangle((left, top, left + width - 1, top + height - 1), fill=colour)


def _strike(picture: Image.Image, _: Mark, box: Box, colour: tuple[int, int, int]) -> None:
    left, top, width, height = box
    ImageDraw.Draw(picture).line((left, top + height, left + width, top), fill=colour, width=2)


def _code(picture: Image.Image, mark: Mark, box: Box, _: tuple[int, int, int]) -> None:
    left, top, width, height = box
    side = min(width, height) if mark["symbology"] == "qr" else width
    drawn = draw_code(mark["symbology"], mark["text"], side, bar_dots=height)
    if drawn.width > side:
        return  # a code that runs into its neighbours is read by nobody: this panel is too small for it
    picture.paste(drawn.convert("RGB"), (left, top))


def _image(picture: Image.Image, mark: Mark, box: Box, colour: tuple[int, int, int]) -> None:
    left, top, width, height = box
    found = from_text(mark["png"])
    found.thumbnail((width, height))
    shape = found.point(lambda grey: 255 if grey < INK_BELOW else 0)
    picture.paste(colour, (left, top), shape)


_DRAW = {"text": _text, "fill": _fill, "strike": _strike, "code": _code, "image": _image}
