"""Money: whole minor units, and the customer wins the last cent."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from picking.foundation.money import price_of_grams, share
from picking.foundation.quantity import grams, within_tolerance

amounts = st.integers(0, 10_000_000)


@given(total=amounts, whole=st.integers(1, 10_000), data=st.data())
def test_a_share_is_rounded_for_the_customer(total, whole, data):
    """A refund may be a hair more than exact, never less."""
    part = data.draw(st.integers(0, whole))

    given_back = share(total, part, whole)

    assert 0 <= given_back * whole - total * part < whole
    assert given_back <= total


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, 0)])
def test_what_is_no_part_is_a_bug(part, whole):
    """More than the whole can only be a mistake of ours."""
    with pytest.raises(ValueError, match="no part"):
        share(100, part, whole)


@pytest.mark.parametrize(("price", "weight", "amount"), [(3980, 250, 995), (999, 1, 1), (1000, 0, 0), (499, 1, 0)])
def test_a_weights_price_is_rounded_half_up(price, weight, amount):
    """As every till of the trade does it."""
    assert price_of_grams(price, weight) == amount


def test_drivers_units_become_whole_grams():
    """A jin is half a kilogram; an unknown unit is no weight at all."""
    assert [grams("1.5", "kg"), grams(Decimal(2), "jin"), grams("1", "lb")] == [1500, 1000, 454]
    with pytest.raises(ValueError, match="unknown unit"):
        grams("1", "stone")


def test_tolerance_is_a_share_of_what_was_asked():
    """Ten percent of 500 g is 50 g, and the limit itself is within."""
    assert within_tolerance(550, 500, 100)
    assert not within_tolerance(551, 500, 100)
