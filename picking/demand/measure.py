"""How far a forecast was off, and the plain guesses it has to beat."""

import numpy as np

from picking.demand.history import Floats


def wape(said: Floats, sold: Floats) -> float:
    """Give the weighted absolute percentage error: all that was off, over all that was sold."""
    return float(np.abs(said - sold).sum() / max(sold.sum(), 1.0))


def bias(said: Floats, sold: Floats) -> float:
    """Give how much more was said than sold, as a share of what was sold."""
    return float((said - sold).sum() / max(sold.sum(), 1.0))


def last_week(sold: Floats, day: int) -> Floats:
    """Guess the same hour of the same weekday of last week."""
    return sold[:, day - 7]


def last_weeks(sold: Floats, day: int, weeks: int = 4) -> Floats:
    """Guess the mean of the same hour of the last weeks' same weekdays."""
    mean: Floats = np.mean([sold[:, day - 7 * back] for back in range(1, weeks + 1)], axis=0)
    return mean
