"""Scale labels are printed as the store's scales print them."""

import pytest

from web_handheld.simulation.labels import check_digit, scale_label

WEIGHT = {
    "prefix": "21",
    "length": 13,
    "check": "gs1",
    "fields": [{"name": "plu", "digits": 5, "decimals": 0}, {"name": "weight_grams", "digits": 5, "decimals": 3}],
}
AMOUNT = {**WEIGHT, "prefix": "20", "fields": [WEIGHT["fields"][0], {"name": "amount_minor", "digits": 5}]}
BOTH = {
    "prefix": "26",
    "length": 18,
    "check": "gs1",
    "fields": [
        {"name": "plu", "digits": 5},
        {"name": "amount_minor", "digits": 5},
        {"name": "weight_grams", "digits": 5},
    ],
}


def test_a_weight_label_carries_plu_and_grams():
    """The sample of the trade: PLU 12345, 1.500 kg."""
    assert scale_label([WEIGHT], "12345", 1500, 998) == "2112345015002"


def test_the_first_layout_with_a_weight_is_taken():
    """A label with the amount only would have to be divided by a price that may have changed."""
    assert scale_label([AMOUNT, WEIGHT], "12345", 1500, 998).startswith("21")


def test_a_long_label_carries_amount_and_weight():
    """625 g at 20.00 a kilogram are 12.50."""
    assert scale_label([BOTH], "12345", 625, 2000) == "261234501250006250"


@pytest.mark.parametrize(("rule", "digit"), [("gs1", 0), ("left", 4), ("none", 0)])
def test_the_check_digit_follows_the_layouts_rule(rule, digit):
    """Eighteen digits by the EAN-13 method mean two things in two shops."""
    assert check_digit("26123450125000625", rule) == digit
