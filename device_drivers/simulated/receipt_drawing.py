"""Draws what an ESC/POS printer printed: its bytes become the blocks they were made of, and those a picture."""

import re
from collections.abc import Iterator
from typing import Any

from label_drawing.codes import CodeError
from label_drawing.images import from_dots, png, to_text
from label_drawing.sheets import RECEIPT, draw_sheet

Block = dict[str, Any]
# What leaves ink or changes how it lies; everything else is skipped (Epson ESC/POS, one alternative a command).
_COMMANDS = re.compile(
    rb"(?P<start>\x1b@)"
    rb"|\x1ba(?P<align>.)"
    rb"|\x1bE(?P<bold>.)"
    rb"|\x1d!(?P<size>.)"
    rb"|\x1bd(?P<feed>.)"
    rb"|\x1dk(?P<bar>[\x41-\x4f])(?P<length>.)"
    rb"|\x1dv0.(?P<across>..)(?P<down>..)"
    rb"|\x1d\((?P<long>[A-Za-z])(?P<bytes>..)"
    rb"|(?P<other>\x1c[&.]|\x1bp...|\x1b[!tM{-].|\x1d[hwHfa].|\x1dV(?:[\x00\x01]|[AB].)|[\x00-\x09\x0b-\x1f])",
    re.DOTALL,
)
_ALIGN = {0: "left", 1: "center", 2: "right", 0x30: "left", 0x31: "center", 0x32: "right"}
_BARS = {65: "upca", 67: "ean13", 68: "ean8", 73: "code128"}
_QR_STORE = b"1P0"  # GS ( k, fn 180: the data; 181 prints it


class _Head:
    """Where the print head stands: alignment, size, weight, and the line that is not yet full."""

    def __init__(self) -> None:
        self.style: Block = {}
        self.line = bytearray()
        self.qr = ""

    def end_line(self) -> Iterator[Block]:
        """Let the line go out; an empty one is paper moved on."""
        text = bytes(self.line).decode("gb18030", errors="replace")
        self.line.clear()
        if re.fullmatch(r"-{16,}", text):
            yield {"block": "rule"}
        else:
            yield {"block": "text", "text": text, **self.style} if text else {"block": "feed"}


def draw_paper(data: bytes) -> bytes:
    """Give one paper's picture as PNG, from the bytes between two cuts."""
    return png(draw_sheet(list(blocks(data)), RECEIPT))


def blocks(data: bytes) -> Iterator[Block]:
    """Give what was printed, from top to bottom."""
    head, at = _Head(), 0
    while at < len(data):
        found = _COMMANDS.match(data, at)
        if found is None:
            yield from head.end_line() if data[at : at + 1] == b"\n" else _write(head, data[at])
            at += 1
        else:
            size = _size(found)
            yield from _obey(head, found, data[found.end() : at + size])
            at += size
    if head.line:
        yield from head.end_line()


def _write(head: _Head, byte: int) -> tuple[Block, ...]:
    head.line.append(byte)
    return ()


def _size(found: re.Match[bytes]) -> int:
    size = len(found[0])
    if found["bar"]:
        size += found["length"][0]
    elif found["across"]:
        size += int.from_bytes(found["across"], "little") * int.from_bytes(found["down"], "little")
    elif found["long"]:
        size += int.from_bytes(found["bytes"], "little")
    return size


def _obey(head: _Head, found: re.Match[bytes], rest: bytes) -> Iterator[Block]:
    if found["start"]:
        head.style = {}
    elif found["align"]:
        head.style["align"] = _ALIGN.get(found["align"][0], "left")
    elif found["bold"]:
        head.style["bold"] = bool(found["bold"][0] & 1)
    elif found["size"]:
        head.style["size"] = (found["size"][0] & 7) + 1
    elif found["feed"]:
        yield {"block": "feed", "lines": found["feed"][0]}
    elif found["bar"]:
        yield _code(head, _BARS.get(found["bar"][0], ""), rest.removeprefix(b"{B").decode("ascii", errors="replace"))
    elif found["across"]:
        yield _picture(head, int.from_bytes(found["across"], "little"), rest)
    elif found["long"] == b"k" and rest.startswith(_QR_STORE):
        head.qr = rest[len(_QR_STORE) :].decode("utf-8", errors="replace")
    elif found["long"] == b"k" and rest[:2] == b"1Q":
        yield _code(head, "qr", head.qr)


def _code(head: _Head, symbology: str, text: str) -> Block:
    return {"block": "code", "symbology": symbology, "text": text, "align": head.style.get("align", "left")}


def _picture(head: _Head, stride: int, rows: bytes) -> Block:
    picture = from_dots(8 * stride, [rows[at : at + stride] for at in range(0, len(rows), stride)])
    return {"block": "image", "png": to_text(png(picture)), "align": head.style.get("align", "left")}


def picture_or_none(data: bytes) -> str | None:
    """Give a paper's picture as base64; None for bytes no printer of ours was sent."""
    try:
        return to_text(draw_paper(data))
    except CodeError:
        return None
