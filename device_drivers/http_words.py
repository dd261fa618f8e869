"""HTTP/1.1 as bytes, for devices that speak it: requests are written, answers read, without a connection of its own.

Each request asks for the end of its connection (RFC 9112, 9.6), so that a late answer cannot pass for a later one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from device_drivers.messages import Fault
from device_drivers.stray import Stray

HEAD_BYTES_MAX, BODY_BYTES_MAX = 16_384, 1_048_576
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})(?: [^\r\n]*)?")
_HEADER = re.compile(rb"([!-9;-~]+):[ \t]*([^\r\n]*?)[ \t]*")
BEGINNING = b"HTTP/1."
CONTINUE_LAST = 199  # 1xx are said before the answer


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Write a request; its length stands last, so that its beginning says what it is."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", "User-Agent: storefloor"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


class AnswerReader:
    """Reads answers one after the other, with a length or in chunks; what is none is counted and passed over."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._stray = Stray("bytes that are no HTTP answer")
        self._is_lost = False

    def feed(self, data: bytes) -> list[Answer | Fault]:
        """Take bytes in; give what is whole."""
        if self._is_lost:
            return []
        self._buffer += data
        found: list[Answer | Fault] = []
        try:
            while (answer := _whole(self._buffer)) is not None:
                whole, size = answer
                del self._buffer[:size]
                if whole.status > CONTINUE_LAST:
                    self._stray.ended()
                    found.append(whole)
        except ValueError:
            found += self._lose()
        return found

    def forget(self) -> None:
        """Forget a half answer and what was wrong: the next connection begins anew."""
        self._buffer.clear()
        self._is_lost = False
        self._stray.ended()

    def _lose(self) -> list[Answer | Fault]:
        self._buffer.clear()
        self._is_lost = True
        return [*self._stray.seen()]


def _whole(buffer: bytearray) -> tuple[Answer, int] | None:
    """Give the answer at the beginning and its size; None while it is not whole; ValueError where it is none."""
    if not BEGINNING.startswith(buffer[: len(BEGINNING)]):
        raise ValueError("no HTTP")
    end = buffer.find(b"\r\n\r\n", 0, HEAD_BYTES_MAX)
    if end < 0:
        if len(buffer) >= HEAD_BYTES_MAX:
            raise ValueError("a head that does not end")
        return None
    first, *rest = bytes(buffer[:end]).split(b"\r\n")
    status, headers = _STATUS.fullmatch(first), dict(_header(line) for line in rest)
    if status is None:
        raise ValueError("no status line")
    body = _body(buffer, end + 4, headers, has_none=int(status[1]) <= CONTINUE_LAST)
    return None if body is None else (Answer(int(status[1]), headers, body[0]), body[1])


def _header(line: bytes) -> tuple[str, str]:
    found = _HEADER.fullmatch(line)
    if found is None:
        raise ValueError("a line that is no header")
    return found[1].decode("ascii").lower(), found[2].decode("latin-1")


def _body(buffer: bytearray, at: int, headers: Mapping[str, str], *, has_none: bool) -> tuple[bytes, int] | None:
    if has_none:
        return b"", at
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return _chunks(buffer, at)
    text = headers.get("content-length", "")
    if not re.fullmatch(r"\d{1,7}", text) or int(text) > BODY_BYTES_MAX:
        raise ValueError("no length, or too long")
    end = at + int(text)
    return (bytes(buffer[at:end]), end) if len(buffer) >= end else None


def _chunks(buffer: bytearray, at: int) -> tuple[bytes, int] | None:
    """Read chunks (RFC 9112, 7.1) until the empty one; trailers are not expected of devices."""
    body = bytearray()
    while (line := buffer.find(b"\r\n", at)) >= 0:
        size = int(bytes(buffer[at:line]).partition(b";")[0] or b"x", 16)
        begin, at = line + 2, line + 2 + size + 2
        if size < 0 or len(body) + size > BODY_BYTES_MAX:
            raise ValueError("too long")
        if len(buffer) < at:
            return None
        if buffer[at - 2 : at] != b"\r\n":
            raise ValueError("a chunk longer than it says")
        body += buffer[begin : begin + size]
        if size == 0:
            return bytes(body), at
    return None
