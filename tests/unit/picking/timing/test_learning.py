"""What the store learns about its own pace, and keeps."""

import pytest
from floor import STORE

from picking.planning.durations import Spread
from picking.timing.commands import learn
from picking.timing.model import ANY, LearnedDuration, Timed
from picking.timing.queries import hour_of, spread_of, spreads_of

BELIEVED = Spread.around(0.7, 1.0, 1.5)


def median(floor, key="kitchen", **place):
    return floor.ask(spread_of, STORE, Timed.TICKET, key, BELIEVED, **place).quantile(0.5)


def see(floor, value, times, key="kitchen", **place):
    for _ in range(times):
        floor.run(learn, Timed.TICKET, key, value, **place)


def test_what_was_learned_is_kept(any_floor):
    """A restart must not make the kitchen a stranger again."""
    see(any_floor, 3.0, 30, hour=12, load=2)

    any_floor.restart()

    assert median(any_floor, hour=12, load=2) == pytest.approx(3.0, rel=0.15)
    assert any_floor.ask(spread_of, STORE, Timed.TICKET, "bakery", BELIEVED, hour=12, load=2) is None, "another stall"


def test_an_hour_never_seen_follows_the_other_hours(floor):
    """The first evening is planned from the noons before it."""
    see(floor, 3.0, 30, hour=12, load=2)

    assert median(floor, hour=19, load=2) == pytest.approx(3.0, rel=0.15)
    assert median(floor, hour=19, load=0) == pytest.approx(3.0, rel=0.15), "nothing better is known of a calm stall"


def test_a_calm_and_a_busy_stall_are_told_apart(floor):
    """Twenty minutes at noon say little about ten in the morning."""
    see(floor, 3.0, 30, hour=12, load=3)
    see(floor, 1.0, 30, hour=12, load=0)

    assert median(floor, hour=12, load=3) == pytest.approx(3.0, rel=0.15)
    assert median(floor, hour=12, load=0) == pytest.approx(1.0, rel=0.15)


def test_nonsense_is_not_learned(floor):
    """A ticket that was ready before it was begun is a clock's fault."""
    see(floor, -1.0, 3)

    assert floor.all(LearnedDuration) == []


def test_many_items_are_asked_in_one_question(floor):
    """An order of twenty items must not cost twenty questions."""
    floor.run(learn, Timed.ITEM, "noodles", 240.0)

    known = floor.ask(spreads_of, STORE, Timed.ITEM, ["noodles", "soup"])

    assert set(known) == {"noodles"}
    assert {(row.hour, row.load) for row in floor.all(LearnedDuration)} == {(ANY, ANY)}


def test_the_hour_is_that_of_the_stores_wall(floor):
    """Noon in Shanghai is four in the morning for the server."""
    assert floor.ask(hour_of, STORE, floor.clock.now()) == 10
