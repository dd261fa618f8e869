"""Puts noise into a driver: what it reads, how many faults it tells, and whether the gateway counts them all."""

import random
from dataclasses import dataclass

from conformance.kit import is_reading, started, unwrapped

from device_drivers.messages import Fault
from device_drivers.transports.transport import TransportError
from gateway.device_line import DeviceLine
from gateway.inbox import DeviceSaid, LineDown, new_inbox

CHUNK_BYTES_MAX, CHUNK_SECONDS = 200, 0.02  # noise without pauses, at some 100,000 baud
WAIT_SECONDS_MAX = 60


@dataclass
class Heard:
    """What came of noise."""

    size: int = 0
    faults: int = 0
    readings: int = 0


def listen(kind, size, seed=1):
    """Put so many random bytes into a driver that waits for answers; time moves with them."""
    dice, driver, now, heard = random.Random(seed), started(kind), 1.0, Heard()  # noqa: S311 - noise is no secret
    while heard.size < size:
        data = dice.randbytes(min(dice.randint(1, CHUNK_BYTES_MAX), size - heard.size))
        now += CHUNK_SECONDS
        reports = [unwrapped(report) for report in [*driver.feed(data, now), *driver.tick(now)]]
        heard.size += len(data)
        heard.faults += sum(report.count for report in reports if isinstance(report, Fault))
        heard.readings += sum(map(is_reading, reports))
    return heard


class NoisyLine:
    """A transport that brings noise, and is pulled out then."""

    def __init__(self, size, seed) -> None:
        self._left, self._dice = size, random.Random(seed)  # noqa: S311 - as above

    def open(self) -> None:
        """Open, as long as there is noise."""
        if not self._left:
            raise TransportError("unplugged")

    def read(self, seconds):  # noqa: ARG002 - noise does not wait
        """Bring some noise."""
        if not self._left:
            raise TransportError("unplugged")
        size = min(self._dice.randint(1, CHUNK_BYTES_MAX), self._left)
        self._left -= size
        return self._dice.randbytes(size)

    def write(self, data):
        """Take what the driver says."""

    def close(self):
        """Close."""


class Counting:
    """A driver that counts the faults it tells."""

    def __init__(self, driver) -> None:
        self._driver, self.faults = driver, 0

    def feed(self, data, now):
        """Pass on and count."""
        reports = self._driver.feed(data, now)
        self.faults += sum(report.count for report in reports if isinstance(report, Fault))
        return reports

    def tick(self, now):
        """Pass on and count."""
        reports = self._driver.tick(now)
        self.faults += sum(report.count for report in reports if isinstance(report, Fault))
        return reports


def counted(kind, size, seed=1):
    """Put noise into a driver at work; give the faults it told, and those that reached the gateway."""
    driver, noise, inbox, told = Counting(started(kind)), NoisyLine(size, seed), new_inbox(), 0
    line = DeviceLine("dev-1", lambda: driver, lambda: noise, inbox)
    line.start()
    while not isinstance(event := inbox.get(timeout=WAIT_SECONDS_MAX), LineDown):
        if isinstance(event, DeviceSaid) and isinstance(event.report, Fault):
            told += event.report.count
    line.stop()
    return driver.faults, told
