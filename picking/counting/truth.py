"""The bin truth score: how far the books of a bin can be believed; pure.

confidence = 1 / (1 + doubt), where
doubt = days since the last look / 14 + sales / 50 + deliveries / 20 + put-backs / 5 + shorts.

Doubt is kept in thousandths, so that it is a whole number and one addition per movement; only the days are reckoned
when somebody asks. A look sets it back: to nothing when the books were right, a little above it when they were not.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

ONE = 1000
"""So much doubt halves what is believed of a bin that was just counted; also the highest confidence."""


class Happening(StrEnum):
    """What makes the books of a bin more doubtful."""

    SALE = "sale"
    BROUGHT = "brought"
    PUT_BACK = "put_back"
    SHORT = "short"


class Look(StrEnum):
    """How somebody looked, and whether the books were right."""

    COUNTED_RIGHT = "counted_right"
    COUNTED_WRONG = "counted_wrong"
    GLANCED_RIGHT = "glanced_right"
    GLANCED_WRONG = "glanced_wrong"


DOUBT: Mapping[Happening, int] = {
    Happening.SALE: ONE // 50,
    Happening.BROUGHT: ONE // 20,
    Happening.PUT_BACK: ONE // 5,
    Happening.SHORT: ONE,
}
LEFT_AFTER: Mapping[Look, int] = {
    Look.COUNTED_RIGHT: 0,
    Look.COUNTED_WRONG: ONE // 10,
    Look.GLANCED_RIGHT: ONE // 20,
    Look.GLANCED_WRONG: ONE // 5,
}
DAY = timedelta(days=1)


def doubt(points: int, looked_at: datetime, now: datetime, halving_days: int) -> int:
    """Give a bin's doubt in thousandths: what happened there, and the time since somebody looked."""
    waited = max(timedelta(0), now - looked_at)
    return points + int(waited * ONE / (DAY * max(1, halving_days)))


def confidence(doubted: int) -> int:
    """Give how far a bin is believed, from 1000 (just counted) towards 0."""
    return ONE * ONE // (ONE + doubted)


def held_back(confidence_permille: int, last_pieces: int) -> int:
    """Give how many of a bin's last pieces are better not offered: the doubtful share of them, to the nearest piece."""
    return ((ONE - confidence_permille) * last_pieces + ONE // 2) // ONE


def look(*, counted: bool, right: bool) -> Look:
    """Name a look: a count of its own or a glance in passing, and whether it found the books right."""
    if counted:
        return Look.COUNTED_RIGHT if right else Look.COUNTED_WRONG
    return Look.GLANCED_RIGHT if right else Look.GLANCED_WRONG
