"""The line to a device that speaks HTTP: a connection a request, and none between them."""

import time

from device_drivers.transports.tcp import TcpLine
from device_drivers.transports.transport import TransportError


class HttpLine:
    """The port is `http://host:port`; each write is one whole request, and what comes back is its answer."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._line: TcpLine | None = None
        self._is_open = False

    def open(self) -> None:
        """See whether somebody listens there."""
        probe = TcpLine(*self._address)
        probe.open()
        probe.close()
        self._is_open = True

    def read(self, seconds: float) -> bytes:
        """Wait for bytes of an answer; its end is no trouble, for the next request gets a connection of its own."""
        if not self._is_open:
            raise TransportError("unplugged", "the line is closed")
        line = self._line
        if line is None:
            time.sleep(seconds)
            return b""
        try:
            return line.read(seconds)
        except TransportError:
            if self._line is line:
                self._line = None
            line.close()
            return b""

    def write(self, data: bytes) -> None:
        """Connect and send a request; what is still to come of the last one is dropped with its connection."""
        old, line = self._line, TcpLine(*self._address)
        if old is not None:
            old.close()
        line.open()
        line.write(data)
        self._line = line

    def close(self) -> None:
        """End the present request."""
        self._is_open = False
        line, self._line = self._line, None
        if line is not None:
            line.close()
