"""Finds out what answers at a port: each driver that asks something asks, and is believed when it understands."""

import time
from collections.abc import Iterator, Sequence

from device_drivers.card import Line
from device_drivers.catalogue import Kind, kinds
from device_drivers.driver import Driver, Settings
from device_drivers.messages import Condition, Fault, Of, Report, Send, Weighed
from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.ports import transport_for
from device_drivers.transports.transport import Transport, TransportError

READ_SECONDS = 0.05
NAME = "probe"


def candidates(port: str) -> list[Kind]:
    """Give the kinds that may hang on such a port."""
    line = _line_of(port)
    return [kind for kind in kinds().values() if line in kind.driver.card.lines]


def probe(port: str, line: Settings, seconds: float) -> Iterator[str]:
    """Give the names of the kinds whose driver understands what comes from a port; raise TransportError.

    First all that only listen get the line for so many seconds, together, then each that asks, for as long. Where a
    weight was read, the rest is not asked.
    """
    found = candidates(port)
    listeners = [kind for kind in found if not _asks(_driver(kind))]
    for group in [listeners, *([kind] for kind in found if kind not in listeners)]:
        transport = transport_for(port, line, Simulator)
        transport.open()
        try:
            heard = {kind.name: Heard(_driver(kind)) for kind in group}
            _listen(list(heard.values()), transport, seconds)
        finally:
            transport.close()
        yield from (name for name, each in heard.items() if each.understands)
        if any(each.has_weight for each in heard.values()):
            return


class Heard:
    """A driver at the port, and what it made of the bytes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._reports: list[Report] = []
        self._has_heard = False

    @property
    def has_weight(self) -> bool:
        """Whether it read a weight, or why there is none: no other language looks like that."""
        return any(isinstance(report, Weighed) for report in self._reports)

    @property
    def understands(self) -> bool:
        """Whether it read a weight, or was answered without a fault."""
        bad = [each for each in self._reports if isinstance(each, Fault) or each == Condition("no-answer")]
        return self.has_weight or (self._has_heard and not bad)

    def take(self, data: bytes, transport: Transport) -> None:
        """Let the driver ask and hear."""
        now = time.monotonic()
        self._reports += _carried(self._driver.tick(now), transport)
        if data:
            self._has_heard = True
            self._reports += _carried(self._driver.feed(data, now), transport)


def _driver(kind: Kind) -> Driver:
    return kind.make({NAME: kind.simulator_settings})


def _asks(driver: Driver) -> bool:
    return any(isinstance(report, Send) for report in driver.tick(time.monotonic()))


def _listen(heard: Sequence[Heard], transport: Transport, seconds: float) -> None:
    end, data = time.monotonic() + seconds, b""
    while time.monotonic() < end and not any(each.has_weight for each in heard):
        for each in heard:
            each.take(data, transport)
        data = _read(transport)


def _carried(reports: Sequence[Report], transport: Transport) -> list[Report]:
    found = []
    for report in reports:
        if isinstance(report, Send):
            transport.write(report.data)
        else:
            found.append(report.report if isinstance(report, Of) else report)
    return found


def _read(transport: Transport) -> bytes:
    try:
        return transport.read(READ_SECONDS)
    except TransportError:  # it was pulled, or had enough of us
        return b""


def _line_of(port: str) -> Line:
    for beginning, line in (
        ("http://", Line.HTTP),
        ("tcp://", Line.TCP),
        ("/dev/usb/", Line.USB_PRINTER),
        ("/dev/input/", Line.KEYBOARD),
    ):
        if port.startswith(beginning):
            return line
    return Line.SERIAL
