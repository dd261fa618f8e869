"""Answers how many people a day needs: the fewest with whom hardly an order is late."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, inf

from picking.planning.outcome import Plan
from picking.planning.problem import Problem

LATE_SHARE = 0.01  # of the orders may be late
PICKERS_MAX = 500


@dataclass(frozen=True, slots=True)
class Tried:
    """A count of people, the plan of the day with them, and how many orders are late or in no trip."""

    pickers: int
    plan: Plan
    late: int


@dataclass(frozen=True, slots=True)
class Staffing:
    """The fewest people that are enough, None where no number is, and every count that was tried, in turn."""

    enough: Tried | None
    tried: tuple[Tried, ...]


def fewest_pickers(
    problem: Problem,
    planned: Callable[[Problem], Plan],
    *,
    late_share: float = LATE_SHARE,
    pickers_max: int = PICKERS_MAX,
    told: Callable[[Tried], None] = lambda _: None,
) -> Staffing:
    """Find the fewest people, each of whom may do everything, with at most that share of the orders late.

    `planned` plans the problem with a count of people; `told` hears of each count when it has been tried. The search
    begins where hands alone would be enough, strides upwards until nobody is missing, and halves what lies between.
    """
    search = _Search(problem, planned, late_share * len(problem.orders), told)
    not_enough, enough, stride = 0, min(hands_needed(problem), pickers_max), 1
    while not search.is_enough(enough):
        if enough == pickers_max:
            return Staffing(None, tuple(search.tried))
        not_enough, enough, stride = enough, min(enough + stride, pickers_max), stride * 2
    found = search.tried[-1]
    while enough - not_enough > 1:
        # Below the first guess nothing is known, and it is never far off: one by one.
        between = (not_enough + enough) // 2 if not_enough else enough - 1
        if search.is_enough(between):
            enough, found = between, search.tried[-1]
        else:
            not_enough = between
    return Staffing(found, tuple(search.tried))


def hands_needed(problem: Problem) -> int:
    """Give how many people the handling alone keeps busy from the first arrival to the last due time; at least one."""
    dues = [order.due for order in problem.orders if order.due < inf]
    if not dues:
        return 1
    opening = min((order.arrived or 0.0 for order in problem.orders), default=0.0)
    busy = sum(problem.speeds.handling(order) for order in problem.orders)
    return max(1, ceil(busy / max(max(dues) - opening, 1.0)))


class _Search:
    """Tries counts and remembers them."""

    def __init__(
        self, problem: Problem, planned: Callable[[Problem], Plan], late_max: float, told: Callable[[Tried], None]
    ) -> None:
        self._problem, self._planned, self._late_max, self._told = problem, planned, late_max, told
        self.tried: list[Tried] = []

    def is_enough(self, pickers: int) -> bool:
        plan = self._planned(self._problem.with_pickers(pickers))
        tried = Tried(pickers, plan, plan.late + len(plan.unplanned))
        self.tried.append(tried)
        self._told(tried)
        return tried.late <= self._late_max
