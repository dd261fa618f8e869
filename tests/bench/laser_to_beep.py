"""From the first byte of a laser's code on a serial line to the byte of the tone on the same line, one after another.

Run it as `python tests/bench/laser_to_beep.py [SCANS]`. Between lie driver, spool, broker, books and the way back. The
bare floor is the same way over the same broker with nothing but two clients: one publishes, the other publishes an
answer, the first has it. Aim: half of all within 100 ms, for more is felt as waiting.
"""

import os
import sys
import threading
import time
import tty
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from ear import PATIENCE_SECONDS, ear
from figures import Figures, percentile, row
from gateway_store import GatewayStore, gateway_store, is_ready
from machine import machine
from paces import measured
from paho.mqtt.client import Client

from device_drivers.simulated.scanner import TONE_SETTINGS, TONES
from gateway.contract import GATEWAY_STATE

SCANS, WARM_UP = 150, 10
P50_MS_MAX = 100.0


class Pistol:
    """The scanner's end of a serial line."""

    def __init__(self) -> None:
        self._ours, theirs = os.openpty()
        tty.setraw(theirs)
        settings = "".join(f'{key} = "\\u{ord(value):04x}"\n' for key, value in TONE_SETTINGS.items())
        head = f'[devices.scan-0]\nkind = "scanner.framed"\nport = "{os.ttyname(theirs)}"\n'
        self.line = f"{head}[devices.scan-0.settings]\n{settings}"
        self._theirs, self._count = theirs, 0

    def scan(self) -> None:
        """Send a code and wait for the tone."""
        self._count += 1
        os.write(self._ours, b"B:none-%06d\r\n" % self._count)
        while not set(os.read(self._ours, 64)) & set(TONES):
            pass


def ping(port: int, count: int) -> list[float]:
    """Give the seconds of each round over the broker between two bare clients."""
    answered = threading.Event()
    answer = lambda client, _, payload: client.publish("bare/down", payload, 1)  # noqa: E731 - one line is enough
    with (
        ear(port, "bare-service", ["bare/up"], answer),
        ear(port, "bare-gateway", ["bare/down"], lambda *_: answered.set()) as mouth,
    ):

        def once() -> None:
            answered.clear()
            mouth.publish("bare/up", b"x" * 250, 1)
            assert answered.wait(PATIENCE_SECONDS)

        return measured(once, count)


def wait_until_ready(store: GatewayStore) -> None:
    """Wait until the gateway has its devices and the service knows them."""
    ready = threading.Event()

    def heard(_: Client, topic: str, payload: bytes) -> None:
        if is_ready(topic, payload):
            ready.set()

    with ear(store.mqtt, "bench", [GATEWAY_STATE.filter(store="s1", gateway="gw1")], heard):
        assert ready.wait(PATIENCE_SECONDS)
    time.sleep(1)  # the service hears the same


def main(count: int) -> None:
    """Print both ways and their ratio."""
    print(f"laser to beep: {machine()}")
    pistol, figures = Pistol(), Figures()
    with gateway_store(1, pistol.line) as store:
        wait_until_ready(store)
        measured(pistol.scan, WARM_UP)
        seconds = measured(pistol.scan, count)
        floor = ping(store.mqtt, count)
    print(row("bare floor, up and down", floor))
    print(row("laser byte to beep byte", seconds))
    print(f"  against the bare floor: {percentile(seconds, 0.5) / percentile(floor, 0.5):.1f} times")
    figures.at_most("p50", percentile(seconds, 0.5), P50_MS_MAX, "ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SCANS)
