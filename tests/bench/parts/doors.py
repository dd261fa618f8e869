"""The clients: handhelds that scan over HTTP, and scanners over MQTT whose handhelds hear the push."""

import itertools
import json
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import uuid_utils
import websocket
from busy_floor import GTIN
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from served import Served

from gateway.contract import EVENT, Report, encode
from gateway.contract.reports import Scan

STORE, GATEWAY, NAMESPACE = "s1", "gw1", "/handheld"
PATIENCE_SECONDS = 20


class Door(Protocol):
    """A way to scan: `scan` sends one and gives its id, `pump` waits a little and gives the ids that were answered."""

    def scan(self) -> str:
        """Send a scan of the next picker and give its id."""
        ...

    def pump(self, seconds: float) -> list[str]:
        """Wait at most so long for answers; give the ids of those that came."""
        ...


class HttpDoor:
    """A kept connection for each picker, used in turn; a picker waits for the answer before the next scan."""

    def __init__(self, server: Served, pickers: Sequence[str]) -> None:
        self._selector = selectors.DefaultSelector()
        self._idle: deque[tuple[socket.socket, str]] = deque()
        self._waiting: dict[socket.socket, tuple[str, str, bytes]] = {}
        for person in pickers:
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(connection, selectors.EVENT_READ)
            head = f"POST /api/v1/handheld/scans HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            head += f"Cookie: {server.cookie(person)}\r\nContent-Type: application/json\r\n"
            self._idle.append((connection, head))
        self._answered: list[str] = []

    def scan(self) -> str:
        """Send a scan of a picker who is free, waiting for one if all are busy."""
        while not self._idle:
            self._answered += self._read(PATIENCE_SECONDS)
        connection, head = self._idle.popleft()
        key = str(uuid_utils.uuid7())
        body = json.dumps({"id": key, "text": GTIN})
        self._waiting[connection] = (key, head, b"")
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        return key

    def pump(self, seconds: float) -> list[str]:
        """Wait for answers."""
        answered, self._answered = self._answered, []
        return answered or self._read(seconds)

    def close(self) -> None:
        """Hang up."""
        for connection, _ in self._idle:
            connection.close()
        self._selector.close()

    def _read(self, seconds: float) -> list[str]:
        answered = []
        for ready, _ in self._selector.select(seconds):
            connection = ready.fileobj
            assert isinstance(connection, socket.socket)
            key, head, so_far = self._waiting[connection]
            so_far += connection.recv(65536)
            if _is_whole(so_far):
                assert b'"outcome":"done"' in so_far.replace(b" ", b""), so_far
                del self._waiting[connection]
                self._idle.append((connection, head))
                answered.append(key)
            else:
                self._waiting[connection] = (key, head, so_far)
        return answered


def _is_whole(response: bytes) -> bool:
    head, end, body = response.partition(b"\r\n\r\n")
    if not end:
        return False
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    return len(body) >= int(length)


class MqttDoor:
    """Scanners that publish over the broker, and every person's handheld on a websocket of its own."""

    def __init__(self, server: Served, mqtt_port: int, pickers: Sequence[str], people: Sequence[str]) -> None:
        self._pickers = itertools.cycle(pickers)
        self._seq = itertools.count(1)
        self._boot = int(time.time())
        self._selector = selectors.DefaultSelector()
        self._sockets = [_handheld(server, person) for person in people]
        for each in self._sockets:
            self._selector.register(each.sock, selectors.EVENT_READ, each)
        self._mqtt = _connected(mqtt_port)

    def scan(self) -> str:
        """Publish a scan of the next picker's scanner."""
        key, device = str(uuid_utils.uuid7()), next(self._pickers)
        report = Report(
            id=key, src=f"{GATEWAY}/{device}", boot=self._boot, seq=next(self._seq), ts=datetime.now(UTC),
            mono=int(time.monotonic() * 1000), data=Scan(GTIN, None),
        )  # fmt: skip
        topic = EVENT.topic(store=STORE, gateway=GATEWAY, device=device, type="scan")
        self._mqtt.publish(topic, encode(report), 1)
        return key

    def pump(self, seconds: float) -> list[str]:
        """Wait for pushes of answers."""
        found = (self._hear(ready.data) for ready, _ in self._selector.select(seconds))
        return [key for key in found if key is not None]

    def close(self) -> None:
        """Hang up."""
        self._mqtt.disconnect()
        self._mqtt.loop_stop()
        self._mqtt.reinitialise()  # loop_stop leaves the pair of sockets open that wakes its thread
        self._selector.close()
        for each in self._sockets:
            each.close(timeout=1)

    def _hear(self, handheld: websocket.WebSocket) -> str | None:
        text = handheld.recv()
        if text == "2":
            handheld.send("3")
        if not text.startswith(f"42{NAMESPACE},"):
            return None
        name, push = json.loads(text.partition(",")[2])
        if name != "screen" or "request" not in push["body"]:
            return None
        assert push["body"]["answer"]["outcome"] == "done", push
        return str(push["body"]["request"])


def _handheld(server: Served, person: str) -> websocket.WebSocket:
    """Open a websocket and enter the handhelds' namespace (Engine.IO 4, Socket.IO 5)."""
    url = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    opened = websocket.create_connection(
        url,
        timeout=PATIENCE_SECONDS,
        cookie=server.cookie(person),
        sockopt=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)],
    )
    opened.recv()
    opened.send(f"40{NAMESPACE}," + json.dumps({"person": person}))
    while not (text := opened.recv()).startswith("40"):
        assert not text.startswith("44"), text
    return opened


def _connected(port: int) -> Client:
    client, there = Client(CallbackAPIVersion.VERSION2, client_id=f"{GATEWAY}-{time.monotonic_ns()}"), threading.Event()
    client.max_inflight_messages_set(20)
    client.on_socket_open = lambda _, __, sock: sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.on_connect = lambda *_: there.set()
    client.connect("127.0.0.1", port)
    client.loop_start()
    assert there.wait(PATIENCE_SECONDS)
    return client
