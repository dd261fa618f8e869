"""A simulated TSPL printer: takes labels as dots, answers its status byte, holds labels while the paper is out."""

import re

from device_drivers.simulated.simulator import Deed, Facts, Simulator, memory
from label_drawing.images import from_dots, png, to_text

_LABEL = re.compile(rb"BITMAP 0,0,(\d+),(\d+),0,")
_PRINT = re.compile(rb"\r\nPRINT 1,(\d+)\r\n")


class SimulatedTsplPrinter(Simulator):
    """Deeds: `paper_out`, `paper_in`, `open_head`, `close_head`; `read` gives the labels as PNG, and forgets them."""

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()
        self._held: list[str] = []
        self._labels = memory()
        self._has_paper = self._is_closed = True
        self._is_printing = False

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
        """A new connection begins in no label."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Answer each question for the status; print labels in order."""
        if data == b"\x1b!?":
            self.say(bytes([self._status()]))
            self._is_printing = False
            return
        self._in += data
        while self._take():
            self._print()

    def _status(self) -> int:
        """Say that it prints once a label, as one that is asked often does."""
        stopped = (0 if self._is_closed else 0x01) | (0 if self._has_paper else 0x04)
        return stopped or (0x20 if self._is_printing else 0)

    def _take(self) -> bool:
        found = _LABEL.search(self._in)
        if not found:
            return False
        stride, height = int(found[1]), int(found[2])
        end = _PRINT.match(self._in, found.end() + stride * height)
        if not end:
            return False
        ink = bytes(~byte & 0xFF for byte in self._in[found.end() : found.end() + stride * height])
        rows = [ink[at : at + stride] for at in range(0, len(ink), stride)]
        self._held += [to_text(png(from_dots(8 * stride, rows)))] * int(end[1])
        del self._in[: end.end()]
        return True

    def _print(self) -> None:
        if self._has_paper and self._is_closed:
            self._is_printing = self._is_printing or bool(self._held)
            self._labels.extend(self._held)
            self._held.clear()

    def _become(self, *, paper: bool | None = None, closed: bool | None = None) -> dict[str, object]:
        self._has_paper = self._has_paper if paper is None else paper
        self._is_closed = self._is_closed if closed is None else closed
        self._print()
        return {}

    def _read(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - asked without facts
        labels = list(self._labels)
        self._labels.clear()
        return {"labels": labels}
