"""Sets text in lines that fit a width: Latin breaks at spaces, Chinese anywhere."""

import re
from collections.abc import Sequence

from label_drawing.fonts import Font, font

_PIECES = re.compile(r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_SMALLEST_DOTS = 8


def clean(text: str) -> str:
    """Give a text without what has no shape: control characters become spaces."""
    return "".join(each if each.isprintable() else " " for each in text)


def broken(text: str, letters: Font, width: float) -> list[str]:
    """Break a text into lines that fit; a word longer than a line is cut."""
    lines, line = [], ""
    for piece in _PIECES.findall(clean(text)):
        for part in _cut(piece, letters, width):
            if letters.getlength(line + part) <= width or not line:
                line += part
            else:
                lines.append(line.rstrip())
                line = part.lstrip()
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _cut(piece: str, letters: Font, width: float) -> list[str]:
    if letters.getlength(piece) <= width:
        return [piece]
    parts, part = [], ""
    for each in piece:
        if part and letters.getlength(part + each) > width:
            parts.append(part)
            part = ""
        part += each
    return [*parts, part]


def fitted(text: str, width: int, height: int, *, bold: bool, lines_max: int) -> tuple[list[str], int]:
    """Give the lines and the dots a line of the largest text that fits a box; the last line may be cut short."""
    for dots in range(max(_SMALLEST_DOTS, height), _SMALLEST_DOTS - 1, -1):
        lines = broken(text, font(dots, bold=bold), width)
        if len(lines) <= lines_max and len(lines) * dots <= height:
            return lines, dots
    lines = broken(text, font(_SMALLEST_DOTS, bold=bold), width)
    return _shortened(lines[: max(1, min(lines_max, height // _SMALLEST_DOTS))], lines), _SMALLEST_DOTS


def _shortened(kept: list[str], all_lines: Sequence[str]) -> list[str]:
    return kept if len(kept) == len(all_lines) else [*kept[:-1], kept[-1][:-1] + "…"]
