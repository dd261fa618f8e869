"""The letters pictures are drawn with: Noto Sans CJK where the machine has it, so that all languages look alike."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
FOLDER_VARIABLE = "STOREFLOOR_FONTS"
# Debian and Ubuntu (fonts-noto-cjk), Fedora, Alpine (font-noto-cjk), macOS with Homebrew.
_FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/noto",
    "/opt/homebrew/share/fonts",
)
_FILES = {False: "NotoSansCJK-Regular.ttc", True: "NotoSansCJK-Bold.ttc"}
_SIMPLIFIED_CHINESE = 2  # the third face of the collection; the first is Japanese and writes some characters otherwise
_CAPITALS = 0.88  # of a line's dots are letter size: ascent and descent of Noto CJK take 1.45 em, our lines are tight


@cache
def font(line_dots: int, *, bold: bool = False) -> Font:
    """Give the font whose lines are so many dots high; the plain Latin one of Pillow where Noto is missing."""
    size = max(4, round(line_dots * _CAPITALS))
    path = noto(bold=bold)
    if path is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(str(path), size, index=_SIMPLIFIED_CHINESE)


def noto(*, bold: bool = False) -> Path | None:
    """Find the file of Noto Sans CJK; None where this machine has none and Chinese cannot be drawn."""
    return next((path for path in _candidates(bold=bold) if path.is_file()), None)


def _candidates(*, bold: bool) -> Iterator[Path]:
    folders = (os.environ[FOLDER_VARIABLE],) if FOLDER_VARIABLE in os.environ else _FOLDERS
    return (Path(folder) / _FILES[bold] for folder in folders)
