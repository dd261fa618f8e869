"""Counts 300 bins over a ledger of half a million rows and of five million: lines a second, and whether it grows.

Run it as `python tests/bench/count_bins.py [ROWS]`; the second ledger is ten times as long. Each count is what the
handheld's button does, one durable transaction on SQLite with all that follows from it; every third bin has a
difference that is booked. Beside it: what a lead waits for a bin's last movements. Aim: at most 1.2 times slower.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from counted_store import BINS, CountedStore
from figures import Figures, percentile, row
from machine import machine

from picking.stock.queries import conservation_errors

ROWS_DEFAULT = 500_000
TIMES = 10
GROWTH_MAX = 1.2


def main(rows: int) -> int:
    """Count both stores in turns, so that both have the same machine, and print."""
    print(machine())
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="storefloor-count-") as folder:
        stores = [CountedStore(Path(folder) / f"{n}.db", n) for n in (rows, rows * TIMES)]
        counted, looked = _measure(stores)
        for store, counts, looks in zip(stores, counted, looked, strict=True):
            print(row(f"count a bin, {store.rows:,} rows", counts))
            print(row(f"last movements, {store.rows:,} rows", looks))
            assert store.lying() == BINS * 20 - BINS // 3
        few, many = (percentile(seconds, 0.5) for seconds in counted)
        figures.at_most(f"count at {rows * TIMES:,} rows against {rows:,}", many / few, GROWTH_MAX, "times")
        few, many = (percentile(seconds, 0.5) for seconds in looked)
        figures.at_most("last movements, likewise", many / few, GROWTH_MAX, "times")
        assert stores[0].floor.ask(conservation_errors, "s1") == []
        for store in stores:
            store.close()
    return int(figures.missed)


def _measure(stores: Sequence[CountedStore]) -> tuple[list[list[float]], list[list[float]]]:
    counted: list[list[float]] = [[] for _ in stores]
    looked: list[list[float]] = [[] for _ in stores]
    for number in range(BINS):
        for at, store in enumerate(stores):
            task = store.wish(number)
            began = time.perf_counter()
            store.count(task, 20 if number % 3 else 19)
            counted[at].append(time.perf_counter() - began)
            began = time.perf_counter()
            store.look(number)
            looked[at].append(time.perf_counter() - began)
    return counted, looked


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS_DEFAULT))
