"""Days of goods that do not keep: delivered each morning, sold first expiry first, thrown away at closing.

The ladder's own rules (`picking.freshness.ladder`) decide when and by how much an item gets cheaper. How many more buy
it then is an assumption (`elasticity`), printed beside the figures; base demand is the same with markdown and without.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sample_demand import Seller
from shelf_days import _poisson

from picking.freshness import ladder

FIRST_DAY = date(2026, 1, 15)
LIFE_DAYS_MAX = 20
COVER_DAYS, SPARE = 2, 1.2


@dataclass
class Waste:
    """What the days came to: pieces delivered, sold and thrown away, and money in minor units."""

    delivered: int = 0
    sold: int = 0
    sold_cheaper: int = 0
    wasted: int = 0
    taken_minor: int = 0
    wasted_minor: int = 0
    gone_without: int = 0


@dataclass
class FreshDays:
    """One run; `elasticity` is by how many percent more is bought for each percent that is taken off."""

    sellers: Sequence[Seller]
    seed: int
    evening: float
    marks_down: bool
    elasticity: float
    waste: Waste = field(default_factory=Waste)

    def run(self, days: int) -> Waste:
        """Play so many days."""
        base, more = Random(self.seed), Random(self.seed + 1)  # noqa: S311 - dice of a bench
        shelves: list[Counter[date]] = [Counter() for _ in self.sellers]
        for number in range(days):
            today = FIRST_DAY + timedelta(days=number)
            for seller, lots in zip(self.sellers, shelves, strict=True):
                self._deliver(seller, lots, today)
                self._sell(seller, lots, today, base, more)
                self._clear(seller, lots, today)
        return self.waste

    def _deliver(self, seller: Seller, lots: Counter[date], today: date) -> None:
        """Order up to what sells until the next deliveries, with some to spare: an empty shelf is no shop."""
        cover = min(COVER_DAYS, max(1, seller.life_days))
        mean = seller.lines_a_day * cover
        target = round(mean + SPARE * mean**0.5 + 0.5)
        brought = max(0, target - sum(lots.values()))
        lots[today + timedelta(days=max(0, seller.life_days - 1))] += brought
        self.waste.delivered += brought

    def _sell(self, seller: Seller, lots: Counter[date], today: date, base: Random, more: Random) -> None:
        for share, off in self._parts(seller, lots, today):
            mean = seller.lines_a_day * share
            wanted = _poisson(base, mean) + (_poisson(more, mean * self.elasticity * off / 1000) if off else 0)
            self._take(seller, lots, wanted, off)

    def _parts(self, seller: Seller, lots: Counter[date], today: date) -> list[tuple[float, int]]:
        """Give the parts of a day with what is taken off in each; always as many, so that the dice fall alike."""
        rungs = ladder.EVENING_OFF
        parts = [(1 - self.evening, 0)] + [(self.evening / len(rungs), 0) for _ in rungs]
        ends = [expires for expires, pieces in lots.items() if pieces]
        if not self.marks_down or not ends:
            return parts
        if ladder.is_day_fresh(seller.life_days):
            return [parts[0], *((share, off) for (share, _), off in zip(parts[1:], rungs, strict=True))]
        left = (min(ends) - today).days
        sells_in_time = lots[min(ends)] <= seller.lines_a_day * (left + 1)
        off = 0 if sells_in_time else ladder.off_permille(seller.life_days, left)
        return [(share, off) for share, _ in parts]

    def _take(self, seller: Seller, lots: Counter[date], wanted: int, off: int) -> None:
        for expires in sorted(lots):
            part = min(wanted, lots[expires])
            lots[expires] -= part
            wanted -= part
            self.waste.sold += part
            self.waste.sold_cheaper += part if off else 0
            self.waste.taken_minor += part * (ladder.reduced(seller.price_minor, off) if off else seller.price_minor)
        self.waste.gone_without += wanted

    def _clear(self, seller: Seller, lots: Counter[date], today: date) -> None:
        for expires in [each for each in lots if each <= today]:
            left = lots.pop(expires)
            self.waste.wasted += left
            self.waste.wasted_minor += left * seller.price_minor
