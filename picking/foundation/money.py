"""Money as integer minor units."""


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
