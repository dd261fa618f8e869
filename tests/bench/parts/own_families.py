"""Our own instances in families, drawn by number, and the best values known of them from long runs."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from generate.warehouse.days import Shoppers
from generate.warehouse.floors import aisles_floor, market_floor

from picking.planning import Problem

SEEDS = range(1, 7)
DUE = (20.0, 30.0, 40.0, 60.0)  # minutes
BEST_KNOWN = Path(__file__).with_name("best_known.json")


@dataclass(frozen=True)
class Instance:
    """A problem with a name and, where one is known, the best value anybody found for it."""

    name: str
    problem: Problem
    best_known: float | None


FAMILIES: dict[str, Callable[[int], Problem]] = {
    "one block, 40 orders": lambda seed: Shoppers.seeded(aisles_floor(8, 2, 10), seed).at_once(40),
    "two blocks, 100 orders": lambda seed: Shoppers.seeded(aisles_floor(10, 3, 6), seed).at_once(100),
    "four cross-aisles, 60 orders": lambda seed: Shoppers.seeded(aisles_floor(8, 4, 4), seed).at_once(60),
    "market with cold room, 60 orders": lambda seed: Shoppers.seeded(market_floor(seed), seed).at_once(60),
    "evening, 80 orders with due times": lambda seed: Shoppers.seeded(aisles_floor(8, 3, 6), seed).evening(80, 5, DUE),
}


def instances(family: str) -> Iterator[Instance]:
    """Give a family's instances."""
    known = json.loads(BEST_KNOWN.read_text()) if BEST_KNOWN.exists() else {}
    for seed in SEEDS:
        name = f"{family}/{seed}"
        yield Instance(name, FAMILIES[family](seed), known.get(name))


def keep(found: dict[str, float]) -> int:
    """Keep values that are better than those known; gives how many were."""
    known = json.loads(BEST_KNOWN.read_text()) if BEST_KNOWN.exists() else {}
    better = {name: value for name, value in found.items() if value < known.get(name, float("inf")) - 1e-6}
    BEST_KNOWN.write_text(json.dumps(dict(sorted({**known, **better}.items())), indent=0) + "\n")
    return len(better)
