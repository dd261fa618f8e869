"""The door through which a simulation moves simulated devices: one JSON line asks, one answers, over loopback TCP.

`{"device":"scan-02","do":"scan","text":"4006381333931"}` is answered `{"ok":true}` with what is seen beside it, or
`{"ok":false,"reason":"…"}`; `{"do":"list"}` gives the devices with their classes and deeds.
"""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self

from device_drivers.json_lines import LINE_BYTES_MAX, LineReader, line
from device_drivers.simulated.simulator import Facts, Simulator, UnknownDeedError


class Bench:
    """The simulated devices of one gateway, by id."""

    def __init__(self) -> None:
        self._simulators: dict[str, Simulator] = {}

    def get(self, device: str, make: Callable[[], Simulator]) -> Simulator:
        """Give the simulator of a device; it outlives the connections to it, as a real device does."""
        if device not in self._simulators:
            self._simulators[device] = make()
        return self._simulators[device]

    def do(self, device: str, deed: str, facts: Facts) -> dict[str, object]:
        """Do something to a device; raise UnknownDeedError."""
        if device not in self._simulators:
            raise UnknownDeedError(f"no simulated device {device!r}")
        return self._simulators[device].do(deed, facts)

    def listing(self) -> dict[str, object]:
        """Tell what there is."""
        return {
            name: {"class": type(each).__name__, "deeds": sorted([*each.deeds(), "plug", "unplug"])}
            for name, each in self._simulators.items()
        }

    def answer(self, asked: dict[str, object]) -> dict[str, object]:
        """Answer one line."""
        try:
            match asked:
                case {"do": "list"}:
                    return {"ok": True, "devices": self.listing()}
                case {"do": str(deed), "device": str(device)}:
                    facts = {key: value for key, value in asked.items() if key not in ("do", "device")}
                    return {"ok": True, **self.do(device, deed, facts)}
        except UnknownDeedError as error:
            return {"ok": False, "reason": str(error)}
        return {"ok": False, "reason": "a line is an object with device and do"}


@contextmanager
def control_door(bench: Bench, port: int) -> Iterator[int]:
    """Open the door on loopback (port 0 takes a free one) and give its port; the block's end closes it."""

    class Visit(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            lines = LineReader()
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with suppress(ConnectionError):  # a visitor may leave without a word
                while data := self.request.recv(LINE_BYTES_MAX):
                    for asked in lines.feed(data):
                        self.request.sendall(line(bench.answer(asked or {})))

    class Door(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Door(("127.0.0.1", port), Visit) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.2}, name="control door")
        thread.start()
        try:
            yield int(door.server_address[1])
        finally:
            door.shutdown()
            thread.join()


class Visitor:
    """The other side of the door: `with Visitor(port) as bench: bench.do("scan-02", "scan", text="…")`."""

    def __init__(self, port: int, *, seconds_max: float = 5) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=seconds_max)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = LineReader()

    def do(self, device: str, deed: str, /, **facts: object) -> dict[str, object]:
        """Do something and give what is seen; raise UnknownDeedError with the gateway's reason."""
        self._socket.sendall(line({**facts, "device": device, "do": deed}))
        while data := self._socket.recv(LINE_BYTES_MAX):
            for answer in self._lines.feed(data):
                if answer and answer.pop("ok", False):
                    return answer
                raise UnknownDeedError(str((answer or {}).get("reason")))
        raise ConnectionError("the door was closed")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
