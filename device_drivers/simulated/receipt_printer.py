"""A simulated ESC/POS printer: prints, proves it by process id, and holds everything while the paper is out."""

import re

from device_drivers.simulated.receipt_drawing import picture_or_none
from device_drivers.simulated.simulator import Deed, Facts, Simulator, memory

# One alternative a command of our own encoder; `n` parameters follow as the manual says.
_COMMANDS = re.compile(
    rb"(?P<status>\x10\x04(?P<which>[\x01-\x04]))"
    rb"|(?P<process>\x1d\(H\x06\x000\x30(?P<number>....))"
    rb"|(?P<long>\x1d\([A-Za-z](?P<low>.)(?P<high>.))"
    rb"|(?P<bar>\x1dk[\x41-\x4f](?P<length>.))"
    rb"|(?P<raster>\x1dv0.(?P<across>..)(?P<down>..))"
    rb"|(?P<kick>\x1bp...)"
    rb"|(?P<cut>\x1dV(?:[\x00\x01]|[AB].))"
    rb"|(?P<skip>\x1b@|\x1c[&.]|\x1b[!EaMtd{-].|\x1d[!hwHfa].)",
    re.DOTALL,
)
_BEGINS = (b"\x10", b"\x1b", b"\x1c", b"\x1d")
ESCAPES_BYTES_MAX = 12
QR_DATA = b"1P0"  # GS ( k, function 180
PAPER_OUT, COVER_OPEN = 0x60, 0x04


class SimulatedReceiptPrinter(Simulator):
    """Deeds: `paper_out`, `paper_low`, `paper_in`, `open_cover`, `close_cover`; `drawer` tells how often it opened.

    `read` tells and forgets what was printed.
    `look` gives the last paper as a PNG in base64, and forgets nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()
        self._page = bytearray()
        self._bytes = bytearray()
        self._last = b""
        self._papers = memory()
        self._kicks = 0
        self._has_paper = True
        self._is_closed = True

    def deeds(self) -> dict[str, Deed]:
        """What a cook or a picker does to a printer."""
        return {
            "paper_out": lambda _: self._become(paper=False),
            "paper_in": lambda _: self._become(paper=True),
            "open_cover": lambda _: self._become(closed=False),
            "close_cover": lambda _: self._become(closed=True),
            "read": self._read,
            "look": self._look,
            "paper_low": lambda _: self._become(low=True),
            "drawer": lambda _: {"opened": self._kicks},
        }

    def connected(self) -> None:
        """A new connection begins in no command."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Answer status questions at once (they are real-time), print the rest in order."""
        self._in += data
        for which in re.findall(rb"\x10\x04([\x01-\x04])", data):
            self.say(bytes([0x12 | self._status(which[0])]))
        self._in = bytearray(re.sub(rb"\x10\x04[\x01-\x04]", b"", bytes(self._in)))
        self._print()

    def _status(self, which: int) -> int:
        if which == 2:  # noqa: PLR2004 - DLE EOT 2, the cause of being offline
            return 0 if self._is_closed else COVER_OPEN
        return PAPER_OUT if which == 4 and not self._has_paper else 0  # noqa: PLR2004 - DLE EOT 4, paper

    def _print(self) -> None:
        while self._in and self._has_paper and self._is_closed:
            found = _COMMANDS.match(self._in)
            size = self._obey(found) if found else self._put()
            if not size:
                return
            self._bytes += self._in[:size]
            del self._in[:size]
            if found and found["cut"]:
                self._last = bytes(self._bytes)
                self._bytes.clear()

    def _put(self) -> int:
        if self._in.startswith(_BEGINS) and len(self._in) < ESCAPES_BYTES_MAX:
            return 0  # the rest of a command is still on its way
        self._page.append(self._in[0])
        return 1

    def _obey(self, found: re.Match[bytes]) -> int:
        size = _size(found)
        if size > len(self._in):
            return 0
        rest = bytes(self._in[found.end() : size])
        if found["bar"]:
            self._page += b"[" + rest.removeprefix(b"{B") + b"]"
        elif found["long"] and rest.startswith(QR_DATA):
            self._page += b"[" + rest[len(QR_DATA) :] + b"]"
        elif found["cut"]:
            self._papers.append(self._page.decode("gb18030", errors="replace").strip())
            self._page.clear()
        elif found["kick"]:
            self._kicks += 1
        elif found["process"]:
            self.say(b"\x37\x22" + found["number"] + b"\x00")
        return size

    def _become(self, *, paper: bool | None = None, closed: bool | None = None, low: bool = False) -> dict[str, object]:
        self._has_paper = self._has_paper if paper is None else paper
        self._is_closed = self._is_closed if closed is None else closed
        first = 0x10 | (0 if self._is_closed else 0x20) | (0 if self._has_paper else 0x08)
        self.say(bytes([first, 0, 0x0C if not self._has_paper else 0x03 if low else 0, 0]))
        self._print()
        return {}

    def _read(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        papers = list(self._papers)
        self._papers.clear()
        return {"papers": papers}

    def _look(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        return {"picture": picture_or_none(self._last) if self._last else None}


def _size(found: re.Match[bytes]) -> int:
    size = len(found[0])
    if found["long"]:
        size += found["low"][0] + 256 * found["high"][0]
    elif found["bar"]:
        size += found["length"][0]
    elif found["raster"]:
        size += int.from_bytes(found["across"], "little") * int.from_bytes(found["down"], "little")
    return size
