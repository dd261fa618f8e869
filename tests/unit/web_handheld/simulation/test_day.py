"""A day of orders is moved into the run."""

import json
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from web_handheld.simulation.day import Day, Payment, fate
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.options import NOTHING_WRONG, Odds

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def order(external_id, placed_at, **more):
    return {"channel": "app", "external_id": external_id, "store": "01", "placed_at": placed_at, "lines": [], **more}


@pytest.fixture
def day():
    return Day(
        (
            order("A-1", "2026-01-14T23:00:00Z", promised_at="2026-01-14T23:30:00Z"),
            order("A-2", "2026-01-15T00:00:00Z", not_before="2026-01-15T03:00:00Z", promised_at="2026-01-15T03:30:00Z"),
        )
    )


def test_the_first_order_is_placed_now(day):
    """Whoever starts the demonstration wants to see something at once."""
    moved = day.shifted(day.orders[0], NOW, speed=60)

    assert moved["placed_at"] == "2026-03-01T12:00:00Z"


def test_distances_and_promises_shrink_with_the_speed(day):
    """Late must mean late at any speed."""
    moved = day.shifted(day.orders[1], NOW, speed=60)

    assert datetime.fromisoformat(moved["placed_at"]) - NOW == timedelta(minutes=1)
    assert datetime.fromisoformat(moved["promised_at"]) - NOW == timedelta(minutes=4.5)
    assert datetime.fromisoformat(moved["not_before"]) - NOW == timedelta(minutes=4)


def test_times_that_an_order_does_not_have_are_not_invented(day):
    """An order without a slot is wanted as soon as possible."""
    moved = day.shifted(day.orders[0], NOW, speed=1)

    assert "not_before" not in moved


def test_the_day_begins_again_a_day_later_under_new_numbers(day):
    """A run may be longer than the day; a repeated number would be a repeat of the order."""
    played = list(islice(day.again_and_again("r7"), 3))

    assert [each["external_id"] for each in played] == ["A-1-r7-0", "A-2-r7-0", "A-1-r7-1"]
    assert day.seconds_in(played[2]) == 24 * 3600


def test_an_empty_day_file_is_refused(tmp_path):
    """Nothing to play is a mistake, not a quiet success."""
    empty = tmp_path / "day.jsonl"
    empty.write_text("\n")

    with pytest.raises(ValueError, match="holds no orders"):
        Day.read(empty)


def test_a_day_file_is_read_line_by_line(tmp_path, day):
    """One body of the API a line, so that other tools can write it."""
    file = tmp_path / "day.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in day.orders))

    assert Day.read(file) == day


def test_the_same_seed_gives_the_same_fates():
    """A run that went wrong must be playable again."""
    first, second = (
        [fate(Dice(7).of(f"A-{number}"), Odds()) for number in range(50)],
        [fate(Dice(7).of(f"A-{number}"), Odds()) for number in range(50)],
    )

    assert first == second


def test_without_odds_everybody_pays_in_time_and_nobody_cancels():
    """Faults can be switched off, to see the plain flow."""
    fates = [fate(Dice(1).of(str(number)), NOTHING_WRONG) for number in range(100)]

    assert {each.payment for each in fates} == {Payment.PROMPT}
    assert {each.cancels_after_seconds for each in fates} == {None}


def test_faults_come_about_as_often_as_their_odds():
    """5 % must not be 50 %."""
    fates = [fate(Dice(1).of(str(number)), Odds(no_payment=0.1, cancel=0.2)) for number in range(2000)]

    assert 150 < sum(each.payment is Payment.NEVER for each in fates) < 250
    assert 280 < sum(each.cancels_after_seconds is not None for each in fates) < 440


def test_a_day_that_begins_later_keeps_all_its_orders(day):
    """A demonstration begins where the store is busy; the quiet morning comes as the next one."""
    later = day.later(0.5)

    assert [each["external_id"] for each in later.orders] == ["A-2", "A-1"]
    assert later.orders[1]["placed_at"] == "2026-01-15T23:00:00Z"
    assert day.later(0) == day
