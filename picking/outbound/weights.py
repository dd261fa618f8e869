"""What a bag should weigh, how sure that is, what a wrong weight means, and what a right one teaches; pure.

Weights are whole milligrams and variances square milligrams, so that nothing is ever a float. An item has a mean,
the doubt of that mean, and the spread from piece to piece. A bag that was found right moves each of its items by
its share of the surprise (a Kalman filter with independent items; forgetting keeps it about fifty bags old).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt

BAG_ITSELF = "~bag"  # bag, seal and label are learned like an item that is in every bag
SURE = 3  # standard deviations: one right bag in 370 is asked about
BAGS_REMEMBERED = 50
SIGHTS_MIN = 5  # what was seen less often is a guess still
SCALE_DEVIATION = 3_000  # a bench scale shows steps of 5 g
BAND_GRAMS_MIN = 15
TARE_GRAMS = 50  # while it is a guess: bag, seal and label, and what a scale of the trade rounds
SURPRISE_MAX = 9  # times what was expected: one odd bag must not teach that anything goes
_GUESSED_BAG_DEVIATION = 25_000
_PIECE_OF_GUESS = 4  # pieces differ among themselves less than from what the catalogue says
_EAGERNESS = 3  # one bag says little about each of its items: without it spreads need thousands of bags
_SUSPECTS_MAX = 3


@dataclass(frozen=True)
class ItemWeight:
    """A piece's weight as far as it is known; `seen` counts the bags it was learned from."""

    mean: int
    doubt: int
    spread: int
    seen: int = 0

    @property
    def is_guess(self) -> bool:
        """Tell whether too few bags were seen to rely on it."""
        return self.seen < SIGHTS_MIN


def guessed(grams: int, permille: int) -> ItemWeight:
    """Start from what the catalogue says: it is within the tolerance nineteen times of twenty."""
    deviation = grams * permille // 2
    return ItemWeight(grams * 1000, deviation**2, max(deviation // _PIECE_OF_GUESS, 500) ** 2)


def weighed(grams: int) -> ItemWeight:
    """Give the weight of goods that a scale has weighed: what is left is what scales differ by."""
    return ItemWeight(grams * 1000, 0, max(SCALE_DEVIATION, grams * 10) ** 2, SIGHTS_MIN)


GUESSED_BAG = ItemWeight(0, _GUESSED_BAG_DEVIATION**2, 4_000**2)


@dataclass(frozen=True)
class Part:
    """So many pieces of an item in a bag; goods by weight are one piece, and teach nothing."""

    sku: str
    count: int
    weight: ItemWeight
    by_weight: bool = False

    @property
    def doubt(self) -> int:
        """What the pieces share: if the mean is wrong it is wrong for each of them."""
        return self.count**2 * self.weight.doubt

    @property
    def spread(self) -> int:
        """What the pieces do not share."""
        return self.count * self.weight.spread


@dataclass(frozen=True)
class Suspect:
    """What would explain a wrong weight: so many pieces that are missing, or that are inside beside the right ones."""

    sku: str
    pieces: int


@dataclass(frozen=True)
class Expected:
    """What a bag with these parts weighs; the bag itself is one of them."""

    parts: Sequence[Part]
    permille: int

    @property
    def mean(self) -> int:
        """Give the most likely weight in milligrams."""
        return sum(part.count * part.weight.mean for part in self.parts)

    @property
    def grams(self) -> int:
        """Give the most likely weight in whole grams."""
        return max(0, (self.mean + 500) // 1000)

    @property
    def variance(self) -> int:
        """Give how sure that is."""
        return sum(part.doubt + part.spread for part in self.parts) + SCALE_DEVIATION**2

    @property
    def band_grams(self) -> int:
        """Give how far a right bag may be off; while anything is a guess, no further than the store's tolerance."""
        band = max(BAND_GRAMS_MIN, SURE * isqrt(self.variance) // 1000)
        if any(part.weight.is_guess for part in self.parts):
            return min(band, self.grams * self.permille // 1000 + TARE_GRAMS)
        return band

    def difference(self, actual_grams: int) -> int:
        """Give by how many grams a bag is off: zero inside the band, below zero for too light."""
        off = actual_grams - self.grams
        return 0 if abs(off) <= self.band_grams else off

    def suspects(self, actual_grams: int) -> list[Suspect]:
        """List what alone would explain a weight, likeliest first; empty when no single item does."""
        off = actual_grams * 1000 - self.mean
        found = [
            (self._unlikely(part, pieces, off), Suspect(part.sku, pieces))
            for part in self.parts
            if part.sku != BAG_ITSELF
            for pieces in range(1, part.count + 1)
        ]
        best: dict[str, tuple[int, Suspect]] = {}
        for unlikely, suspect in sorted(found, key=lambda one: (one[0], one[1].sku)):
            if unlikely <= self._unlikely_max(suspect.pieces):
                best.setdefault(suspect.sku, (unlikely, suspect))
        return [suspect for _, suspect in best.values()][:_SUSPECTS_MAX]

    def _unlikely(self, part: Part, pieces: int, off: int) -> int:
        """One piece is forgotten more often than two: each more costs a standard deviation."""
        return int((abs(off) - pieces * part.weight.mean) ** 2 + (pieces - 1) * self.variance)

    def _unlikely_max(self, pieces: int) -> int:
        return int((self.band_grams * 1000) ** 2 + (pieces - 1) * self.variance)

    def learned(self, actual_grams: int) -> dict[str, ItemWeight]:
        """Give by sku what is known of the items once this bag was found right with this weight.

        One that is right and yet outside its band says that something is not any more what it was: a new recipe,
        another jar. Its items are doubted again as if they were new.
        """
        off = actual_grams * 1000 - self.mean
        parts = [_doubted(part, self.permille) for part in self.parts] if self.difference(actual_grams) else self.parts
        variance = replace(self, parts=parts).variance
        return {part.sku: _taught(part, off, variance) for part in parts if not part.by_weight}


def _doubted(part: Part, permille: int) -> Part:
    if part.by_weight:
        return part
    new = guessed(part.weight.mean // 1000, permille).doubt
    return replace(part, weight=replace(part.weight, doubt=max(part.weight.doubt, new)))


def _taught(part: Part, off: int, variance: int) -> ItemWeight:
    known = part.weight
    moved = off * part.count * known.doubt // variance
    doubt = known.doubt - part.doubt * known.doubt // variance
    return replace(
        known,
        mean=max(0, known.mean + moved),
        doubt=max(1, doubt * (BAGS_REMEMBERED + 1) // BAGS_REMEMBERED),
        spread=_spread_taught(part, off, variance),
        seen=known.seen + 1,
    )


def _spread_taught(part: Part, off: int, variance: int) -> int:
    """Move the spread towards what would have made this surprise an ordinary one, by the part's share in it."""
    surprise = min(off**2, SURPRISE_MAX * variance)
    change = _EAGERNESS * part.weight.spread * part.spread * (surprise - variance) // variance**2 // _memory(part)
    return int(max(1, part.weight.spread // 2, part.weight.spread + change))


def _memory(part: Part) -> int:
    return min(BAGS_REMEMBERED, part.weight.seen + SIGHTS_MIN)
