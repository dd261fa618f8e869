"""What holds for all trips of a problem, in the numbers compiled code wants."""

from collections.abc import Sequence
from math import inf, isfinite
from typing import NamedTuple

import numpy as np

from picking.planning.problem import Problem
from picking.planning.search.board import Rules


class Prices(NamedTuple):
    """What time is worth, in seconds of work: each until an order is there, an order too late, each second of that."""

    flow: float
    late: float
    tardy: float


def rules_of(problem: Problem, keys: Sequence[str], prices: Prices) -> Rules:
    """Give the rules of a problem; `keys` are the keys of load that are limited anywhere."""
    speeds = problem.speeds
    most = np.array([problem.limits.most.get(key, inf) for key in keys], np.float64)
    a_metre = float(speeds.walking(1.0))
    is_timed = any(isfinite(order.due) for order in problem.orders) or any(
        picker.allowance.most for picker in problem.pickers
    )
    return Rules(most, float(speeds.trip_seconds), a_metre, a_metre or 1.0, *prices, is_timed)


def members_max(problem: Problem) -> int:
    """Give room for the orders of a trip; an order too large for any trip goes alone."""
    return max(1, int(min(problem.limits.most.get("orders", 1.0), len(problem.orders))))


def stops_max(problem: Problem) -> int:
    """Give how many stops a trip may come to have."""
    counts = sorted((len(order.lines) for order in problem.orders), reverse=True)
    most = problem.limits.most.get("orders", inf)
    return max(1, sum(counts[: max(1, int(min(most, len(counts))))]))
