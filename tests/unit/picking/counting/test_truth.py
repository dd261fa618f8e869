"""The bin truth score is one formula, and it only moves the way it says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from picking.counting.truth import DOUBT, LEFT_AFTER, Happening, Look, confidence, doubt, held_back, look

NOW = datetime(2026, 1, 15, tzinfo=UTC)
points = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("happened", "days"),
    [
        ({}, 14),
        ({Happening.SALE: 50}, 0),
        ({Happening.BROUGHT: 20}, 0),
        ({Happening.PUT_BACK: 5}, 0),
        ({Happening.SHORT: 1}, 0),
        ({Happening.SALE: 25, Happening.PUT_BACK: 1}, 4.2),
    ],
)
def test_each_of_these_halves_what_is_believed(happened, days):
    """The numbers of the docs, one by one and together."""
    doubted = doubt(sum(DOUBT[what] * times for what, times in happened.items()), NOW - timedelta(days=days), NOW, 14)

    assert confidence(doubted) == 500


@given(points, st.integers(0, 400), st.sampled_from(Happening))
def test_whatever_happens_makes_a_bin_more_doubtful(before, days, what):
    """Only a look makes it less so."""
    looked_at = NOW - timedelta(days=days)
    now, later = NOW, NOW + timedelta(hours=1)

    assert doubt(before + DOUBT[what], looked_at, now, 14) > doubt(before, looked_at, now, 14)
    assert doubt(before, looked_at, later, 14) >= doubt(before, looked_at, now, 14)
    assert 0 <= confidence(doubt(before, looked_at, now, 14)) <= 1000


@given(st.integers(0, 1000), st.integers(0, 10))
def test_no_more_than_the_last_pieces_is_held_back(believed, last):
    """A bin that is believed offers all; one that is not keeps its last pieces, and no more."""
    assert 0 <= held_back(believed, last) <= last
    assert held_back(1000, last) == 0
    assert held_back(0, last) == last


def test_a_clock_that_runs_back_doubts_nothing():
    """A device from tomorrow must not make a bin trusted beyond all."""
    assert doubt(0, NOW + timedelta(days=1), NOW, 14) == 0


def test_a_count_is_believed_more_than_a_glance_and_true_books_more_than_wrong_ones():
    """Who was wrong once is wrong again sooner."""
    left = [LEFT_AFTER[look(counted=counted, right=right)] for counted in (True, False) for right in (True, False)]

    assert left[0] == 0 < left[2] < left[1] < left[3]
    assert set(LEFT_AFTER) == set(Look)
