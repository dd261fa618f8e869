"""Averages and limits of waits, in whole seconds; pure."""

from collections.abc import Sequence
from math import ceil


def average(seconds: Sequence[float]) -> int | None:
    """Give the mean; None of nothing."""
    return round(sum(seconds) / len(seconds)) if seconds else None


def nine_of_ten(seconds: Sequence[float]) -> int | None:
    """Give what nine of ten stay within; None of nothing."""
    return round(sorted(seconds)[ceil(len(seconds) * 0.9) - 1]) if seconds else None
