"""A stall's screen belongs to one person, and changes hands only when asked."""

import pytest

from picking.devices import commands
from picking.devices.lifecycle import StationSessionState as State
from picking.devices.model import StationSession
from picking.devices.queries import session_at
from picking.foundation.refusals import Refusal


@pytest.fixture
def fish(shop):
    shop.stall("fish")
    for person in ("wu", "sun"):
        shop.worker(person, "stall")
    shop.worker("lead", "lead")
    shop.run(commands.open_station, "fish", "wu")
    return shop


def holder(shop):
    return shop.ask(session_at, "fish").person_id


def test_opening_ones_own_stall_again_goes_on(fish):
    """A reload is no new session."""
    fish.run(commands.open_station, "fish", "wu")

    assert len(fish.all(StationSession)) == 1


def test_a_worked_stall_is_not_taken_by_opening_it(fish):
    """Nothing is stolen silently."""
    with pytest.raises(Refusal, match="station_taken"):
        fish.run(commands.open_station, "fish", "sun")


def test_a_takeover_is_asked_and_agreed(fish):
    """Both must say so."""
    asked = fish.run(commands.ask_takeover, "fish", "sun")
    pending = fish.get(StationSession, asked.id).state

    fish.run(lambda work: commands.answer_takeover(work, asked.id, agree=True), by=fish.actor("wu", "stall"))

    assert (pending, fish.get(StationSession, asked.id).state) == (State.TAKEOVER_PENDING, State.CLOSED)
    assert holder(fish) == "sun"
    assert fish.alerts("person:wu") == ["takeover_asked", "takeover_done"]


def test_a_refused_takeover_leaves_everything_as_it_was(fish):
    """In the rush, "not now" is an answer."""
    asked = fish.run(commands.ask_takeover, "fish", "sun")

    fish.run(lambda work: commands.answer_takeover(work, asked.id, agree=False), by=fish.actor("wu", "stall"))

    assert (holder(fish), fish.get(StationSession, asked.id).state) == ("wu", State.OPEN)
    assert fish.alerts("person:sun") == ["takeover_refused"]


def test_whoever_asks_cannot_agree_to_it(fish):
    """Else asking would be taking."""
    asked = fish.run(commands.ask_takeover, "fish", "sun")

    with pytest.raises(Refusal, match="right_missing"):
        fish.run(lambda work: commands.answer_takeover(work, asked.id, agree=True), by=fish.actor("sun", "stall"))
    fish.run(lambda work: commands.answer_takeover(work, asked.id, agree=True), by=fish.actor("lead", "stall.lead"))
    assert holder(fish) == "sun"


def test_an_untouched_screen_locks_and_its_own_badge_goes_on(fish):
    """A wet stall is left alone for hours; its tickets stay."""
    fish.clock.advance(hours=3)
    fish.run(commands.touch_station, "fish")
    fish.clock.advance(hours=3)
    fish.sweep()
    touched = fish.ask(session_at, "fish").state
    fish.clock.advance(hours=2)
    fish.sweep()
    locked = fish.ask(session_at, "fish").state

    fish.run(commands.open_station, "fish", "wu")

    assert (touched, locked, fish.ask(session_at, "fish").state) == (State.OPEN, State.LOCKED, State.OPEN)


def test_a_locked_screen_changes_hands_by_a_lead(fish):
    """Its person has gone home: nobody is there to agree."""
    fish.clock.advance(hours=5)
    fish.sweep()

    with pytest.raises(Refusal, match="right_missing"):
        fish.run(commands.ask_takeover, "fish", "sun", by=fish.actor("sun", "stall"))
    fish.run(commands.ask_takeover, "fish", "sun", by=fish.actor("lead", "stall.lead"))

    assert holder(fish) == "sun"


def test_signing_out_frees_the_stall(fish):
    """The next one opens it without asking."""
    fish.run(commands.close_station, "fish", by=fish.actor("wu", "stall"))

    fish.run(commands.open_station, "fish", "sun")

    assert holder(fish) == "sun"


def test_a_free_stall_is_opened_and_not_asked_for(fish):
    """A question to nobody would wait for ever."""
    fish.run(commands.close_station, "fish")

    with pytest.raises(Refusal, match="station_free"):
        fish.run(commands.ask_takeover, "fish", "sun")
    with pytest.raises(Refusal, match="unknown_thing"):
        fish.run(commands.close_station, "fish")
