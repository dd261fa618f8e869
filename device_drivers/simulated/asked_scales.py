"""Simulated scales that are asked: CAS ECR, SMA, Dialog 06."""

import re
from decimal import Decimal
from functools import reduce
from operator import xor

from device_drivers.simulated.plate import Plate
from device_drivers.simulated.simulator import Deed, Facts

ENQ, DC1, ACK, NAK = 0x05, 0x11, b"\x06", b"\x15"


class SimulatedCasEcr(Plate):
    """Deeds as of a plate; while a hand is on it, it is busy."""

    def heard(self, data: bytes) -> None:
        """Answer ENQ with a word and DC1 with a frame."""
        for byte in data:
            if byte == ENQ:
                self.say(NAK if self.moves else ACK)
            elif byte == DC1:
                self.say(self._frame())

    def _frame(self) -> bytes:
        sign = b"F" if self.is_over else b"-" if self.shown < 0 else b" "
        content = b"S" + sign + f"{abs(self.shown):6.3f}"[:6].encode() + b"kg"
        return b"\x01\x02" + content + bytes([reduce(xor, content)]) + b"\x03\x04"


class SimulatedSma(Plate):
    """Deeds as of a plate."""

    def heard(self, data: bytes) -> None:
        """Answer a question for the weight; set to zero."""
        for letter in re.findall(rb"\n([WZ])\r", data):
            if letter == b"Z":
                self.set_zero()
            self.say(self._frame())

    def _frame(self) -> bytes:
        status = "O" if self.is_over else "U" if self.shown < 0 else " " if self.shown else "Z"
        motion = "M" if self.moves else " "
        return f"\n{status}1G{motion} {self.shown:10.3f}kg \r".encode()


class SimulatedDialog06(Plate):
    """Deeds as of a plate, and `certify`: from then on it challenges the till."""

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()
        self._price: int | None = None
        self._asks_why = self._is_certified = False
        self._last: Decimal | None = None

    def deeds(self) -> dict[str, Deed]:
        """What is done at a plate, and the officer's seal."""
        return {**super().deeds(), "certify": self._certify}

    def connected(self) -> None:
        """A new connection begins with a new record."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Take records in the order they come."""
        self._in += data
        while found := re.search(rb"\x04(?:\x05|\x02([^\x03]*)\x03)", bytes(self._in), re.DOTALL):
            del self._in[: found.end()]
            self._record(found[1]) if found[1] is not None else self._fetched()

    def _record(self, content: bytes) -> None:
        if content == b"08":
            self._asks_why = True
            self.say(ACK)
        elif found := re.fullmatch(rb"01\x1b(\d{6})\x1b", content):
            self._price = int(found[1])
            self.say(ACK)
        else:
            self.say(NAK)

    def _fetched(self) -> None:
        if self._is_certified:
            self.say(b"\x0211\x1b2\x1b4711\x03")
        elif self._asks_why:
            self._asks_why = False
            self.say(b"\x0209\x1b" + self._reason() + b"\x03")
        elif self._reason() != b"00" or self._price is None:
            self.say(NAK)
        else:
            self._last = self.shown
            grams = int(self.shown * 1000)
            amount = round(grams * self._price / 1000)
            self.say(f"\x0202\x1b3\x1b{grams:05d}\x1b{self._price:06d}\x1b{amount:06d}\x03".encode())

    def _reason(self) -> bytes:
        if self.moves:
            return b"20"
        if self.is_over or self.shown < 0:
            return b"32" if self.is_over else b"31"
        if not self.shown:
            return b"30"
        return b"21" if self.shown == self._last else b"00"

    def _certify(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - a seal has no facts
        self._is_certified = True
        return {}
