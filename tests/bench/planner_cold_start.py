"""How soon a new process plans: with nothing compiled yet, and with the compiled code kept on disk."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from figures import Figures
from machine import machine

WARM_SECONDS_MAX = 2.0
PROGRAM = """
import sys, time
began = time.perf_counter()
sys.path.insert(0, sys.argv[1])
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor
from picking.planning import plan
from picking.planning.warming import warm
imported = time.perf_counter()
warm()
warmed = time.perf_counter()
plan(Shoppers.seeded(aisles_floor(8, 3, 6), 1).evening(60, 5, (20.0, 40.0)), budget_ms=20)
print(imported - began, warmed - imported, time.perf_counter() - warmed, time.process_time())
"""


def started(kept: str) -> tuple[list[float], float]:
    """Start a process whose compiled code is kept there; give its seconds (import, warm, plan, processor), and all."""
    began = time.perf_counter()
    words = [sys.executable, "-c", PROGRAM, str(Path(__file__).parents[1])]
    environment = {**os.environ, "NUMBA_CACHE_DIR": kept}
    said = subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout
    return [float(word) for word in said.split()], time.perf_counter() - began


def main() -> None:
    """Print a first start and the next ones."""
    print(f"the planner's start: {machine()}")
    figures = Figures()
    with tempfile.TemporaryDirectory() as kept:
        for name in ("nothing compiled", "compiled code kept", "once more"):
            (imports, warms, plans, used), whole = started(kept)
            seconds = f"import {imports:5.2f} s  warm {warms:6.2f} s  plan {plans:5.2f} s  all {whole:6.2f} s"
            print(f"{name:<20} {seconds}  of the processor {used:6.2f} s")
    figures.at_most("warm again", warms, WARM_SECONDS_MAX, "s")


if __name__ == "__main__":
    main()
