"""A simulated Mettler-Toledo 8217 scale: `put {kg}`, `move`, `take_off`, `look`."""

from decimal import Decimal, InvalidOperation

from device_drivers.simulated.simulator import Deed, Facts, Simulator, UnknownDeedError, text_fact

CAPACITY = Decimal("15.000")
STATUS, MOTION, OVER = 0x40, 0x01, 0x02  # bit 6 is always one by the manual


class SimulatedScale(Simulator):
    """Answers W with a weight when it lies still, and with a status when it does not."""

    def __init__(self) -> None:
        super().__init__()
        self._kilograms = Decimal("0.000")
        self._zero_at = Decimal("0.000")
        self._moves = False

    def deeds(self) -> dict[str, Deed]:
        """Put something on, shake it, take it off, read the display."""
        return {"put": self._put, "move": self._move, "take_off": self._take_off, "look": self._look}

    def heard(self, data: bytes) -> None:
        """Answer each letter; the others are not in the manual and are ignored."""
        for letter in data:
            if letter == ord("W"):
                self.say(b"\x02" + self._answer() + b"\r")
            elif letter == ord("Z"):
                self._zero_at = self._kilograms

    def _answer(self) -> bytes:
        shown = self._kilograms - self._zero_at
        if self._moves:
            return b"?" + bytes([STATUS | MOTION])
        if not 0 <= shown <= CAPACITY:
            return b"?" + bytes([STATUS | (OVER if shown > 0 else 0x04)])
        return f"{shown:06.3f}".encode()

    def _put(self, facts: Facts) -> dict[str, object]:
        try:
            kilograms = Decimal(text_fact(facts, "kg")).quantize(Decimal("0.001"))
        except InvalidOperation as error:
            raise UnknownDeedError("kg: a decimal number in a text is wanted") from error
        self._kilograms, self._moves = kilograms, False
        return {}

    def _move(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - a hand has no facts
        self._moves = True
        return {}

    def _take_off(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - as above
        self._kilograms, self._moves = Decimal("0.000"), False
        return {}

    def _look(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - as above
        return {"kg": str(self._kilograms - self._zero_at), "moves": self._moves}
