"""The simulated evening falls where the simulated day has it, and the store gets its own hours back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from web_handheld.simulation.evening import moved_hours, next_evening

WALL = ZoneInfo("Asia/Shanghai")
OWN = {"opens_at": "06:30", "marks_down_at": "19:00", "clears_at": "21:30"}


def at(clock, day=15):
    hour, minute = clock.split(":")
    return datetime(2026, 1, day, int(hour), int(minute), tzinfo=WALL)


def hours(now, sim_now, speed):
    return moved_hours(now, sim_now, next_evening(sim_now, OWN), speed)


def test_an_evening_comes_as_much_sooner_as_the_day_is_quicker():
    """Ten simulated hours at twenty times the speed are half an hour of everybody's."""
    assert hours(at("10:00"), at("09:00"), 20) == {
        "opens_at": "10:01",
        "marks_down_at": "10:31",
        "clears_at": "10:38",
    }


def test_each_hour_has_a_minute_of_its_own():
    """Hours are written in minutes, and a day that opens after it has closed is refused."""
    assert hours(at("10:00"), at("18:59"), 600) == {
        "opens_at": "10:01",
        "marks_down_at": "10:02",
        "clears_at": "10:03",
    }


def test_what_would_pass_midnight_is_left_as_it_is():
    """The store's day is the real one's."""
    assert hours(at("23:50"), at("09:00"), 20) is None


def test_after_the_evening_comes_that_of_the_next_day():
    """A day is played again and again."""
    begins, clears = next_evening(at("19:00"), OWN)

    assert (begins, clears) == (at("19:00", day=16), at("21:30", day=16))
