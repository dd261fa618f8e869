"""Takes 1,000 lines in and asks what 5,000 items can be sold, over a ledger of half a million rows and of five million.

Run it as `python tests/bench/receive_and_sell.py [ROWS]`; the second ledger is ten times as long. A line is two durable
transactions on SQLite, taken in and put away, with all that follows from them. Aim: at most 1.2 times slower.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent / "parts"))

from figures import Figures, percentile, row
from machine import machine
from received_store import ITEMS, LINES, ReceivedStore

from picking.stock.queries import conservation_errors

ROWS_DEFAULT = 500_000
TIMES = 10
GROWTH_MAX = 1.2
CALLS = 100


def main(rows: int) -> int:
    """Let both stores take turns, so that both have the same machine, and print."""
    print(machine())
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="storefloor-receive-") as folder:
        stores = [ReceivedStore(Path(folder) / f"{n}.db", n) for n in (rows, rows * TIMES)]
        _compare(figures, "receive a line", [store.receive for store in stores], stores, LINES)
        calls = [lambda _, store=store: store.sellable() for store in stores]
        seconds = _compare(figures, f"availability of {ITEMS:,} items", calls, stores, CALLS)
        print(f"availability: {ITEMS / percentile(seconds, 0.5) * 1000:,.0f} items/s")
        assert stores[0].floor.ask(conservation_errors, "s1") == []
        for store in stores:
            store.close()
    return int(figures.missed)


def _compare(
    figures: Figures, name: str, deeds: list[Callable[[int], object]], stores: list[ReceivedStore], times: int
) -> list[float]:
    """Measure a deed on each store in turns, print it, and give the longer ledger's seconds."""
    taken: list[list[float]] = [[] for _ in deeds]
    for number in range(times):
        for at, deed in enumerate(deeds):
            began = time.perf_counter()
            deed(number)
            taken[at].append(time.perf_counter() - began)
    for store, seconds in zip(stores, taken, strict=True):
        print(row(f"{name}, {store.rows:,} rows", seconds))
    few, many = (percentile(seconds, 0.5) for seconds in taken)
    figures.at_most(f"{name} at the long ledger against the short", many / few, GROWTH_MAX, "times")
    return taken[-1]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS_DEFAULT))
