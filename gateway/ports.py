"""The ports of this machine, for people: what is plugged in, and what answers there."""

from collections.abc import Iterator

from device_drivers.driver import SettingError
from device_drivers.transports.plugged_in import Plugged, plugged_in
from device_drivers.transports.transport import TransportError
from gateway.probing import probe


class PortError(Exception):
    """A port that cannot be asked; says why."""


def plugged() -> list[Plugged]:
    """List what is plugged in."""
    return plugged_in()


def probed(port: str, baud: int, seconds: float) -> Iterator[str]:
    """Give the kinds that understand a port; raise PortError."""
    line = {"baud": baud} if port.startswith(("/dev/", "socket://")) and not _is_file(port) else {}
    try:
        yield from probe(port, line, seconds)
    except (SettingError, TransportError) as error:
        raise PortError(str(error)) from error


def _is_file(port: str) -> bool:
    return port.startswith(("/dev/usb/", "/dev/input/"))
