"""What is ordered and how full a face is: enough, in whole packs, and no more than can be sold in time."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from picking.demand import Standing, day_limits, propose, quantile
from picking.demand.purchase import LotLeft, sell_first_expired


def test_enough_is_ordered_until_the_delivery_after_next():
    """Today's sales come off what lies here, tomorrow's are what the delivery is for."""
    proposal = propose(Standing(expected=[10, 10, 10], spread=1.0, lots=[LotLeft(12)]))

    assert (proposal.usable, proposal.needed) == (2, 16)  # 10 and a certainty of 95 %
    assert proposal.quantity == 14


def test_what_keeps_and_lies_here_is_not_ordered_again():
    """Money in shelves earns nothing."""
    proposal = propose(Standing(expected=[10, 10], spread=1.0, lots=[LotLeft(100)]))

    assert (proposal.quantity, proposal.because) == (0, ("covered",))


def test_what_expires_before_it_is_sold_does_not_count_as_stock():
    """Thirty yoghurts that end tonight are not tomorrow's yoghurts; and they are told as waste."""
    proposal = propose(Standing(expected=[10, 10], spread=1.0, lots=[LotLeft(30, days_left=1)], shelf_life_days=20))

    assert (proposal.usable, proposal.waste) == (0, 20)
    assert proposal.quantity == proposal.needed == 16
    assert "waste" in proposal.because


def test_fresh_goods_are_ordered_with_less_certainty():
    """What is left over of bread tonight is thrown away; of rice it is sold tomorrow."""
    bread = propose(Standing(expected=[10, 10], spread=4.0, shelf_life_days=2))
    rice = propose(Standing(expected=[10, 10], spread=4.0, shelf_life_days=365))

    assert bread.quantity < rice.quantity


def test_no_more_is_ordered_than_can_be_sold_in_its_life():
    """A pack of 24 of what sells ten in its two days feeds the bin behind the store."""
    proposal = propose(Standing(expected=[5] * 4, spread=1.0, shelf_life_days=2, pack=24))

    assert proposal.quantity == 0
    assert "whole_packs" in proposal.because


def test_packs_are_whole():
    """Nobody delivers a third of a box."""
    proposal = propose(Standing(expected=[10, 10], spread=1.0, pack=6))

    assert proposal.quantity == 18


@given(
    st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 6)), max_size=5),
    st.lists(st.integers(0, 20), max_size=6),
)
def test_what_is_not_sold_is_left_or_wasted(lots, wanted):
    """No piece may vanish from the reckoning."""
    here = [LotLeft(quantity, days) for quantity, days in lots]

    left, wasted = sell_first_expired(here, wanted)

    kept = sum(lot.quantity for lot in left)
    total = sum(lot.quantity for lot in here)
    assert 0 <= total - kept - wasted <= sum(wanted)
    assert all(lot.days_left is None or lot.days_left > 0 for lot in left)


def test_a_face_holds_what_sells_while_it_is_filled_and_not_more_than_it_can():
    """Below the least somebody walks; above the most it falls over."""
    hours = np.zeros(24)
    hours[10:20] = 4.0
    free, small = day_limits(hours, 1.0), day_limits(hours, 1.0, capacity=10)

    assert (free.least, free.most) == (13, 33)
    assert (small.least, small.most) == (9, 10)


@pytest.mark.parametrize(("sure", "more"), [(0.5, 0.0), (0.95, 5.2), (0.99, 7.36)])
def test_certainty_costs_stock(sure, more):
    """A normal bell over the mean, as wide as the days were uneven."""
    assert quantile(10.0, 1.0, sure) == pytest.approx(10.0 + more, abs=0.05)
