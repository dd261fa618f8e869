"""Days of shelves that drift from their books: sold from, stolen from, mistaken; with the truth score or without.

The score's own rules (`picking.counting.truth`) and the floor's own settings decide what is offered, whom it is asked
and what is counted; people, thieves and orders are dice, the same ones for both runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from sample_demand import Seller

from picking.counting import truth
from picking.counting.truth import DOUBT, LEFT_AFTER, Happening
from picking.foundation.settings import FloorSettings

OPENS = datetime(2026, 1, 15, 7, tzinfo=UTC)
DAY_MINUTES = 15 * 60
COVER_DAYS, FACE_MIN = 2.0, 4
WRONG_AT_FIRST, LOST_A_DAY, TURNS_UP_A_DAY, DELIVERY_SHORT = 0.15, 0.03, 0.01, 0.02
ANSWERED, PICKERS, COUNTS_A_NIGHT = 0.7, 5, 20
ASKED_AGAIN, SALES_MIN = timedelta(hours=4), 3


@dataclass
class Shelf:
    """One face: what lies there, what the books say, and its score."""

    seller: Seller
    lying: int
    books: int
    looked_at: datetime = OPENS
    doubt: int = 0
    sales: int = 0
    asked_at: datetime | None = None

    @property
    def target(self) -> int:
        """So much is on the shelf after a delivery."""
        return max(FACE_MIN, round(self.seller.lines_a_day * COVER_DAYS * 1.5))


@dataclass
class Tally:
    """What a week came to."""

    lines: int = 0
    shorts: int = 0
    oversold: int = 0
    refused: int = 0
    refused_though_there: int = 0
    questions: int = 0
    counts: int = 0


@dataclass
class ShelfDays:
    """A store's days, one run; `scored` says whether the truth score is used."""

    sellers: Sequence[Seller]
    seed: int
    scored: bool
    settings: FloorSettings = field(default_factory=FloorSettings)

    def run(self, days: int) -> list[Tally]:
        """Play so many days; gives one tally a week."""
        fate = Random(self.seed)  # noqa: S311 - dice of a bench
        self._luck = Random(self.seed + 1)  # noqa: S311 - as above
        self._shelves = [self._begin(fate, seller) for seller in self.sellers]
        self._turn = 0
        weeks: list[Tally] = []
        for day in range(days):
            if day % 7 == 0:
                weeks.append(Tally())
            self._tally = weeks[-1]
            self._day(fate, OPENS + timedelta(days=day))
        return weeks

    def _begin(self, fate: Random, seller: Seller) -> Shelf:
        shelf = Shelf(seller, 0, 0)
        shelf.lying = shelf.books = shelf.target
        if fate.random() < WRONG_AT_FIRST:
            shelf.lying = max(0, shelf.lying + fate.choice((-3, -2, -1, 1, 2)))
        return shelf

    def _day(self, fate: Random, morning: datetime) -> None:
        """Draw all of a day's fate first, so that both runs have the same."""
        events = []
        for shelf in self._shelves:
            drawn = (fate.random(), fate.random(), fate.random(), fate.randint(1, 2))
            self._overnight(shelf, drawn)
            for _ in range(_poisson(fate, shelf.seller.lines_a_day)):
                quantity = 2 if fate.random() < 0.2 else 1
                events.append((fate.randrange(DAY_MINUTES), shelf, quantity))
        self._asked: list[datetime] = []
        for minute, shelf, quantity in sorted(events, key=lambda event: (event[0], event[1].seller.sku)):
            self._order(shelf, quantity, morning + timedelta(minutes=minute))
        self._count_at_night(morning + timedelta(minutes=DAY_MINUTES))

    def _overnight(self, shelf: Shelf, drawn: tuple[float, float, float, int]) -> None:
        lost, turns_up, short, pieces = drawn
        if lost < LOST_A_DAY:
            shelf.lying = max(0, shelf.lying - pieces)
        if turns_up < TURNS_UP_A_DAY:
            shelf.lying += 1
        if shelf.books <= shelf.target // 2:
            brought = shelf.target - shelf.books
            shelf.books += brought
            shelf.lying += brought - (1 if short < DELIVERY_SHORT else 0)
            shelf.doubt += DOUBT[Happening.BROUGHT]

    def _order(self, shelf: Shelf, wanted: int, now: datetime) -> None:
        if shelf.books - self._held(shelf, now) < wanted:
            self._tally.refused += 1
            self._tally.refused_though_there += shelf.lying >= wanted
            return
        taken = min(wanted, shelf.lying)
        self._tally.lines += 1
        shelf.books, shelf.lying, shelf.sales = shelf.books - taken, shelf.lying - taken, shelf.sales + taken
        shelf.doubt += DOUBT[Happening.SALE]
        if taken < wanted:
            self._tally.shorts += 1
            self._tally.oversold += wanted - taken
            self._look(shelf, now, counted=True)
        elif shelf.books <= 0:
            if self._luck.random() < ANSWERED:
                self._look(shelf, now, counted=False)
        elif self.scored and self._is_asked(shelf, now):
            self._tally.questions += 1
            shelf.asked_at = now
            if self._luck.random() < ANSWERED:
                self._look(shelf, now, counted=False)

    def _held(self, shelf: Shelf, now: datetime) -> int:
        if not self.scored:
            return 0
        return min(shelf.books, truth.held_back(self._believed(shelf, now), self.settings.truth_last_pieces))

    def _is_asked(self, shelf: Shelf, now: datetime) -> bool:
        if shelf.sales < SALES_MIN or self._believed(shelf, now) > self.settings.truth_ask_permille_max:
            return False
        if shelf.asked_at is not None and now - shelf.asked_at < ASKED_AGAIN:
            return False
        self._asked = [at for at in self._asked if now - at < timedelta(hours=1)]
        if len(self._asked) >= self.settings.truth_questions_hour_max * PICKERS:
            return False
        self._asked.append(now)
        return True

    def _count_at_night(self, now: datetime) -> None:
        """Count the same number of bins in both runs: the ones believed least, or one after the other."""
        if self.scored:
            chosen = sorted(self._shelves, key=lambda shelf: (self._believed(shelf, now), shelf.seller.sku))
            chosen = chosen[:COUNTS_A_NIGHT]
        else:
            places = [(self._turn + place) % len(self._shelves) for place in range(COUNTS_A_NIGHT)]
            chosen = [self._shelves[place] for place in places]
            self._turn = (self._turn + COUNTS_A_NIGHT) % len(self._shelves)
        for shelf in chosen:
            self._look(shelf, now, counted=True)

    def _look(self, shelf: Shelf, now: datetime, *, counted: bool) -> None:
        right = shelf.books == shelf.lying
        self._tally.counts += counted
        shelf.books, shelf.looked_at, shelf.sales = shelf.lying, now, 0
        shelf.doubt = LEFT_AFTER[truth.look(counted=counted, right=right)]

    def _believed(self, shelf: Shelf, now: datetime) -> int:
        doubted = truth.doubt(shelf.doubt, shelf.looked_at, now, self.settings.truth_halving_days)
        return truth.confidence(doubted)


def _poisson(dice: Random, mean: float) -> int:
    """Draw how often something happens that happens so often on the mean (Knuth's way, for small means)."""
    threshold, product, times = 2.718281828459045**-mean, dice.random(), 0
    while product > threshold:
        product *= dice.random()
        times += 1
    return times
