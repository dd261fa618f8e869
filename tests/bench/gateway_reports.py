"""Reports a second from a scanner's line to the acknowledgement that lets the spool forget, against bare MQTT.

Run it as `python tests/bench/gateway_reports.py [REPORTS]`. The bare floor is one paho client that publishes as many
messages of the same size with QoS 1 over the same Mosquitto to another. Between stands the gateway alone, with a
listener that acknowledges at once: spool and broker without books. Aim: 50 a second through everything, ten times what
a store makes at its peak.
"""

import socket
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from ear import PATIENCE_SECONDS, ear
from figures import Figures
from gateway_store import GatewayStore, acknowledged, gateway_store, is_ready
from machine import machine
from paho.mqtt.client import Client

from gateway.contract import EVACK, EVENT, GATEWAY_STATE, Report, decode, encode
from gateway.contract.states import EvAck

REPORTS, BARE_TIMES, ACKNOWLEDGED_TOGETHER = 600, 5, 50
RATE_MIN = 50.0
IDS = {"store": "s1", "gateway": "gw1"}
WAIT_SECONDS = 120


class Laser:
    """A scanner on a serial server: everything it has read comes at once."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.line = (
            f'[devices.scan-0]\nkind = "scanner.framed"\nport = "socket://127.0.0.1:{self._door.getsockname()[1]}"\n'
        )

    def read_all(self, count: int) -> None:
        """Send so many codes."""
        peer, _ = self._door.accept()
        self._peer = peer
        peer.sendall(b"".join(b"B:none-%06d\r\n" % number for number in range(count)))


def through(store: GatewayStore, laser: Laser, count: int, *, acknowledges: bool) -> tuple[float, int]:
    """Give the seconds from the first byte to the last acknowledgement, and a report's size."""
    ready, done, sizes = threading.Event(), threading.Event(), [0]

    def heard(client: Client, topic: str, payload: bytes) -> None:
        _, message = decode(topic, payload)
        if is_ready(topic, payload):
            ready.set()
        elif acknowledged(topic, payload) >= count:
            done.set()
        elif isinstance(message, Report):
            sizes.append(len(payload))
        if acknowledges and isinstance(message, Report) and message.seq % ACKNOWLEDGED_TOGETHER == 0:
            client.publish(EVACK.topic(**IDS), encode(EvAck(message.boot, message.seq)), 1)

    filters = [GATEWAY_STATE.filter(**IDS), EVENT.filter(**IDS), EVACK.filter(**IDS)]
    with ear(store.mqtt, "bench", filters, heard):
        assert ready.wait(PATIENCE_SECONDS)
        began = time.perf_counter()
        laser.read_all(count)
        assert done.wait(WAIT_SECONDS), store.folder
        return time.perf_counter() - began, max(sizes)


def bare(port: int, count: int, size: int) -> float:
    """Give the seconds until another client has heard as many messages."""
    done, numbers = threading.Event(), iter(range(1, count + 1))

    def heard(_: Client, __: str, ___: bytes) -> None:
        if next(numbers) == count:
            done.set()

    with ear(port, "bare-ear", ["bare"], heard), ear(port, "bare-mouth", ["none"], lambda *_: None) as mouth:
        began = time.perf_counter()
        for _ in range(count):
            mouth.publish("bare", b"x" * size, 1)
        assert done.wait(WAIT_SECONDS)
        return time.perf_counter() - began


def main(count: int) -> None:
    """Print the three rates and their ratios."""
    print(f"gateway reports: {machine()}")
    laser = Laser()
    with gateway_store(1, laser.line, with_service=False) as store:
        seconds, size = through(store, laser, count * BARE_TIMES, acknowledges=True)
        alone = count * BARE_TIMES / seconds
        floor = count * BARE_TIMES / bare(store.mqtt, count * BARE_TIMES, size)
    laser = Laser()
    with gateway_store(1, laser.line) as store:
        whole = count / through(store, laser, count, acknowledges=False)[0]
    print(f"bare floor, publish and subscribe, {size} bytes: {floor:.0f}/s")
    print(f"spool, broker, acknowledged at once: {alone:.0f}/s, {floor / alone:.1f} times slower than the bare floor")
    print(f"spool, broker, books, acknowledged: {whole:.0f}/s, {floor / whole:.1f} times slower than the bare floor")
    Figures().at_least("through everything", whole, RATE_MIN, "reports/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPORTS)
