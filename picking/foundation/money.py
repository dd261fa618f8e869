"""Money as integer minor units, and as each language writes it."""

from collections.abc import Mapping

# ISO 4217: how many digits a currency's minor unit is, where it is not two.
DIGITS: Mapping[str, int] = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "PYG": 0, "KWD": 3, "BHD": 3, "JOD": 3, "TND": 3}
# Unicode's CLDR: a sign alone belongs to the reader's own dollar or yen; others are told apart by their country.
SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {"CNY": "CN¥", "EUR": "€", "GBP": "£", "USD": "US$", "JPY": "JP¥", "HKD": "HK$", "MXN": "MX$"},
    "zh": {"CNY": "¥", "EUR": "€", "GBP": "£", "USD": "US$", "JPY": "JP¥", "HKD": "HK$", "MXN": "MX$"},
    "es": {"EUR": "€", "USD": "US$"},
}


def written(minor: int, currency: str, language: str) -> str:
    """Write an amount as the pages do: ¥6.90, CN¥6.90, 6,90 CNY; the currency's own code where it has no sign."""
    digits = DIGITS.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**digits)
    sign, minus = SIGNS.get(language, {}).get(currency, currency), "-" if minor < 0 else ""
    if language == "es":
        grouped = f"{whole:,}".replace(",", ".") if whole >= SPANISH_GROUPS_FROM else str(whole)
        return f"{minus}{grouped}{f',{rest:0{digits}d}' if digits else ''}\u00a0{sign}"
    apart = "\u00a0" if sign == currency else ""
    return f"{minus}{sign}{apart}{whole:,}{f'.{rest:0{digits}d}' if digits else ''}"


SPANISH_GROUPS_FROM = 10_000


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
