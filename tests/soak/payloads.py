"""A hundred thousand malformed payloads over a real broker into a running service, which must stay as it was.

Run it as `python tests/soak/payloads.py [PAYLOADS] [SEED]`. What must be so: the service lives and still applies a good
scan, nothing else stands in the books, every payload was counted, and no more letters are kept than a store keeps.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "bench" / "parts"))

import requests
from ear import ear
from floor import STORE
from killed_store import KilledStore, until
from malformed import malformed

from picking.devices.model import DeadLetter, Device
from picking.foundation.records import Instruction, JournalRow, OnceAnswer
from web_handheld.floor.dead_letters import LETTERS_MAX

PAYLOADS, AT_ONCE, WAIT_SECONDS = 100_000, 2_000, 300
COUNTED = 'storefloor_reports_total{outcome="'


def counted(store: KilledStore) -> int:
    """Give how many garbled messages the service has counted."""
    words = requests.get(f"http://127.0.0.1:{store.http}/metrics", timeout=30).text.splitlines()
    return int(
        sum(
            float(line.split()[-1])
            for line in words
            if line.startswith("storefloor_reports_total{") and "garbled" in line
        )
    )


def sizes(store: KilledStore) -> list[int]:
    """Give how much stands in the books."""
    return [len(store.floor.all(kind)) for kind in (Device, Instruction, JournalRow, OnceAnswer)]


def main(payloads: int, seed: int) -> int:
    """Send all, and print what came of it; gives 1 if anything is wrong."""
    with tempfile.TemporaryDirectory(prefix="storefloor-payloads-") as name:
        store = KilledStore(Path(name), 0)
        store.programs = store.programs[:2]  # the bench is the gateway
        try:
            store.start()
            return _flood(store, payloads, seed)
        finally:
            store.stop()


def _flood(store: KilledStore, payloads: int, seed: int) -> int:
    time.sleep(3)  # the service takes its store
    before, began, sent = sizes(store), time.perf_counter(), 0
    with ear(store.mqtt, "mad", ["none"], lambda *_: None) as mouth:
        for topic, payload in malformed(seed, payloads, STORE, "gw9"):
            mouth.publish(topic, payload, 1)
            sent += 1
            if sent % AT_ONCE == 0 or sent == payloads:
                until(lambda sent=sent: counted(store) >= sent, WAIT_SECONDS)  # type: ignore[misc]  # bound now
    seconds, letters = time.perf_counter() - began, len(store.floor.all(DeadLetter))
    is_good = counted(store) == sent and sizes(store) == before and 0 < letters <= LETTERS_MAX
    print(
        f"{sent} payloads in {seconds:.0f} s, {counted(store)} counted, {letters} letters kept, "
        f"books before {before}, after {sizes(store)}: {'good' if is_good else 'WRONG'}"
    )
    return int(not is_good)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*numbers, *(PAYLOADS, 1)[len(numbers) :]]))
