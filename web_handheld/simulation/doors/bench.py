"""The simulated devices behind the gateway: what a hand does to a scanner, a scale, a printer.

One JSON line asks, one answers, over loopback TCP; the form is the gateway's own (`{"device":…,"do":…}`).
"""

import json
import socket
import threading
from typing import Any

LINE_BYTES_MAX = 1_000_000
ANSWER_SECONDS_MAX = 5


class DeviceError(RuntimeError):
    """The device is not there, or this cannot be done to it."""


class Bench:
    """All simulated devices of one gateway; safe to share between players."""

    def __init__(self, port: int) -> None:
        self._lock = threading.Lock()
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS_MAX)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = self._socket.makefile("rb")

    def do(self, device: str, deed: str, **facts: Any) -> dict[str, Any]:
        """Do something to a device and give what is seen; raises DeviceError with the reason."""
        with self._lock:
            self._socket.sendall(json.dumps({**facts, "device": device, "do": deed}).encode() + b"\n")
            answer: dict[str, Any] = json.loads(self._lines.readline(LINE_BYTES_MAX) or b'{"reason": "closed"}')
        if not answer.pop("ok", False):
            raise DeviceError(str(answer.get("reason")))
        return answer

    def scan(self, scanner: str, text: str, aim: str = "") -> None:
        """Pull the trigger on a code."""
        self.do(scanner, "scan", text=text, aim=aim)

    def weigh(self, scale: str, grams: int) -> None:
        """Put so much on a scale."""
        self.do(scale, "put", kg=f"{grams / 1000:.3f}")

    def labels(self, printer: str) -> list[list[str]]:
        """Take the labels that a printer has printed since the last time."""
        return list(self.do(printer, "read").get("labels", []))

    def papers(self, printer: str) -> list[str]:
        """Take the sheets that a receipt printer has printed since the last time."""
        return list(self.do(printer, "read").get("papers", []))

    def close(self) -> None:
        """Leave the bench."""
        self._lines.close()
        self._socket.close()
