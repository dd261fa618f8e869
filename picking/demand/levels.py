"""How much should lie on the face of a day: not less than sells while more is fetched, not more than sells soon."""

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from picking.demand.history import Floats


@dataclass(frozen=True)
class Limits:
    """Below `least` the face is filled, up to `most`; pieces or grams."""

    least: int
    most: int


def quantile(mean: float, spread: float, sure: float) -> float:
    """Give what is not exceeded in `sure` of all cases, where the variance is `spread` times the mean."""
    return max(0.0, mean + NormalDist().inv_cdf(sure) * sqrt(max(0.0, spread * mean)))


def day_limits(
    hours: Floats,
    spread: float,
    *,
    capacity: int = 0,
    refill_hours: int = 2,
    cover_hours: int = 6,
    sure: float = 0.95,
) -> Limits:
    """Give a day's limits for one item from its expected sales by hour.

    `least` lasts through the busiest `refill_hours`, the time until somebody has filled the face; `most` through the
    busiest `cover_hours`, or as far as the bin's capacity goes (0: nobody has measured it).
    """
    least = ceil(quantile(busiest(hours, refill_hours), spread, sure))
    most = max(ceil(quantile(busiest(hours, cover_hours), spread, sure)), least + 1)
    if capacity:
        most = min(most, capacity)
        least = min(least, max(0, most - 1))
    return Limits(least, most)


def busiest(hours: Floats, window: int) -> float:
    """Give the most that is expected in so many hours in a row."""
    return float(np.convolve(hours, np.ones(window), mode="valid").max())
