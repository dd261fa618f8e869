"""The same question in two processes that scatter their words differently."""

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[3]
PROGRAM = """
import sys
from dataclasses import replace
sys.path.insert(0, sys.argv[1])
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor, market_floor
from picking.planning import Aisle, Limits, Picker, Span, plan

skills, left = frozenset({"freezer", "A", "B"}), Limits({"kg": 90.0, "orders": 9.0})
people = tuple(Picker(f"p{n}", zones=skills, skills=skills, allowance=left) for n in range(4))
for ground in (aisles_floor(5, 3, 3), market_floor(4)):
    asked = Shoppers.seeded(ground, 3).evening(30, 4, (10.0, 20.0))
    orders = tuple(replace(order, zone="AB"[n % 2], skill="freezer") for n, order in enumerate(asked.orders))
    several = tuple(
        replace(order, lines=tuple(replace(line, bins=(line.bins[0], line.bins[0] // 2)) for line in order.lines))
        for order in orders[:6]
    )
    narrow = Aisle("1", frozenset(range(9)), people_max=1, closed=(Span(300.0, 500.0),))
    problem = replace(asked, orders=(*several, *orders[6:]), pickers=people, aisles=(narrow,))
    print(repr(plan(problem, budget_ms=3).trips))
"""


def answered(scatter):
    """Ask in a new process."""
    words = [sys.executable, "-c", PROGRAM, str(TESTS)]
    environment = {**os.environ, "PYTHONHASHSEED": str(scatter)}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=True).stdout


def test_another_process_makes_the_same_plan():
    """A plan that depends on what a restart scatters anew could be neither replayed nor explained."""
    one, other = answered(1), answered(2)

    assert one == other
    assert one.count("Trip(") > 10
