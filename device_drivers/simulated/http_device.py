"""The base of simulated devices that speak HTTP: a whole request is taken, one answer is given."""

import re
from dataclasses import dataclass

from device_drivers.simulated.simulator import Simulator

_LENGTH = re.compile(rb"(?i)\r\nContent-Length: (\d+)\r\n")


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    method: str
    path: str
    body: bytes


class HttpDevice(Simulator):
    """A kind says what it answers."""

    def __init__(self) -> None:
        super().__init__()
        self._in = bytearray()

    def answer(self, asked: Asked) -> tuple[int, bytes]:
        """Give status and body."""
        raise NotImplementedError

    def connected(self) -> None:
        """A new connection begins with a new request."""
        self._in.clear()

    def heard(self, data: bytes) -> None:
        """Take requests, and answer each when it is whole."""
        self._in += data
        while (end := self._in.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._in[: end + 2])
            length = _LENGTH.search(head)
            size = end + 4 + (int(length[1]) if length else 0)
            if len(self._in) < size:
                return
            method, path, _ = head.split(b"\r\n")[0].decode("latin-1").split(" ")
            body = bytes(self._in[end + 4 : size])
            del self._in[:size]
            status, content = self.answer(Asked(method, path, body))
            first = f"HTTP/1.1 {status} -\r\nConnection: close\r\nContent-Length: {len(content)}\r\n\r\n"
            self.say(first.encode() + content)
