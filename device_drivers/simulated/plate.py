"""What all simulated scales share: a plate that a person puts things on, and a zero."""

from decimal import Decimal, InvalidOperation

from device_drivers.simulated.simulator import Deed, Facts, Simulator, UnknownDeedError, text_fact

CAPACITY = Decimal("15.000")


class Plate(Simulator):
    """Deeds: `put {kg}`, `move` (a hand is on it), `take_off`, `look`."""

    def __init__(self) -> None:
        super().__init__()
        self._kilograms = Decimal("0.000")
        self._zero_at = Decimal("0.000")
        self.moves = False

    def deeds(self) -> dict[str, Deed]:
        """Put something on, shake it, take it off, read the display."""
        return {"put": self._put, "move": self._move, "take_off": self._take_off, "look": self._look}

    @property
    def shown(self) -> Decimal:
        """What the display shows, in kilograms with three decimals."""
        return self._kilograms - self._zero_at

    @property
    def is_over(self) -> bool:
        """Whether more lies on it than it can bear."""
        return self.shown > CAPACITY

    def set_zero(self) -> None:
        """Call what lies there zero."""
        self._zero_at = self._kilograms

    def _put(self, facts: Facts) -> dict[str, object]:
        try:
            kilograms = Decimal(text_fact(facts, "kg")).quantize(Decimal("0.001"))
        except InvalidOperation as error:
            raise UnknownDeedError("kg: a decimal number in a text is wanted") from error
        self._kilograms, self.moves = kilograms, False
        return {}

    def _move(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - a hand has no facts
        self.moves = True
        return {}

    def _take_off(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - as above
        self._kilograms, self.moves = Decimal("0.000"), False
        return {}

    def _look(self, facts: Facts) -> dict[str, object]:  # noqa: ARG002 - as above
        return {"kg": str(self.shown), "moves": self.moves}
