"""The reference driver of things that have a state: told `{"show":{ver,state}}`, they answer `{"shown":ver}`."""

from collections.abc import Sequence
from typing import cast

from device_drivers.driver import Settings, refuse_unknown
from device_drivers.json_lines import LineReader, line
from device_drivers.messages import (
    CannotDoError,
    Condition,
    Fault,
    Instruction,
    Light,
    NotShown,
    Pressed,
    Report,
    ShowLabel,
    Shown,
    Vitals,
)

PERCENT_MAX = 100
PRESSES = ("short", "long", "double")


class ReferenceLevel:
    """A label or light of our own making; the base of both. No settings."""

    shows: type[ShowLabel | Light]

    def __init__(self, settings: Settings) -> None:
        refuse_unknown(settings, [])
        self._lines = LineReader()

    def feed(self, data: bytes, now: float) -> Sequence[Report]:  # noqa: ARG002 - an answer is true at any time
        """Read answers, buttons and conditions."""
        return [_read(found) if found is not None else Fault("garbage", "a line that is no object")
                for found in self._lines.feed(data)]  # fmt: skip

    def command(self, instruction: Instruction, now: float) -> bytes:  # noqa: ARG002 - a state has no time
        """Ask for a version to be shown."""
        if isinstance(instruction, ShowLabel | Light) and type(instruction) is self.shows:
            return line({"show": {"ver": instruction.ver, "state": dict(instruction.state)}})
        raise CannotDoError("unsupported", f"this device has no way to {type(instruction).__name__.lower()}")

    def tick(self, now: float) -> Sequence[Report]:  # noqa: ARG002 - it speaks by itself
        """Nothing is due: the gateway repeats wishes until they are shown."""
        return ()


def _vitals(found: dict[str, object]) -> Report:
    battery, signal, panel = found.get("battery_percent"), found.get("signal_dbm"), found.get("panel")
    numbers = [each for each in (battery, signal) if each is not None]
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in numbers):
        return Fault("garbage", "vitals that are no whole numbers")
    if battery is not None and not 0 <= cast("int", battery) <= PERCENT_MAX:
        return Fault("garbage", "a battery beyond full")
    return Vitals(cast("int | None", battery), cast("int | None", signal), panel if isinstance(panel, str) else None)


def _read(found: dict[str, object]) -> Report:
    match found:
        case {"shown": int(ver)} if ver >= 0 and not isinstance(ver, bool):
            return Shown(ver)
        case {"failed": int(ver), "code": str(code)} if ver >= 0 and not isinstance(ver, bool):
            return NotShown(ver, code)
        case {"pressed": str(button), "press": str(press)} if button and press in PRESSES:
            return Pressed(button, press)
        case {"vitals": dict(vitals)}:
            return _vitals(vitals)
        case {"condition": str() | None as cause}:
            return Condition(cause)
    return Fault("garbage", "an object that is no answer")
