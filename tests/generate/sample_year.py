"""Draws a year of sales of the sample store by item, day and hour; the same one for a seed at every call.

It is drawn from more than any forecast here assumes: levels that drift, seasons, days on which everything runs well or
badly, promotions that wear off and leave full cupboards, shelves that run empty, items that are new.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from picking.demand.history import HOURS, Day, History, first_days

STORE = Path(__file__).parents[2] / "config" / "stores" / "front-warehouse.json"
FIRST_DAY = date(2025, 1, 6)
DAYS = 364
HOURLY = (0,) * 7 + (9, 14, 17, 20, 30, 26, 15, 13, 16, 24, 38, 34, 22, 14, 8, 4, 0)
MORNING = {"dairy", "bakery", "eggs", "longmilk", "cereals"}
EVENING = {"beer", "wine", "snacks", "icecream", "bar", "nuts"}
WEEKEND = {"beer", "snacks", "icecream", "meat", "seafood", "live", "fruit", "bar", "baking"}
SUMMER, WINTER = {"icecream", "beer", "drinks", "water", "fruit"}, {"dumplings", "tea", "frozen", "meat", "fungi"}
# The holidays of 2025 as a store's calendar has them: first day and how many.
HOLIDAYS = ((date(2025, 1, 28), 8), (date(2025, 4, 4), 3), (date(2025, 5, 1), 5), (date(2025, 5, 31), 3),
            (date(2025, 10, 1), 8))  # fmt: skip
EVE_DAYS = 2
EMPTY = 0.015
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Year:
    """A year of sales: one history a category."""

    categories: dict[str, History]

    @property
    def items(self) -> int:
        """Count all items."""
        return sum(len(history.sold) for history in self.categories.values())


def draw(seed: int = 20260115, items_max: int | None = None, empty: float = EMPTY) -> Year:
    """Draw the year; `items_max` takes only the first items, `empty` is the share of shelves that run empty a day."""
    dice = np.random.default_rng(seed)
    rows = json.loads(STORE.read_text(encoding="utf-8"))["items"][:items_max]
    days = calendar()
    mood = _mood(dice)
    by_category: dict[str, list[int]] = {}
    for row in rows:
        by_category.setdefault(row["category"], []).append(row["price_minor"])
    return Year({name: _category(dice, name, prices, days, mood, empty) for name, prices in by_category.items()})


def calendar() -> list[Day]:
    """Give the year's days with what is special about each."""
    kinds: dict[date, str] = {}
    for first, length in HOLIDAYS:
        kinds |= {first + timedelta(days=n): "holiday" for n in range(length)}
        kinds |= {first - timedelta(days=n): "eve" for n in range(1, EVE_DAYS + 1)}
    days = [FIRST_DAY + timedelta(days=n) for n in range(DAYS)]
    return [Day(day, kinds.get(day, "")) for day in days]


def _mood(dice: np.random.Generator) -> Floats:
    """Days on which all of the store runs well or badly: weather, a football match."""
    mood = np.zeros(DAYS)
    for day in range(1, DAYS):
        mood[day] = 0.5 * mood[day - 1] + dice.normal(0, 0.08)
    return np.exp(mood)


def _category(
    dice: np.random.Generator, name: str, prices: list[int], days: list[Day], mood: Floats, empty: float
) -> History:
    items = len(prices)
    rate = np.exp(dice.normal(1.2, 0.9, items)) * np.where(dice.random(items) < 0.15, 4.0, 1.0)
    wander = np.exp(np.cumsum(dice.normal(0, 0.012, (items, DAYS)), axis=1))
    own = np.exp(np.cumsum(dice.normal(0, 0.010, DAYS)))
    promoted, uplift = _promotions(dice, items)
    means = rate[:, None] * wander * own * mood * _season(name) * _weekdays(dice, name, items, days)
    means *= _holidays(dice, name, items, days) * uplift
    means[np.arange(DAYS)[None, :] < _new(dice, items)[:, None]] = 0.0
    sold, open_share = _sales(dice, name, days, means, empty)
    return History(days, sold, promoted, first_days(sold), open_share)


def _season(name: str) -> Floats:
    turn = np.cos(2 * np.pi * (np.arange(DAYS) - 195) / 365)
    return np.exp({True: 0.5, False: 0.0}[name in SUMMER] * turn - (0.4 * turn if name in WINTER else 0.0))


def _weekdays(dice: np.random.Generator, name: str, items: int, days: list[Day]) -> Floats:
    strong = 1.6 if name in WEEKEND else 1.15
    pattern = np.array([0.92, 0.88, 0.9, 0.95, 1.05, strong, strong * 0.95])
    own = pattern * np.exp(dice.normal(0, 0.12, (items, 7)))
    return own[:, [day.weekday for day in days]]


def _holidays(dice: np.random.Generator, name: str, items: int, days: list[Day]) -> Floats:
    eve, holiday = 1.0 + dice.gamma(2.0, 0.25), dice.uniform(0.7, 1.5)
    factors = {"": 1.0, "eve": eve, "holiday": holiday}
    return np.array([factors[day.kind] for day in days])[None, :] * np.exp(dice.normal(0, 0.05, (items, DAYS)))


def _promotions(dice: np.random.Generator, items: int) -> tuple[NDArray[np.bool_], Floats]:
    promoted, uplift = np.zeros((items, DAYS), dtype=bool), np.ones((items, DAYS))
    for item in range(items):
        strength = dice.uniform(1.4, 3.5)
        for _ in range(dice.poisson(3)):
            start, length = int(dice.integers(0, DAYS - 10)), int(dice.integers(3, 8))
            promoted[item, start : start + length] = True
            uplift[item, start : start + length] = strength * np.linspace(1.15, 0.85, length)
            uplift[item, start + length : start + length + 3] *= 0.8
    return promoted, np.where(promoted, np.maximum(uplift, 1.0), uplift)


def _new(dice: np.random.Generator, items: int) -> NDArray[np.int64]:
    return np.where(dice.random(items) < 0.05, dice.integers(60, 250, items), 0)


def _sales(dice: np.random.Generator, name: str, days: list[Day], means: Floats, empty: float) -> tuple[Floats, Floats]:
    """Customers come in bunches (gamma) and by chance (Poisson); some shelves run empty in the afternoon."""
    bunches = dice.gamma(10.0, 0.1, means.shape)
    hours = np.stack([_hours(name, day) for day in days])
    sold = dice.poisson((means * bunches)[:, :, None] * hours[None, :, :]).astype(np.float64)
    empty_from = np.where(dice.random(means.shape) < empty, dice.integers(11, 20, means.shape), HOURS)
    open_share = (np.arange(HOURS)[None, None, :] < empty_from[:, :, None]).astype(np.float64)
    return sold * open_share, open_share


def _hours(name: str, day: Day) -> Floats:
    shape = np.array(HOURLY, dtype=np.float64)
    clock = np.arange(HOURS)
    if name in MORNING:
        shape = shape * np.exp(-((clock - 8) ** 2) / 18) + 0.3 * shape
    if name in EVENING:
        shape = shape * np.exp(-((clock - 20) ** 2) / 14) + 0.2 * shape
    if day.weekday >= 5 or day.kind == "holiday":
        shape = 0.6 * shape + 0.4 * np.roll(shape, 2)
        shape[:7] = 0.0
    return shape / shape.sum()
