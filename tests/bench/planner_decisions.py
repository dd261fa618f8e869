"""How long one decision takes: so many open orders, 30 people, floors of three and of four cross-aisles, one core.

Judged by the processor's time: what others on the machine take of the core is not the planner's.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from figures import Figures, percentile, row
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor
from machine import machine

from picking.planning import measure, plan
from picking.planning.routing.lengths import lengths_of
from picking.planning.warming import warm

OPEN, PEOPLE = (100, 300, 600), 30
DECISIONS, SECONDS_MAX = 100, 8.0  # of each kind
BUDGET_MS = 40.0  # of the whole decision: putting in, bettering, sending
DUE = (10.0, 15.0, 20.0, 30.0)  # minutes
P99_MAX = 50.0  # milliseconds at 300 open orders
AIMED_AT = 300


def main() -> None:
    """Print p50 and p99 for each count of open orders."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    warm()
    print(f"one decision of the planner, budget {BUDGET_MS:g} ms: {machine()}")
    figures = Figures()
    for cross_aisles in (3, 4):
        ground = aisles_floor(12, cross_aisles, 6)
        distances = measure(ground.floor)
        lengths_of(distances)
        for count in OPEN:
            seconds: list[float] = []
            processor: list[float] = []
            while len(seconds) < DECISIONS and sum(seconds) < SECONDS_MAX:
                seed = len(seconds)
                problem = Shoppers.seeded(ground, seed).evening(count, PEOPLE, DUE)
                began, used = time.perf_counter(), time.process_time()
                plan(problem, seed=seed, budget_ms=BUDGET_MS, distances=distances)
                seconds.append(time.perf_counter() - began)
                processor.append(time.process_time() - used)
            print(row(f"{cross_aisles} cross-aisles, {count} open, {PEOPLE} people", seconds))
            print(row("  of the processor", processor))
            if count == AIMED_AT:
                figures.at_most("  p99", percentile(processor, 0.99), P99_MAX, "ms")


if __name__ == "__main__":
    main()
