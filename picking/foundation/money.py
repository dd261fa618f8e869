"""Money as integer minor units; every share is rounded so that the parts make the whole."""

from collections.abc import Sequence


def share(total_minor: int, part: int, whole: int) -> int:
    """Give `part` of `whole` of an amount, rounded up: in doubt the customer wins.

    Amounts are integer minor units; `part` and `whole` are any integers of one unit.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"{part} is no part of {whole}")
    return -(-total_minor * part // whole)


def price_of_grams(price_per_kilogram_minor: int, grams: int) -> int:
    """Give the price of a weight, rounded half up to the minor unit."""
    return (price_per_kilogram_minor * grams + 500) // 1000


def split_evenly(total_minor: int, weights: Sequence[int]) -> list[int]:
    """Split an amount by weights so that the parts add up to it exactly (largest remainder)."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("nothing to split by")
    parts = [total_minor * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_minor * weights[i] % whole), i))
    for i in by_remainder[: total_minor - sum(parts)]:
        parts[i] += 1
    return parts
