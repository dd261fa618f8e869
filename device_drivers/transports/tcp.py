"""A plain TCP connection to a device: network printers (port 9100), lights, labels."""

import select
import socket
from contextlib import suppress

from device_drivers.transports.transport import TransportError

READ_BYTES_MAX = 65_536
CONNECT_SECONDS_MAX = 5
WRITE_SECONDS_MAX = 10


class TcpLine:
    """The port is `tcp://host:port`."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect; small frames go out at once (TCP_NODELAY), a dead peer is noticed (keep-alive)."""
        try:
            line = socket.create_connection(self._address, timeout=CONNECT_SECONDS_MAX)
            line.settimeout(WRITE_SECONDS_MAX)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        except OSError as error:
            raise TransportError("refused", f"{self._address[0]}:{self._address[1]}: {error}") from error
        self._socket = line

    def read(self, seconds: float) -> bytes:
        """Wait for bytes; an orderly end by the device is a line that is gone."""
        line = self._opened()
        try:
            if not select.select([line], [], [], seconds)[0]:
                return b""
            data = line.recv(READ_BYTES_MAX)
        except (OSError, ValueError) as error:
            raise TransportError("unplugged", str(error)) from error
        if not data:
            raise TransportError("unplugged", "the device closed the connection")
        return data

    def write(self, data: bytes) -> None:
        """Write everything; that it was taken does not mean that it was done."""
        try:
            self._opened().sendall(data)
        except OSError as error:
            raise TransportError("unplugged", str(error)) from error

    def close(self) -> None:
        """Close the connection."""
        line, self._socket = self._socket, None
        if line is not None:
            with suppress(OSError):
                line.close()

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise TransportError("unplugged", "not connected")
        return self._socket
