"""How long things take, learned from what was seen."""

from random import Random

import pytest

from picking.planning.durations import Spread, load_band


def learned(values, spread=None):
    spread = spread or Spread()
    for value in values:
        spread = spread.seen(value)
    return spread


def test_quantiles_are_those_of_what_was_seen():
    """Half of the tickets must be ready by the median, nine of ten by what is called sure."""
    dice = Random(4)  # noqa: S311 - drawn durations are no secret
    spread = learned(dice.uniform(100, 300) for _ in range(2000))

    assert spread.quantile(0.5) == pytest.approx(200, rel=0.15)
    assert spread.quantile(0.9) == pytest.approx(280, rel=0.15)
    assert spread.quantile(0.1) == pytest.approx(120, rel=0.15)
    assert spread.quantile(0.1) < spread.quantile(0.5) < spread.quantile(0.9)


def test_what_is_new_counts_more_than_what_is_old():
    """A stall with a second cook is quicker from this week on, not on the average of the year."""
    spread = learned([600.0] * 500)

    spread = learned([300.0] * 60, spread)

    assert spread.quantile(0.5) == pytest.approx(300, rel=0.13)


def test_before_anything_was_seen_what_is_believed_holds():
    """The first order of a new store is planned, too."""
    believed = Spread.around(60.0, 100.0, 200.0)

    assert believed.quantile(0.05) == pytest.approx(60, rel=0.13)
    assert believed.quantile(0.5) == pytest.approx(100, rel=0.13)
    assert believed.quantile(0.95) == pytest.approx(200, rel=0.13)
    with pytest.raises(ValueError, match="nothing was seen"):
        Spread().quantile(0.5)


def test_few_sights_rest_on_the_coarser_spread():
    """One slow ticket at noon must not move the start of the next one by a quarter of an hour."""
    always = learned([100.0] * 40)

    once, often = learned([500.0]).over(always), learned([500.0] * 40).over(always)

    assert once.quantile(0.5) == pytest.approx(100, rel=0.13)
    assert often.quantile(0.5) == pytest.approx(500, rel=0.13)
    assert Spread().over(always).quantile(0.9) == pytest.approx(always.quantile(0.9))


def test_what_cannot_be_is_not_learned():
    """A clock that was set back tells nothing about a kitchen."""
    spread = learned([100.0])

    assert spread.seen(0.0) == spread
    assert spread.seen(-5.0) == spread
    assert learned([1e12]).quantile(1.0) < 1e6, "a ticket forgotten over night is only very late"


def test_a_spread_stays_small():
    """It is a row of every stall, hour and load."""
    dice = Random(1)  # noqa: S311 - as above

    spread = learned(dice.lognormvariate(5, 1) for _ in range(5000))

    assert len(spread.weights) <= 80


@pytest.mark.parametrize(("count", "band"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (60, 3)])
def test_load_is_learned_in_four_bands(count, band):
    """Each count by itself would never be seen often enough."""
    assert load_band(count) == band
