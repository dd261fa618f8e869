"""The reference language of labels and lights: one JSON object a line, asked and answered by version."""

import json
from collections.abc import Mapping

LINE_BYTES_MAX = 65_536


class LineReader:
    """Puts bytes together to objects; what is no object is counted as a bad line."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> list[dict[str, object] | None]:
        """Give the objects whose line has ended; None stands for a bad line."""
        found: list[dict[str, object] | None] = []
        *ended, rest = data.split(b"\n")
        for piece in ended:
            self._take(piece)
            found += self._end()
        self._take(rest)
        return found

    def _take(self, piece: bytes) -> None:
        self._buffer += piece
        if len(self._buffer) > LINE_BYTES_MAX:
            self._buffer.clear()
            self._too_long = True

    def _end(self) -> list[dict[str, object] | None]:
        text, too_long = bytes(self._buffer).strip(), self._too_long
        self._buffer.clear()
        self._too_long = False
        if too_long:
            return [None]
        return [_object(text)] if text else []


def line(thing: Mapping[str, object]) -> bytes:
    """Write one object as a line."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _object(text: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
