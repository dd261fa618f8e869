"""A day of the sample store, and one drawn by number, played with the first planner, with this one, and by habit.

Minutes and metres are those of the walks; an order's minutes are what its share of the trip took a person.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from first_planner import first_planner
from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor
from habits import HABITS, work_by
from judging import judge
from machine import machine
from sample_day import sample_day

from picking.planning import Distances, Plan, Problem, measure, plan
from picking.planning.staffing import fewest_pickers
from picking.planning.warming import warm

BUDGET_MS = 2.0  # at every event of the day, so that all its counts of people take a minute
PICKERS_MAX = 40
DENSE = 5  # times the sample's orders: what a front warehouse has on a good day
Work = Callable[[Problem], Plan]


def ways(distances: Distances) -> dict[str, Work]:
    """Give every way to work by its name."""
    first = first_planner(distances)
    found: dict[str, Work] = {
        "this planner": lambda problem: plan(problem, budget_ms=BUDGET_MS, distances=distances),
        "the first planner": lambda problem: work_by(first, problem, distances),
    }
    return found | {habit.name: partial(work_by, habit, distances=distances) for habit in HABITS}


def main() -> None:
    """Print both days."""
    warm()
    print(f"a day of the sample store: {machine()}")
    drawn = Shoppers.seeded(aisles_floor(10, 3, 7), seed=1).day(1500)
    for title, problem in (
        ("the sample store", sample_day()),
        (f"the sample store, {DENSE} times its orders", sample_day(DENSE)),
        ("a front warehouse drawn by number", drawn),
    ):
        distances = measure(problem.floor)
        found = {name: fewest_pickers(problem, work, pickers_max=PICKERS_MAX) for name, work in ways(distances).items()}
        few = found["this planner"].enough
        pickers = few.pickers if few else PICKERS_MAX
        print(f"{title}: {len(problem.orders)} orders, {pickers} people")
        for name, work in ways(distances).items():
            began = time.perf_counter()
            made = work(problem.with_pickers(pickers))
            took = time.perf_counter() - began
            print(_row(name, problem.with_pickers(pickers), distances, made, took), end="")
            enough = found[name].enough
            print(f"  fewest people for 1 % late {enough.pickers if enough else f'over {PICKERS_MAX}':>3}")


def _row(name: str, problem: Problem, distances: Distances, made: Plan, took: float) -> str:
    verdict = judge(problem, distances, made)
    orders = len(problem.orders)
    minutes = sum(trip.end - trip.start for trip in made.trips) / 60 / orders
    wrong = f"  WRONG: {verdict.wrong[0]}" if verdict.wrong else ""
    return (
        f"  {name:<33} {minutes:5.2f} min/order  {verdict.metres / orders:6.1f} m/order  "
        f"late {verdict.late:>4}  planned in {took:6.1f} s{wrong}"
    )


if __name__ == "__main__":
    main()
