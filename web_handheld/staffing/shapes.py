"""A picture as a list of boxes and words, and that list as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

FONTS = "system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; its corner is the upper left one."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text on its baseline."""

    x: float
    y: float
    text: str
    size: int
    colour: str
    anchor: Anchor = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order they are painted, on white."""

    width: int
    height: int
    shapes: tuple[Box | Words, ...]


def svg(picture: Picture) -> str:
    """Write the picture as SVG; it needs nothing from anywhere else and runs nothing."""
    return "\n".join(_lines(picture)) + "\n"


def _lines(picture: Picture) -> Iterable[str]:
    width, height = picture.width, picture.height
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONTS}">'
    yield f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    for shape in picture.shapes:
        yield _box(shape) if isinstance(shape, Box) else _words(shape)
    yield "</svg>"


def _box(box: Box) -> str:
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<rect {place} fill="{box.colour}"/>'


def _words(words: Words) -> str:
    weight = ' font-weight="700"' if words.bold else ""
    look = f'font-size="{words.size}" fill="{words.colour}" text-anchor="{words.anchor}"{weight}'
    return f'<text x="{words.x:.1f}" y="{words.y:.1f}" {look}>{escape(words.text)}</text>'
