"""Money as integer minor units, and as each language writes it."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

_LOCALES = {"en": "en_GB", "zh": "zh_CN", "es": "es_ES"}


def written(minor: int, currency: str, language: str) -> str:
    """Write an amount as the pages do: ¥6.90, CN¥6.90, 6,90 CNY, in as many digits as the currency (ISO 4217) has."""
    return format_currency(main_unit(minor, currency), currency, locale=_LOCALES[language])


def main_unit(minor: int, currency: str) -> Decimal:
    """Give an amount in the currency's main unit: 690 of CNY is 6.90, 500 of JPY is 500."""
    return Decimal(minor).scaleb(-get_currency_precision(currency))


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
