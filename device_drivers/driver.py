"""What a driver promises: a pure core that turns bytes into reports and instructions into bytes."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from device_drivers.messages import Instruction, Report

Settings = Mapping[str, object]


class Driver(Protocol):
    """One connection to one device: made anew when the line comes back. No threads, no clock, no retry of its own.

    `now` is a monotonic time in seconds. Any split of the same bytes gives the same reports, and no bytes raise.
    """

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Take what the device sent."""
        ...

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Give the bytes that do it; raise CannotDoError while nothing has been touched."""
        ...

    def tick(self, now: float) -> Sequence[Report]:
        """Say what time has changed: polls due, answers that never came. Called once at the start, then often."""
        ...


class SettingError(ValueError):
    """A device's setting that cannot be; names its key and the reason."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


def text_of(settings: Settings, key: str, default: str) -> str:
    """Give a text setting."""
    value = settings.get(key, default)
    if not isinstance(value, str):
        raise SettingError(key, f"a text is wanted, not {value!r}")
    return value


def choice_of(settings: Settings, key: str, choices: Sequence[str]) -> str:
    """Give one of several words; the first is the default."""
    value = text_of(settings, key, choices[0])
    if value not in choices:
        raise SettingError(key, f"{value!r} is none of {', '.join(choices)}")
    return value


def number_of(settings: Settings, key: str, default: float, low: float, high: float) -> float:
    """Give a number within its limits."""
    value = settings.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise SettingError(key, f"a number from {low} to {high} is wanted, not {value!r}")
    return float(value)


def refuse_unknown(settings: Settings, known: Sequence[str]) -> None:
    """Refuse a setting nobody reads: most are typing errors."""
    for key in settings:
        if key not in known:
            raise SettingError(key, f"no such setting; there are {', '.join(sorted(known)) or 'none'}")
