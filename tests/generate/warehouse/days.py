"""Draws orders for a floor: sets to be batched at once, and days with peaks of arrivals and due times."""

from dataclasses import dataclass
from random import Random

from picking.planning import Limits, OrderLine, PlanningOrder, Problem, Speeds

from .floors import Ground

SPEEDS = Speeds(metres_per_second=1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)
LIMITS = Limits({"orders": 6, "bags": 8, "kg": 30})
HOURLY = (9, 14, 17, 20, 30, 26, 15, 13, 16, 24, 38, 34, 22, 14)  # of a day's orders, from opening on
SIZES, SIZE_WEIGHTS = range(1, 15), (6, 10, 13, 14, 13, 11, 9, 7, 5, 4, 3, 2, 2, 1)
FROZEN_PHASE = 2


@dataclass
class Shoppers:
    """Those who order from a floor; some goods are wanted far more often than others."""

    ground: Ground
    dice: Random

    @classmethod
    def seeded(cls, ground: Ground, seed: int) -> "Shoppers":
        """Give shoppers whose wishes are known by their number."""
        shoppers = cls(ground, Random(seed))  # noqa: S311 - a drawn day is no secret
        shoppers.dice.shuffle(shoppers._fame)
        return shoppers

    def __post_init__(self) -> None:
        """Rank the bins: the k-th best known is asked for k to the -0.7 times as often."""
        self._fame = list(range(len(self.ground.places)))
        self._wanted = [rank**-0.7 for rank in range(1, len(self._fame) + 1)]

    def at_once(self, count: int, size_max: int = 14) -> Problem:
        """Give orders that are all there and never late: only metres count, people are there enough."""
        orders = tuple(self._order(number, size_max=size_max) for number in range(count))
        return Problem(self.ground.floor, self.ground.bins, orders, LIMITS)

    def evening(self, count: int, pickers: int, due_minutes: tuple[float, ...]) -> Problem:
        """Give orders that are all there, each due at one of these minutes."""
        orders = tuple(self._order(number, due=60 * self.dice.choice(due_minutes)) for number in range(count))
        return Problem(self.ground.floor, self.ground.bins, orders, LIMITS, speeds=SPEEDS).with_pickers(pickers)

    def day(self, count: int, promise_minutes: tuple[float, float] = (9, 15), hours: int = len(HOURLY)) -> Problem:
        """Give a day of orders as they arrive over so many hours, each promised some minutes later."""
        drawn = self.dice.choices(range(hours), HOURLY[:hours], k=count)
        arrivals = sorted(hour * 3600 + self.dice.uniform(0, 3600) for hour in drawn)
        orders = tuple(
            self._order(number, arrived=at, due=at + 60 * self.dice.uniform(*promise_minutes))
            for number, at in enumerate(arrivals)
        )
        return Problem(self.ground.floor, self.ground.bins, orders, LIMITS, speeds=SPEEDS)

    def _order(self, number: int, *, size_max: int = 14, **times: float) -> PlanningOrder:
        size = min(size_max, self.dice.choices(SIZES, SIZE_WEIGHTS)[0])
        wanted = dict.fromkeys(self.dice.choices(self._fame, self._wanted, k=size))
        lines = tuple(self._line(index) for index in wanted)
        kilograms = round(sum(line.pieces * self.dice.uniform(0.1, 1.2) for line in lines), 2)
        load = {"orders": 1.0, "bags": float(1 + (kilograms > 6) + (kilograms > 12)), "kg": min(kilograms, 25.0)}
        return PlanningOrder(f"o{number}", lines, load, **times)

    def _line(self, index: int) -> OrderLine:
        pieces = self.dice.choices((1, 2, 3, 6), (70, 20, 7, 3))[0]
        return OrderLine((index,), pieces, FROZEN_PHASE if self.ground.places[index].cold else 0)
