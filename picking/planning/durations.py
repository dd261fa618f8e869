"""Learns how long things take: a spread of what was seen, the newest counting most, read back as quantiles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from math import floor, log

LEAST, STEP = 0.01, 1.12  # of seconds or of a ratio; each class is 12 % wider than the one before
CLASSES = 140  # the last one holds 77,000 and more
KEPT = 0.97  # of the old weight at each new sight: about the last thirty count
FORGOTTEN = 0.005  # less weight than this is dropped
PRIOR_WEIGHT = 6.0  # sights that a coarser spread stands for


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each size was seen, by class of a rising scale; never changed, only followed by a newer one."""

    weights: Mapping[int, float] = field(default_factory=dict)

    @classmethod
    def around(cls, early: float, usual: float, sure: float) -> "Spread":
        """Give what is believed before anything was seen: one time in six each end, else the usual."""
        believed = Spread()
        for value, weight in ((early, 1.0), (usual, 4.0), (sure, 1.0)):
            believed = Spread({**believed.weights, _class(value): believed.weights.get(_class(value), 0.0) + weight})
        return believed

    @property
    def weight(self) -> float:
        """Give how many sights it is worth."""
        return sum(self.weights.values())

    def seen(self, value: float) -> "Spread":
        """Give the spread after one more sight; what is not above zero tells nothing."""
        if value <= 0:
            return self
        kept = {at: KEPT * weight for at, weight in self.weights.items() if KEPT * weight >= FORGOTTEN}
        kept[_class(value)] = kept.get(_class(value), 0.0) + 1.0
        return Spread(kept)

    def over(self, coarser: "Spread", sights: float = PRIOR_WEIGHT) -> "Spread":
        """Rest on a coarser spread that counts as so many sights: with few of its own it follows that one."""
        if coarser.weight == 0:
            return self
        share = min(1.0, sights / coarser.weight)
        classes = {*self.weights, *coarser.weights}
        return Spread({at: self.weights.get(at, 0.0) + share * coarser.weights.get(at, 0.0) for at in classes})

    def quantile(self, share: float) -> float:
        """Give what this share of the sights stays below; ValueError where nothing was ever seen or believed."""
        if not self.weights:
            raise ValueError("nothing was seen yet")
        classes = sorted(self.weights)
        sums = list(accumulate(self.weights[at] for at in classes))
        wanted = min(max(share, 0.0), 1.0) * sums[-1]
        place = next((k for k, total in enumerate(sums) if total >= wanted), len(sums) - 1)
        inside = 1 - (sums[place] - wanted) / self.weights[classes[place]]
        return float(LEAST * STEP ** (classes[place] + min(max(inside, 0.0), 1.0)))


def _class(value: float) -> int:
    return min(max(floor(log(max(value, LEAST) / LEAST) / log(STEP)), 0), CLASSES)


def load_band(count: int) -> int:
    """Sort how much there is to do into four bands: nothing, one or two, up to five, more."""
    return sum(count >= least for least in (1, 3, 6))
