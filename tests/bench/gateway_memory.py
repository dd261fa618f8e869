"""Memory of a gateway with 200 devices and a spool full to its bound, against one with no device and nothing spooled.

Run it as `python tests/bench/gateway_memory.py [DEVICES]`. The service is away; the broker takes the window of reports.
Aims: 150 MB, and at rest less than a tenth of one core.
"""

import os
import resource
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from figures import Figures
from gateway_store import gateway_store
from machine import machine

from gateway.contract import EVENT
from gateway.disk import Disk
from gateway.spool import Bounds

DEVICES, SETTLE_SECONDS, REST_SECONDS = 200, 5, 5
MEMORY_MB_MAX, CORE_SHARE_MAX = 150.0, 0.1
KINDS = ("scanner.framed", "scale.mettler-8217", "printer.escpos", "shelf-label.reference")
FILL = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO reports SELECT 1, n + ?, ?, ?, ? FROM numbers
"""


def fill(folder: Path, bounds: Bounds) -> None:
    """Fill the spool with reports of an earlier boot."""
    Disk(folder, 1).close()
    topic = EVENT.topic(store="s1", gateway="gw1", device="scan-0", type="scan")
    with sqlite3.connect(folder / "gateway.sqlite") as books:
        books.execute(FILL, (bounds.facts_max, 0, "fact", topic, b"x" * 260))
        books.execute(FILL, (bounds.telemetry_max, bounds.facts_max, "telemetry", topic, b"x" * 260))
    books.close()


def memory_and_work(devices: int, *, full: bool) -> tuple[float, float]:
    """Give megabytes, and the share of a core at rest, of a gateway with so many devices."""
    kinds = [(f"dev-{number}", KINDS[number % len(KINDS)]) for number in range(devices)]
    lines = "".join(f'[devices.{name}]\nkind = "{kind}"\nport = "simulated"\n' for name, kind in kinds)
    with gateway_store(0, lines, with_service=False) as store:
        gateway = store.programs[-1]
        gateway.stop()
        if full:
            fill(store.folder / "gateway", Bounds())
        gateway.start()
        time.sleep(SETTLE_SECONDS)
        before = _seconds_of(gateway.pid)
        time.sleep(REST_SECONDS)
        return _megabytes_of(gateway.pid), (_seconds_of(gateway.pid) - before) / REST_SECONDS


def _megabytes_of(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _seconds_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(devices: int) -> None:
    """Print both and what is aimed at."""
    print(f"gateway memory: {machine()}")
    bounds, figures = Bounds(), Figures()
    bare, _ = memory_and_work(0, full=False)
    full, share = memory_and_work(devices, full=True)
    print(f"bare floor, no device, empty spool: {bare:.0f} MB")
    print(f"{devices} devices, {bounds.facts_max + bounds.telemetry_max:,} reports spooled: {full:.0f} MB")
    print(f"  against the bare floor: {full / bare:.1f} times")
    figures.at_most("memory", full, MEMORY_MB_MAX, "MB")
    figures.at_most("of one core at rest", share, CORE_SHARE_MAX, "cores")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DEVICES)
