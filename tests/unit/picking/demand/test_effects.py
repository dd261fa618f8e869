"""What the forecast learns: weekdays, promotions, the calendar, hours; and what it makes of little."""

from datetime import date, timedelta

import numpy as np
import pytest
from generate.sample_year import draw

from picking.demand import Day, History, learn
from picking.demand.history import first_days
from picking.demand.measure import last_week, wape

MONDAY = date(2025, 1, 6)


def history(totals, *, promoted=None, kinds=None, hour=10):
    """Give a history of items whose day totals are given, all sold in one hour."""
    totals = np.atleast_2d(np.array(totals, dtype=float))
    days = [Day(MONDAY + timedelta(days=n), (kinds or {}).get(n, "")) for n in range(totals.shape[1])]
    sold = np.zeros((*totals.shape, 24))
    sold[:, :, hour] = totals
    flags = np.zeros(totals.shape, dtype=bool) if promoted is None else np.atleast_2d(promoted)
    return History(days, sold, flags, first_days(sold))


def said(known, day, *, promoted=False):
    return learn(known).total(day, np.full(len(known.sold), promoted))


def test_what_sells_the_same_every_day_is_said_to_go_on():
    """The plainest case must be exact."""
    known = history([[40.0] * 70])

    assert said(known, Day(MONDAY + timedelta(days=70)))[0] == pytest.approx(40.0, rel=0.02)


def test_a_saturday_is_a_saturday():
    """Twice as much on Saturdays is known after ten of them."""
    weeks = np.tile([50, 50, 50, 50, 50, 100, 50], 10)
    known = history([weeks])

    friday, saturday = (said(known, Day(MONDAY + timedelta(days=70 + n)))[0] for n in (4, 5))

    assert saturday / friday == pytest.approx(2.0, rel=0.1)


def test_an_item_that_hardly_sells_has_its_categorys_weekdays():
    """Five sales in ten weeks, three of them on a Tuesday, make no Tuesday item."""
    many = np.tile([50, 50, 50, 50, 50, 100, 50], 10)
    few = np.zeros(70)
    few[[1, 8, 15, 30, 40]] = 1
    profile = learn(history([many, few]))

    assert profile.weekday[1, 1] == pytest.approx(profile.weekday[0, 1], rel=0.15)
    assert profile.weekday[1, 5] > 1.4 * profile.weekday[1, 0]


def test_a_promotion_raises_its_days_and_not_the_level():
    """After the promotion the shelf is not filled for a rush that is over."""
    totals, promoted = np.full(84, 30.0), np.zeros(84, dtype=bool)
    totals[60:67], promoted[60:67] = 90.0, True
    known = history([totals], promoted=promoted)
    next_day = Day(MONDAY + timedelta(days=84))

    assert said(known, next_day)[0] == pytest.approx(30.0, rel=0.1)
    assert said(known, next_day, promoted=True)[0] == pytest.approx(90.0, rel=0.15)


def test_the_calendar_is_learned_by_its_words():
    """The eve of one holiday tells of the next."""
    totals = np.full(112, 40.0)
    totals[[50, 80]] = 80.0
    known = history([totals], kinds={50: "eve", 80: "eve"})

    assert said(known, Day(MONDAY + timedelta(days=112), "eve"))[0] == pytest.approx(80.0, rel=0.2)
    assert said(known, Day(MONDAY + timedelta(days=112), "match"))[0] == pytest.approx(40.0, rel=0.1)


def test_a_new_item_is_not_dragged_down_by_the_days_before_it():
    """It was not on the shelf: those were no days on which nobody wanted it."""
    totals = np.zeros(70)
    totals[56:] = 20.0
    known = history([np.full(70, 20.0), totals])

    assert said(known, Day(MONDAY + timedelta(days=70)))[1] == pytest.approx(20.0, rel=0.1)


def test_the_hours_of_a_day_make_the_day():
    """No piece is lost between the day and its hours."""
    known = history([[40.0] * 30, [3.0] * 30], hour=18)
    profile = learn(known)
    day = Day(MONDAY + timedelta(days=30))

    hours = profile.day(day, np.zeros(2, dtype=bool))

    assert hours.sum(axis=1) == pytest.approx(profile.total(day, np.zeros(2, dtype=bool)))
    assert hours[0].argmax() == 18


def test_nothing_sold_is_nothing_expected():
    """A category that is new to the store has no past."""
    known = history(np.zeros((2, 14)))

    assert said(known, Day(MONDAY + timedelta(days=14))).tolist() == [0.0, 0.0]


def test_it_beats_last_weeks_same_day_on_a_generated_year():
    """Otherwise a note of last week's sales would do (all categories: tests/bench/forecast.py)."""
    year = draw(items_max=60)
    said_by_us, said_last_week, sold = [], [], []
    for known in year.categories.values():
        for day in range(120, 364, 9):
            profile = learn(known.until(day))
            said_by_us.append(profile.day(known.days[day], known.promoted[:, day]))
            said_last_week.append(last_week(known.sold, day))
            sold.append(known.sold[:, day])
    ours, theirs, truth = (np.concatenate(each) for each in (said_by_us, said_last_week, sold))

    assert wape(ours.sum(axis=1), truth.sum(axis=1)) < 0.8 * wape(theirs.sum(axis=1), truth.sum(axis=1))
    assert wape(ours, truth) < 0.9 * wape(theirs, truth)


def test_what_was_sold_out_is_no_sign_that_nobody_wanted_it():
    """Otherwise a shelf that runs empty is filled less, and runs empty sooner, until nobody buys there any more."""
    sold = np.zeros((1, 84, 24))
    sold[:, :, 8:20] = 5.0
    open_share = np.ones_like(sold)
    open_share[:, 1::2, 14:] = 0.0  # every other afternoon
    open_share[:, 40, :] = 0.0
    days = [Day(MONDAY + timedelta(days=n)) for n in range(84)]
    known = History(days, sold * open_share, np.zeros((1, 84), dtype=bool), np.zeros(1, dtype=int), open_share)
    blind = History(days, sold * open_share, known.promoted, known.begun)
    tomorrow = Day(MONDAY + timedelta(days=84))

    learned = learn(known)

    assert said(known, tomorrow)[0] == pytest.approx(60.0, rel=0.03)
    assert learned.day(tomorrow, known.promoted[:, 0])[0, 15] == pytest.approx(5.0, rel=0.1)
    assert said(blind, tomorrow)[0] < 48.0
