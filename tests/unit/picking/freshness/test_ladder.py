"""The ladder by shelf life: from when a lot is near its end, in which colour, and what is taken off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from picking.freshness.ladder import (
    DAY_COLOURS,
    Colour,
    colour,
    day_colour,
    evening,
    near_days,
    off_permille,
    reduced,
    rung_days,
)

TODAY = date(2026, 1, 15)
lives = st.integers(0, 800)


@pytest.mark.parametrize(
    ("life", "near"),
    [(730, 45), (365, 45), (364, 20), (180, 20), (90, 15), (30, 10), (16, 5), (15, 4), (10, 3), (4, 1), (2, 1)],
)
def test_near_the_end_begins_by_shelf_life(life, near):
    """The trade's own numbers, step by step."""
    assert near_days(life) == near


@pytest.mark.parametrize(
    ("days", "life", "seen"),
    [
        (-1, 90, Colour.EXPIRED), (0, 90, Colour.RED), (1, 90, Colour.YELLOW), (15, 90, Colour.YELLOW),
        (16, 90, Colour.GREEN), (0, 1, Colour.YELLOW), (1, 1, Colour.GREEN), (-1, 1, Colour.EXPIRED),
    ],
)  # fmt: skip
def test_a_lot_has_one_colour_a_day(days, life, seen):
    """Green keeps, yellow is near, red ends today, expired cannot be sold; what is sold only today is no alarm."""
    assert colour(TODAY + timedelta(days=days), life, TODAY) is seen


@given(lives, st.integers(0, 60))
def test_the_nearer_the_end_the_more_is_taken_off(life, days):
    """A ladder that goes down and up again would teach customers to wait."""
    assert off_permille(life, days) <= off_permille(life, max(0, days - 1))


@given(st.integers(2, 800), st.integers(0, 45))
def test_a_rung_lasts_until_the_next_one_begins(life, days):
    """No day without a price, none with two."""
    lasts = rung_days(life, days)

    assert 1 <= lasts <= days + 1
    assert {off_permille(life, days - day) for day in range(lasts)} == {off_permille(life, days)}
    if lasts <= days:
        assert off_permille(life, days - lasts) > off_permille(life, days)


def test_an_evening_gets_cheaper_in_equal_steps():
    """From seven until the shelves are cleared."""
    begins = datetime(2026, 1, 15, 19, tzinfo=UTC)

    rungs = evening(begins, begins + timedelta(hours=3))

    assert [(rung.off_permille, rung.starts_at.hour) for rung in rungs] == [(300, 19), (500, 20), (700, 21)]
    assert {rung.ends_at.hour for rung in rungs} == {22}


def test_each_weekday_has_its_own_colour():
    """Yesterday's bread is seen from the aisle."""
    week = [day_colour(TODAY + timedelta(days=day)) for day in range(7)]

    assert set(week) == set(DAY_COLOURS)


@pytest.mark.parametrize(("price", "off", "asked"), [(590, 300, 413), (5, 700, 2), (1, 700, 1), (1000, 150, 850)])
def test_nothing_is_given_away_by_rounding(price, off, asked):
    """A price of nothing is no price."""
    assert reduced(price, off) == asked
