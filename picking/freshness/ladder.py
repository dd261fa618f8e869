"""How near its end a lot is, by the shelf life of its item, and what is taken off its price for it; pure.

The days before the end from which a lot counts as near it follow the trade's usual practice by shelf life: a year or
more 45 days, half a year 20, a quarter 15, a month 10, 16 days 5, and below that a quarter of the life, at most 4 days.
What is sold only on the day it was made is day-fresh: it is marked down in the evening, step by step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DAY_FRESH_DAYS_MAX = 1
WHOLE = 1000
# shelf life in days from which on -> days before its end
NEAR: Sequence[tuple[int, int]] = ((365, 45), (180, 20), (90, 15), (30, 10), (16, 5))
SHORT_LIFE_NEAR_MAX = 4
NEAR_OFF, HALF_OFF, LAST_DAY_OFF = 150, 300, 500  # in thousandths, as the end comes nearer
EVENING_OFF: Sequence[int] = (300, 500, 700)  # of day-fresh goods, in equal steps until they are cleared out


class Colour(StrEnum):
    """How a lot looks to whoever has it in hand."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    EXPIRED = "expired"


class DayColour(StrEnum):
    """The colour of a weekday, as on the dots kitchens put on what they made that day."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    BROWN = "brown"
    GREEN = "green"
    ORANGE = "orange"
    BLACK = "black"


DAY_COLOURS: Sequence[DayColour] = tuple(DayColour)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Rung:
    """So much off from `starts_at` until `ends_at`."""

    off_permille: int
    starts_at: datetime
    ends_at: datetime


def is_day_fresh(life_days: int | None) -> bool:
    """Tell whether an item is sold only on the day it was made."""
    return life_days is not None and life_days <= DAY_FRESH_DAYS_MAX


def near_days(life_days: int) -> int:
    """Give from how many days before its end a lot of this shelf life is near it."""
    for at_least, days in NEAR:
        if life_days >= at_least:
            return days
    return max(1, min(SHORT_LIFE_NEAR_MAX, -(-life_days // 4)))


def colour(expires_on: date, life_days: int, today: date) -> Colour:
    """Give a lot's colour; day-fresh goods are yellow all of their only day."""
    left = (expires_on - today).days
    if left < 0:
        return Colour.EXPIRED
    if is_day_fresh(life_days):
        return Colour.YELLOW if left == 0 else Colour.GREEN
    if left == 0:
        return Colour.RED
    return Colour.YELLOW if left <= near_days(life_days) else Colour.GREEN


def day_colour(day: date) -> DayColour:
    """Give the colour of a day's weekday."""
    return DAY_COLOURS[day.weekday()]


def off_permille(life_days: int, days_left: int) -> int:
    """Give what is taken off a lot that is near its end, in thousandths; nothing while it is not, and for day-fresh."""
    near = near_days(life_days)
    if is_day_fresh(life_days) or not 0 <= days_left <= near:
        return 0
    if days_left == 0:
        return LAST_DAY_OFF
    return HALF_OFF if days_left * 2 <= near else NEAR_OFF


def rung_days(life_days: int, days_left: int) -> int:
    """Give for how many days from today on, today included, the same is taken off."""
    same = off_permille(life_days, days_left)
    days = 1
    while days <= days_left and off_permille(life_days, days_left - days) == same:
        days += 1
    return days


def evening(begins_at: datetime, ends_at: datetime) -> list[Rung]:
    """Give the rungs of an evening, each cheaper than the one before, all until the shelf is cleared."""
    step: timedelta = (ends_at - begins_at) / len(EVENING_OFF)
    return [Rung(off, begins_at + step * number, ends_at) for number, off in enumerate(EVENING_OFF)]


def reduced(price_minor: int, off: int) -> int:
    """Take so many thousandths off a price, rounded to the nearest minor unit and never below one."""
    return max(1, (price_minor * (WHOLE - off) + WHOLE // 2) // WHOLE)
