"""Paints a picture as PNG, in the letters Pillow brings along: Latin ones only, as the command line speaks English."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from web_handheld.staffing.shapes import Box, Picture, Words

ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}  # Pillow's names: left, middle, right, on the baseline
SCALE = 2  # pixels a unit: sharp on today's screens and on paper


def png(picture: Picture) -> bytes:
    """Paint the picture."""
    image = Image.new("RGB", (picture.width * SCALE, picture.height * SCALE), "#ffffff")
    brush = ImageDraw.Draw(image)
    for shape in picture.shapes:
        if isinstance(shape, Box):
            _box(brush, shape)
        else:
            _words(brush, shape)
    kept = BytesIO()
    image.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _box(brush: ImageDraw.ImageDraw, box: Box) -> None:
    right, below = box.x + box.width, box.y + box.height
    brush.rectangle([box.x * SCALE, box.y * SCALE, right * SCALE - 1, below * SCALE - 1], fill=box.colour)


def _words(brush: ImageDraw.ImageDraw, words: Words) -> None:
    place = (words.x * SCALE, words.y * SCALE)
    weight = 1 if words.bold else 0  # there is one weight of these letters: an outline makes them bold
    font = _font(words.size * SCALE)
    brush.text(place, words.text, words.colour, font, ANCHORS[words.anchor], stroke_width=weight)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
