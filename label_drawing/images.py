"""Pictures in and out: PNG bytes, and the small pictures (a logo, a sign) that templates carry as base64."""

import base64
import binascii
import io
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

PIXELS_MAX = 4_000_000
INK_BELOW = 128


class PictureError(ValueError):
    """Bytes that are no picture, or too large a one."""


def png(picture: Image.Image) -> bytes:
    """Write a picture as PNG; the same picture gives the same bytes."""
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """Read a PNG in grey; transparent is white, as paper is."""
    try:
        found = Image.open(io.BytesIO(data), formats=["PNG"])
        if found.width * found.height > PIXELS_MAX:
            raise PictureError(f"a picture of {found.width} by {found.height} is too large")
        shown = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as no:
        raise PictureError(f"no PNG: {no}") from no
    paper = Image.new("RGBA", shown.size, "white")
    paper.alpha_composite(shown)
    return paper.convert("L")


def from_text(text: str) -> Image.Image:
    """Read a PNG written as base64."""
    try:
        return opened(base64.b64decode(text, validate=True))
    except binascii.Error as no:
        raise PictureError("no base64") from no


def dots(picture: Image.Image) -> tuple[int, tuple[bytes, ...]]:
    """Give a picture as a printer takes it: its width, and rows of bits where 1 is ink."""
    ink = picture.convert("L").point(lambda grey: 255 if grey < INK_BELOW else 0).convert("1", dither=Image.Dither.NONE)
    stride, data = (picture.width + 7) // 8, ink.tobytes()
    return picture.width, tuple(data[at : at + stride] for at in range(0, len(data), stride))


def from_dots(width: int, rows: Sequence[bytes]) -> Image.Image:
    """Give the picture of a printer's rows of bits."""
    bits = Image.frombytes("1", (width, len(rows)), b"".join(rows))
    return bits.convert("L").point(lambda ink: 255 - ink)


def to_text(data: bytes) -> str:
    """Write bytes as base64."""
    return base64.b64encode(data).decode("ascii")
