"""Durable scans a second in one process, at 10, 1,000 and 10,000 open lines, against one bare committed row."""

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from busy_floor import GTIN, BusyFloor
from machine import machine, percentile, row
from sqlalchemy import insert

from picking.foundation.actor import system
from picking.foundation.ids import TimeOrderedIds
from picking.foundation.records import OnceAnswer
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

SCANS = 1000
LEVELS = tuple(int(level) for level in sys.argv[1:]) or (10, 1_000, 10_000)


def measured(scan: Callable[[], object], count: int = SCANS) -> list[float]:
    """Give the seconds of each of so many calls."""
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        scan()
        seconds.append(time.perf_counter() - began)
    return seconds


def bare_floor(busy: BusyFloor) -> Callable[[], object]:
    """The same way with no domain: one transaction, one row on the disk, an answer."""
    ids = TimeOrderedIds()

    def keep(work: UnitOfWork) -> Json:
        work.session.execute(insert(OnceAnswer).values(id=ids.new(), answer={"done": True}, at=work.now))
        return {"done": True}

    return lambda: busy.floor.transactions.run(system("s1"), keep)


def main() -> None:
    """Print p50, p99 and rate for each level, the ratio to the bare floor, and the growth over the levels."""
    print(machine())
    p50: dict[int, float] = {}
    for level in LEVELS:
        with tempfile.TemporaryDirectory() as folder:
            busy = BusyFloor(Path(folder), level)
            bare, scans = [], []
            for _ in range(10):  # in turns, so that both see the same disk
                bare += measured(bare_floor(busy), SCANS // 10)
                scans += measured(lambda: busy.scan("p0", GTIN), SCANS // 10)  # noqa: B023 - called at once
            print(row(f"bare committed row, {level} open lines", bare))
            print(row(f"item scan through the door, {level} open lines", scans))
            p50[level] = percentile(scans, 0.5)
            print(f"  ratio of p50: {p50[level] / percentile(bare, 0.5):.2f}")
            busy.floor.engine.dispose()
    for small, large in itertools.pairwise(LEVELS):
        print(f"growth of p50 from {small} to {large} open lines: {p50[large] / p50[small]:.2f}")
    print(f"growth of p50 from {LEVELS[0]} to {LEVELS[-1]} open lines: {p50[LEVELS[-1]] / p50[LEVELS[0]]:.2f}")


if __name__ == "__main__":
    main()
