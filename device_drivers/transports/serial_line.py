"""Serial ports by name or id, and serial servers by `socket://host:port`, through pyserial."""

from contextlib import suppress
from pathlib import Path
from termios import error as TermiosError  # noqa: N812 - its own name says nothing

import serial

from device_drivers.driver import Settings, choice_of, number_of
from device_drivers.transports.transport import TransportError

READ_BYTES_MAX = 4096
WRITE_SECONDS_MAX = 5
FLOWS = {"rts-cts": "rtscts", "dtr-dsr": "dsrdtr", "xon-xoff": "xonxoff"}  # our words, pyserial's
FORMATS = ("8N1", "7E1", "7O1", "8E1")


class SerialLine:
    """Settings: `baud`, `format` (8N1, 7E1 …), `flow` none|rts-cts|dtr-dsr|xon-xoff.

    The port is held exclusively: two readers halve each frame.
    """

    def __init__(self, port: str, settings: Settings) -> None:
        self._port = port
        self._baud = int(number_of(settings, "baud", 9600, 300, 921_600))
        self._format = choice_of(settings, "format", FORMATS)
        self._flow = choice_of(settings, "flow", ["none", *FLOWS])
        self._line: serial.SerialBase | None = None

    def open(self) -> None:
        """Open the port with its settings; it is looked for anew each time, for its number may have changed."""
        port = the_one(self._port)
        try:
            line = serial.serial_for_url(port, do_not_open=True, timeout=0, write_timeout=WRITE_SECONDS_MAX)
            line.baudrate, line.bytesize = self._baud, int(self._format[0])
            line.parity, line.stopbits = self._format[1], int(self._format[2])
            if flow := FLOWS.get(self._flow):
                setattr(line, flow, True)
            if "://" not in port:
                line.exclusive = True
            line.open()
        except (OSError, ValueError, TermiosError) as error:  # SerialException is an OSError
            raise TransportError("unplugged", f"{port}: {error}") from error
        self._line = line

    def read(self, seconds: float) -> bytes:
        """Wait for the first byte, then take what is there."""
        line = self._opened()
        try:
            line.timeout = seconds
            first = line.read(1)
            line.timeout = 0
            return bytes(first + line.read(READ_BYTES_MAX)) if first else b""
        except (OSError, TermiosError, TypeError) as error:  # pyserial: TypeError when closed in another thread
            raise TransportError("unplugged", str(error)) from error

    def write(self, data: bytes) -> None:
        """Write everything within five seconds."""
        try:
            self._opened().write(data)
        except (OSError, TermiosError) as error:
            raise TransportError("unplugged", str(error)) from error

    def close(self) -> None:
        """Close the port."""
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, TermiosError):
                line.close()

    def _opened(self) -> serial.SerialBase:
        if self._line is None:
            raise TransportError("unplugged", f"{self._port} is not open")
        return self._line


def the_one(port: str) -> str:
    """Give the port that a name with `*` means; raise TransportError where it is none or not the only one."""
    if "*" not in port:
        return port
    path = Path(port)
    found = sorted(path.parent.glob(path.name))
    if len(found) != 1:
        what = ", ".join(map(str, found)) or "none"
        raise TransportError("bad-port" if found else "unplugged", f"{port} is {what}")
    return str(found[0])
