"""Recordings: what went over a device's line, when, and what its driver made of it; one JSON object a line.

The first line is the head: `{"recording":1,"kind":"scale.mettler-8217","settings":{},"source":"…"}`. Each other line
is one call of the driver, in the order of the calls: `{"t":0.25,"feed":"0230312e3235300d","gives":[…]}` for bytes of
the device (hexadecimal), `{"t":…,"do":"print","gives":[…]}` for an instruction of `trials`, `{"t":…,"tick":true,…}`
for time alone (left out where nothing came of it). `gives` are the reports, `{"Weighed":{"weight":"1.250",…}}`; the
bytes of an instruction are not among them, for they may depend on the fonts of the machine.
"""

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from device_drivers.driver import Driver, Settings
from device_drivers.messages import CannotDoError, Instruction, Of, Report, Send, To
from device_drivers.trials import TRIALS

VERSION = 1
SEND_BYTES_MAX, BEGINNING_BYTES = 256, 24
Entry = Mapping[str, object]
Write = Callable[[str], object]
Feed = Callable[[bytes, float], Sequence[Report]]


class RecordingError(ValueError):
    """A file that is no recording; says why."""


def tree(report: Report) -> dict[str, object]:
    """Write a report as plain values; of a long Send its beginning, for drawings depend on the machine's fonts."""
    if isinstance(report, Send) and len(report.data) > SEND_BYTES_MAX:
        return {"Send": {"begins": report.data[:BEGINNING_BYTES].hex()}}
    if isinstance(report, Of):
        return {"Of": report.device, **tree(report.report)}
    return {type(report).__name__: _plain(dataclasses.asdict(report))}


def head(kind: str, settings: Settings, source: str) -> str:
    """Give the first line of a recording."""
    return _line({"recording": VERSION, "kind": kind, "settings": dict(settings), "source": source})


class Recorded:
    """A driver that writes down each of its calls; to the gateway it is the driver itself."""

    def __init__(self, driver: Driver, write: Write, began: float) -> None:
        self._driver, self._write, self._began = driver, write, began

    def feed(self, data: bytes, now: float) -> Sequence[Report]:
        """Pass on bytes of the device."""
        reports = self._driver.feed(data, now)
        self._note(now, {"feed": data.hex()}, reports)
        return reports

    def command(self, instruction: Instruction, now: float) -> bytes:
        """Pass on an instruction; only trials can be written down."""
        told = instruction.instruction if isinstance(instruction, To) else instruction
        name = next((name for name, trial in TRIALS.items() if trial == told), None)
        if name is None:
            raise CannotDoError("unsupported", "a recording takes only the instructions of trials")
        data = self._driver.command(instruction, now)
        whom = {"to": instruction.device} if isinstance(instruction, To) else {}
        self._note(now, {"do": name, **whom}, [])
        return data

    def tick(self, now: float) -> Sequence[Report]:
        """Pass on the time."""
        reports = self._driver.tick(now)
        if reports:
            self._note(now, {"tick": True}, reports)
        return reports

    def _note(self, now: float, call: Entry, reports: Sequence[Report]) -> None:
        self._write(_line({"t": round(now - self._began, 9), **call, "gives": [tree(each) for each in reports]}))


@dataclasses.dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was read."""

    kind: str
    settings: Settings
    source: str
    entries: tuple[Entry, ...]

    def heard(self) -> bytes:
        """Give all bytes of the device."""
        return b"".join(bytes.fromhex(str(entry["feed"])) for entry in self.entries if "feed" in entry)

    def replay(self, driver: Driver, feed: Feed | None = None) -> Iterator[tuple[Entry, Sequence[Report]]]:
        """Repeat each call on a new driver; give the entry and what the driver makes of it now.

        `feed` stands in for the driver's own: to hand it the same bytes in other pieces.
        """
        for entry in self.entries:
            yield entry, _call(driver, feed or driver.feed, entry)


def read(path: Path) -> Recording:
    """Read a recording; raise RecordingError."""
    try:
        first, *rest = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        if first["recording"] != VERSION:
            raise RecordingError(f"{path}: version {first['recording']} is not {VERSION}")
        return Recording(first["kind"], first["settings"], first["source"], tuple(rest))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordingError(f"{path}: {error!r}") from error


def _call(driver: Driver, feed: Feed, entry: Entry) -> Sequence[Report]:
    now = float(str(entry["t"]))
    if "feed" in entry:
        return feed(bytes.fromhex(str(entry["feed"])), now)
    if "do" in entry:
        trial = TRIALS[str(entry["do"])]
        driver.command(To(str(entry["to"]), trial) if "to" in entry else trial, now)
        return []
    return driver.tick(now)


def _line(entry: Entry) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, Decimal) else value
