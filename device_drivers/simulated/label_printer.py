"""A simulated ZPL printer: takes formats, answers ~HS, and holds labels while the paper is out."""

import re

from device_drivers.simulated.simulator import Deed, Facts, Simulator, memory

_FORMAT = re.compile(rb"\^XA(.*?)\^XZ", re.DOTALL)
_FIELD = re.compile(r"\^FD(.*?)\^FS", re.DOTALL)
_COPIES = re.compile(r"\^PQ(\d+)")


class SimulatedLabelPrinter(Simulator):
    """Deeds: `paper_out`, `paper_in`, `open_head`, `close_head`; `read` tells and forgets the labels' fields."""

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()
        self._held: list[str] = []
        self._labels = memory()
        self._has_paper = True
        self._is_closed = True

    def deeds(self) -> dict[str, Deed]:
        """What a person does to a label printer."""
        return {
            "paper_out": lambda _: self._become(paper=False),
            "paper_in": lambda _: self._become(paper=True),
            "open_head": lambda _: self._become(closed=False),
            "close_head": lambda _: self._become(closed=True),
            "read": self._read,
        }

    def connected(self) -> None:
        """A new connection begins in no format."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Take formats and questions in the order they come."""
        self._in += data
        while found := re.search(rb"~HS|\^XA.*?\^XZ", bytes(self._in), re.DOTALL):
            del self._in[: found.end()]
            if found[0] == b"~HS":
                self.say(self._status())
            else:
                self._held.append(found[0].decode("utf-8", errors="replace"))
                self._print()

    def _status(self) -> bytes:
        paper, head = int(not self._has_paper), int(not self._is_closed)
        first = f"030,{paper},0,0832,{len(self._held):03d},0,0,0,000,0,0,0"
        second = f"001,0,{head},0,0,2,6,0,{len(self._held):08d},1,000"
        return b"".join(b"\x02" + text.encode() + b"\x03\r\n" for text in (first, second, "1234,0"))

    def _print(self) -> None:
        while self._held and self._has_paper and self._is_closed:
            label = self._held.pop(0)
            copies = _COPIES.search(label)
            fields = [_unescape(field) for field in _FIELD.findall(label)]
            self._labels.extend([fields] * int(copies[1] if copies else 1))

    def _become(self, *, paper: bool | None = None, closed: bool | None = None) -> dict[str, object]:
        self._has_paper = self._has_paper if paper is None else paper
        self._is_closed = self._is_closed if closed is None else closed
        self._print()
        return {}

    def _read(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        labels = list(self._labels)
        self._labels.clear()
        return {"labels": labels}


def _unescape(field: str) -> str:
    pieces = re.sub(rb"_([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), field.encode())
    return pieces.decode("utf-8", errors="replace")
