"""Decides who goes: pairs people and trips so that the costs together are least."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment


def assign(costs: ArrayLike, forbidden: ArrayLike | None = None) -> tuple[tuple[int, int], ...]:
    """Pair rows (people) with columns (trips): as many allowed pairs as can be, then the least sum of costs.

    `costs` has shape (people, trips) and must be numbers; an infinite cost, or True in `forbidden` (same shape),
    forbids the pair. Gives (person, trip) pairs by person. ValueError for a cost that is no number.
    """
    matrix = np.atleast_2d(np.asarray(costs, dtype=np.float64))
    if np.isnan(matrix).any():
        raise ValueError("a cost is no number")
    allowed = np.isfinite(matrix)
    if forbidden is not None:
        allowed &= ~np.atleast_2d(np.asarray(forbidden, dtype=bool))
    if not allowed.any():
        return ()
    # One forbidden pair costs more than all allowed ones together, so none is taken that can be avoided.
    dear = (np.abs(matrix[allowed]).max() + 1.0) * 2 * (min(matrix.shape) + 1)
    people, trips = linear_sum_assignment(np.where(allowed, matrix, dear))
    return tuple((int(p), int(t)) for p, t in zip(people, trips, strict=True) if allowed[p, t])
