"""What all scales share: they are asked or listened to, and what changes is said; silence is no weight.

A kind says how it is asked and what its bytes mean; a weight goes up when it lies still, and once.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from device_drivers.driver import Settings, number_of, refuse_unknown
from device_drivers.messages import CannotDoError, Condition, Instruction, Report, Send, Weighed, Zero

SETTINGS = ("poll_seconds", "answer_seconds_max")


class Scale:
    """The base: `asks` is the question, or None where the scale speaks by itself; `zeroes` sets it to zero.

    Settings: `poll_seconds`, `answer_seconds_max`, and what a kind names in `own_settings`.
    """

    asks: ClassVar[bytes | None] = None
    zeroes: ClassVar[bytes | None] = None
    own_settings: ClassVar[Sequence[str]] = ()

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, [*SETTINGS, *self.own_settings])
        self._poll = number_of(settings, "poll_seconds", 0.25, 0.05, 60)
        self._patience = number_of(settings, "answer_seconds_max", 1.0 if self.asks else 3.0, 0.1, 60)
        self._waits_since: float | None = None
        self._next_ask = float("-inf")
        self._said: Weighed | None = None
        self._is_silent = False

    def read(self, data: bytes) -> Iterable[Report]:
        """Give what the bytes mean; each Weighed is an answer."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forget a frame whose rest does not come."""
        raise NotImplementedError

    def question(self) -> bytes | None:
        """Give the bytes that ask for a weight; None where the scale speaks by itself."""
        return self.asks

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Take what the scale sent."""
        reports: list[Report] = []
        for found in self.read(data):
            reports += self._answer(found, now) if isinstance(found, Weighed) else [found]
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - zeroing has no time
        """Zero the scale."""
        if isinstance(instruction, Zero) and self.zeroes is not None:
            return self.zeroes
        raise CannotDoError("unsupported", f"this scale has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:
        """Ask when it is time; say once when no answer comes."""
        reports: list[Report] = []
        if self._waits_since is not None and now - self._waits_since >= self._patience:
            self._waits_since = None
            self.forget()
            if not self._is_silent:
                self._is_silent, self._said = True, None
                reports.append(Condition("no-answer"))
        if self._waits_since is None and now >= self._next_ask:
            self._waits_since, self._next_ask = now, now + self._poll
            question = self.question()
            reports += [Send(question)] if question else []
        return reports

    def _answer(self, reading: Weighed, now: float) -> list[Report]:
        self._waits_since = None if self.asks else now
        reports: list[Report] = [Condition(None)] if self._is_silent else []
        self._is_silent = False
        if reading != self._said:
            self._said = reading
            reports.append(reading)
        return reports


def no_weight(*status: str, net: bool = False) -> Weighed:
    """Say that there is none, and why."""
    return Weighed(None, None, stable=False, net=net, status=status)
