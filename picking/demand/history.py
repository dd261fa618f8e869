"""What was sold of some items that sell alike, day by day and hour by hour, with what was special about each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
HOURS = 24
ORDINARY = ""  # the kind of a day with nothing special about it


@dataclass(frozen=True)
class Day:
    """A day as the forecast sees it; `kind` is a word of the store's calendar (holiday, eve), empty when ordinary."""

    day: date
    kind: str = ORDINARY

    @property
    def weekday(self) -> int:
        """Give Monday as 0."""
        return self.day.weekday()


@dataclass(frozen=True)
class History:
    """Sales of the items of one category. Days are consecutive, the last one is yesterday.

    `sold` counts pieces or grams by item, day and hour of the store's clock; `promoted` says for each item and day
    whether a promotion ran; `begun` is each item's first day in `days`: before, nobody could buy it. `open_share` is
    the share of each hour in which an item was there to be bought, 1 where it is not given.
    """

    days: Sequence[Day]
    sold: Floats
    promoted: Flags
    begun: NDArray[np.int64]
    open_share: Floats | None = None

    @property
    def totals(self) -> Floats:
        """Give what was sold by item and day."""
        totals: Floats = self.sold.sum(axis=2)
        return totals

    @property
    def offered(self) -> Floats:
        """Give 1 for each item and day on which it was in the assortment."""
        return (np.arange(len(self.days))[None, :] >= self.begun[:, None]).astype(np.float64)

    def until(self, days: int) -> "History":
        """Give the first days of it, as they were known then."""
        open_share = None if self.open_share is None else self.open_share[:, :days]
        return History(self.days[:days], self.sold[:, :days], self.promoted[:, :days], self.begun, open_share)


def first_days(sold: Floats) -> NDArray[np.int64]:
    """Give each item's first day with a sale; one that never sold begins after the end."""
    any_sold = sold.sum(axis=2) > 0
    first: NDArray[np.int64] = np.where(any_sold.any(axis=1), any_sold.argmax(axis=1), sold.shape[1]).astype(np.int64)
    return first
