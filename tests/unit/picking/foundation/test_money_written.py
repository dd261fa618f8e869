"""Money looks at the desk's sentences as it looks in its tables."""

import pytest

from picking.foundation.money import written


@pytest.mark.parametrize(
    ("minor", "currency", "language", "said"),
    [
        (690, "CNY", "zh", "¥6.90"),
        (690, "CNY", "en", "CN¥6.90"),
        (690, "CNY", "es", "6,90 CNY"),
        (123456, "EUR", "es", "1.234,56 €"),
        (12345678, "EUR", "es", "123.456,78 €"),
        (123456, "EUR", "en", "€1,234.56"),
        (-5, "GBP", "en", "-£0.05"),
        (500, "JPY", "zh", "JP¥500"),
        (1500, "KWD", "en", "KWD1.500"),
    ],
)
def test_an_amount_is_written_as_its_reader_writes_it(minor, currency, language, said):
    """6.90 CNY is how a program says it."""
    assert written(minor, currency, language).replace("\u00a0", " ") == said
