"""Which transport a port's name asks for: `/dev/…`, `socket://…`, `tcp://…`, `http://…`, `simulated`.

A serial port is best named by its id (`/dev/serial/by-id/…`), which stays when the plug moves; a `*` may stand for
what differs from one adapter to the next of its kind, as long as only one is plugged in.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from device_drivers.driver import SettingError, Settings, refuse_unknown
from device_drivers.simulated.simulator import Simulator
from device_drivers.transports.character_device import CharacterDevice, InputDevice
from device_drivers.transports.http_line import HttpLine
from device_drivers.transports.loopback import Loopback
from device_drivers.transports.serial_line import SerialLine
from device_drivers.transports.tcp import TcpLine
from device_drivers.transports.transport import Transport

SIMULATED = "simulated"
FORMS = ("/dev/…", "socket://host:port", "tcp://host:port", "http://host:port", SIMULATED)


def transport_for(port: str, line: Settings, simulator: Callable[[], Simulator]) -> Transport:
    """Make the transport of a port, not yet opened; raise SettingError. `simulator` is asked for only when needed."""
    if port == SIMULATED:
        refuse_unknown(line, [])
        return Loopback(simulator())
    if port.startswith("tcp://"):
        refuse_unknown(line, [])
        return TcpLine(*_address(port))
    if port.startswith("http://"):
        refuse_unknown(line, [])
        return HttpLine(*_address(port))
    if port.startswith("/dev/usb/"):
        refuse_unknown(line, [])
        return CharacterDevice(port)
    if port.startswith("/dev/input/"):
        refuse_unknown(line, [])
        return InputDevice(port)
    if port.startswith(("/dev/", "socket://")):
        refuse_unknown(line, ["baud", "format", "flow"])
        return SerialLine(port, line)
    raise SettingError("port", f"{port!r} is none of {', '.join(FORMS)}")


def _address(port: str) -> tuple[str, int]:
    try:
        parts = urlsplit(port)
        host, number = parts.hostname, parts.port
    except ValueError as error:
        raise SettingError("port", f"{port!r}: {error}") from error
    if not host or not number:
        raise SettingError("port", f"{port!r}: host and port are wanted, as in tcp://10.0.0.7:9100")
    return host, number
