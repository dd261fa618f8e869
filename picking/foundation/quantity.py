"""How much of an item: pieces or grams, one integer, never mixed and never a float."""

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What an item is counted in."""

    PIECE = "piece"
    GRAM = "gram"


_GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "jin": Decimal(500),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


def grams(weight: str | Decimal, unit: str) -> int:
    """Turn a driver's weight and unit into whole grams, rounded half even.

    Raises `ValueError` for a unit nobody knows: no weight is better than a wrong one.
    """
    if unit not in _GRAMS:
        raise ValueError(f"unknown unit of weight {unit!r}")
    return int((Decimal(weight) * _GRAMS[unit]).to_integral_value())


def amount(quantity: int, unit: Unit) -> str:
    """Write a quantity as papers and lists say it: grams with their unit, pieces bare."""
    return f"{quantity} g" if unit is Unit.GRAM else str(quantity)


def within_tolerance(actual: int, asked: int, permille: int) -> bool:
    """Tell whether a weighed quantity is near enough to what was asked."""
    return abs(actual - asked) * 1000 <= asked * permille
