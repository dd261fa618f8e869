"""How good plans are: metres or seconds over the best known, beside what shops do today.

Run it as `python tests/bench/planner_quality.py [FILE.jsonl.gz …]` or name files or a folder of them in
STOREFLOOR_PLANNING_INSTANCES; `--budgets 50,1000` chooses budgets, `--most N` the first N instances of each file, and
`--long` looks for better best known values of our own families for some minutes and keeps them.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "parts"))

import instance_files
import own_families
from first_planner import first_planner
from habits import HABITS, Habit, work_by
from judging import judge
from machine import machine
from own_families import Instance

from picking.planning import Distances, Plan, Problem, measure, plan
from picking.planning.staffing import fewest_pickers
from picking.planning.warming import warm

BUDGETS = (50.0, 1000.0)
LONG_BUDGET, LONG_SEEDS = 8_000.0, 2
ONLINE_BUDGET = 10.0  # a day has a decision at every event
Way = Callable[[Problem, Distances], Plan]


@dataclass
class Row:
    """One way of planning over one family."""

    gaps: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    value: float = 0.0
    late: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, instance: Instance, way: Way, distances: Distances) -> float:
        """Plan an instance, judge it, and give its value."""
        began = time.perf_counter()
        made = way(instance.problem, distances)
        self.milliseconds.append(1000 * (time.perf_counter() - began))
        verdict = judge(instance.problem, distances, made)
        self.value += verdict.value
        self.late += verdict.late
        self.wrong += [f"{instance.name}: {fault}" for fault in verdict.wrong[:1]]
        if instance.best_known:
            self.gaps.append(100 * (verdict.value / instance.best_known - 1))
        return verdict.value

    def text(self, name: str) -> str:
        """Give the row as it is printed."""
        gaps = self.gaps
        over = f"mean {sum(gaps) / len(gaps):6.2f} %  worst {max(gaps):6.2f} %" if gaps else f"value {self.value:19.1f}"
        mean = sum(self.milliseconds) / len(self.milliseconds)
        return f"  {name:<33} {over}  late {self.late:>4}  wrong {len(self.wrong):>2}  {mean:9.1f} ms"


def ways(budgets: Sequence[float], *, is_online: bool) -> dict[str, Way]:
    """Give all ways of planning by their names: the planner at each budget, and the habits."""
    chosen = (ONLINE_BUDGET,) if is_online else budgets
    found: dict[str, Way] = {f"planner, {budget:g} ms": partial(_planned, budget=budget) for budget in chosen}
    found["the first planner"] = lambda problem, distances: work_by(first_planner(distances), problem, distances)
    return found | {habit.name: partial(_by_habit, habit) for habit in HABITS}


def _planned(problem: Problem, distances: Distances, *, budget: float, seed: int = 0) -> Plan:
    return plan(problem, seed=seed, budget_ms=budget, distances=distances)


def _by_habit(habit: Habit, problem: Problem, distances: Distances) -> Plan:
    return work_by(habit, problem, distances)


def show(name: str, instances: Iterable[Instance], budgets: Sequence[float]) -> bool:
    """Print a family's table; tells whether every plan was without fault."""
    found = list(instances)
    is_online = any(order.arrived is not None for instance in found for order in instance.problem.orders)
    rows = {way: Row() for way in ways(budgets, is_online=is_online)}
    for instance in found:
        distances = measure(instance.problem.floor)
        for way, does in ways(budgets, is_online=is_online).items():
            rows[way].add(instance, does, distances)
    print(f"{name}: {len(found)} instances")
    for way, row in rows.items():
        print(row.text(way))
        print("".join(f"    {fault}\n" for fault in row.wrong[:3]), end="")
    if is_online:
        _show_fewest(found[0].problem)
    return not any(row.wrong for row in rows.values())


def _show_fewest(problem: Problem) -> None:
    """Print how few people each planner needs for 1 % late."""
    distances = measure(problem.floor)
    for name, way in list(ways((), is_online=True).items())[:2]:
        staffing = fewest_pickers(problem, partial(way, distances=distances))
        counts = ", ".join(f"{tried.pickers}: {tried.late} late" for tried in staffing.tried)
        print(f"  {name:<33} fewest people {staffing.enough.pickers if staffing.enough else 'none'} ({counts})")


def look_long() -> None:
    """Look for better values of our own families, and keep them."""
    for family in own_families.FAMILIES:
        found: dict[str, float] = {}
        for instance in own_families.instances(family):
            distances = measure(instance.problem.floor)
            for seed in range(LONG_SEEDS):
                row = Row()
                value = row.add(instance, partial(_planned, budget=LONG_BUDGET, seed=seed), distances)
                if not row.wrong and (row.late == 0 or instance.best_known is None):
                    found[instance.name] = min(value, found.get(instance.name, value))
        print(f"{family}: {own_families.keep(found)} better values")


def main() -> int:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--budgets", default=",".join(map(str, BUDGETS)))
    parser.add_argument("--most", type=int)
    parser.add_argument("--long", action="store_true")
    asked = parser.parse_args()
    warm()
    if asked.long:
        look_long()
        return 0
    print(f"planner's quality: {machine()}")
    budgets = [float(word) for word in asked.budgets.split(",")]
    paths = instance_files.files(asked.files)
    families = [] if asked.files else list(own_families.FAMILIES)
    good = [show(family, own_families.instances(family), budgets) for family in families]
    good += [show(path.name, instance_files.instances(path, asked.most), budgets) for path in paths]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
