"""What is plugged into this machine: serial ports by their ids, USB printers, keyboards that may be scanners."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports
from serial.tools.list_ports_common import ListPortInfo

DEV = Path("/dev")


@dataclass(frozen=True, slots=True)
class Plugged:
    """A port with the name that stays, and what its device calls itself."""

    port: str
    what: str


def plugged_in(dev: Path = DEV) -> list[Plugged]:
    """List the ports; a serial port that has an id is named by it, for its number changes with the plug."""
    ids = {path.resolve(): str(path) for path in sorted(dev.glob("serial/by-id/*"))}
    found = [Plugged(ids.pop(Path(each.device).resolve(), each.device), _words(each)) for each in list_ports.comports()]
    found += [Plugged(name, "serial port") for name in ids.values()]
    found += [Plugged(str(path), "USB printer") for path in sorted(dev.glob("usb/lp*"))]
    return [*found, *_keyboards(dev)]


def _keyboards(dev: Path) -> Iterator[Plugged]:
    for path in sorted(dev.glob("input/by-id/*-event-kbd")):
        yield Plugged(str(path), "keyboard, or a scanner that plays one")


def _words(port: ListPortInfo) -> str:
    words = [port.manufacturer, port.product, port.serial_number]
    return " ".join(str(word) for word in words if word) or str(port.description)
