"""What a decision's work costs in units, each about a microsecond on a server's core; counted, never timed."""

from typing import NamedTuple

from picking.planning.search.annealing import Effort

LEFT_MIN = 0.25  # of the budget is left for bettering, whatever all else takes
ADDED_UNITS = 20.0  # what an order costs beside the walks it is tried in
SENT_UNITS, SENT_WALKS = 110.0, 2.0  # what a trip that leaves costs, and what tracing its walk costs, in walks measured
MOVE_UNITS, TIMED_MOVE_UNITS = 0.05, 0.11  # beside walks measured
GUESS_UNITS, GUESS_STOP_UNITS = 0.5, 0.03  # of a walk that is guessed, and of each stop of it
UNITS_A_PAIR = 500.0  # few orders have few plans


class Heat(NamedTuple):
    """A rise taken at the beginning and at the end of a search, in walks of the mean trip."""

    hot: float
    cold: float


FROM_SCRATCH, FROM_GUESSES = Heat(0.03, 0.003), Heat(0.02, 0.003)


def units_added(orders: int, walks: int, walk_units: float) -> float:
    """Give what it takes to put in so many orders, for which so many walks were measured."""
    return ADDED_UNITS * orders + walk_units * walks


def units_sent(trips: int, walk_units: float) -> float:
    """Give what it takes to send so many trips."""
    return (SENT_UNITS + SENT_WALKS * walk_units) * trips


def units_to_better(units: float, spent: float, orders: int) -> float:
    """Give what is left of a budget for bettering a plan of so many orders."""
    return min(max(LEFT_MIN * units, units - spent), UNITS_A_PAIR * orders**2)


def effort_of(units: float, walk_units: float, draws: int, heat: Heat, walk: float, *, is_timed: bool) -> Effort:
    """Give how long and how hot to search where a walk takes `walk_units` and costs `walk`."""
    move = (TIMED_MOVE_UNITS if is_timed else MOVE_UNITS) * draws
    return Effort(units, walk_units, move, heat.hot * walk + 1e-9, heat.cold * walk + 1e-9, draws)
