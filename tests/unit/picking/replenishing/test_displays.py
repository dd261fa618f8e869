"""A display goes up, is kept full and comes down by itself."""

from datetime import timedelta

import pytest

from picking.foundation.refusals import Refusal
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import DisplayDraft
from picking.replenishing.lifecycle import DisplayState, ReplenishmentState
from picking.replenishing.model import Cause, Display


@pytest.fixture
def end_of_aisle(aisle):
    """Give the aisle with thirty milk behind and an empty place at its end."""
    aisle.stock("milk", 30, "R-1")
    aisle.run(replenishing.keep_limits, [("A-1", "milk", 1, 3)])
    aisle.floor.bin("E-1")
    return aisle


def plan(aisle, quantity=10, days=2):
    """Plan a display from in an hour for some days."""
    begins_at = aisle.clock.now() + timedelta(hours=1)
    draft = DisplayDraft("E-1", "milk", quantity, begins_at, begins_at + timedelta(days=days))
    return aisle.run(replenishing.plan_display, draft, by=aisle.hand)


def test_at_its_hour_a_display_is_filled(end_of_aisle):
    """A promotion whose goods are still in the backroom sells nothing."""
    plan(end_of_aisle)
    end_of_aisle.after(minutes=30)
    before = end_of_aisle.wished()

    end_of_aisle.after(minutes=31)

    (wish,) = end_of_aisle.wished()
    assert before == []
    assert (wish.cause, wish.bin_id, wish.quantity) == (Cause.DISPLAY, "E-1", 10)
    assert end_of_aisle.bring(10).state is ReplenishmentState.COMPLETE


def test_a_display_half_sold_is_filled_up(end_of_aisle):
    """Nobody takes the last three from a heap."""
    plan(end_of_aisle)
    end_of_aisle.after(minutes=61)
    end_of_aisle.bring(4, reason="not_found")

    end_of_aisle.after(minutes=6)

    (wish,) = end_of_aisle.wished()
    assert (wish.cause, wish.quantity) == (Cause.DISPLAY, 6)


def test_after_its_time_what_is_left_goes_back(end_of_aisle):
    """The place belongs to the next promotion."""
    plan(end_of_aisle)
    end_of_aisle.after(minutes=61)
    end_of_aisle.bring(10)

    end_of_aisle.clock.advance(days=2)
    end_of_aisle.sweep()

    backs = [wish for wish in end_of_aisle.wished() if wish.from_bin == "E-1"]
    assert [(wish.cause, wish.bin_id, wish.quantity) for wish in backs] == [(Cause.DISPLAY, "R-1", 10)]
    assert end_of_aisle.one(Display).state is DisplayState.DOWN


def test_a_display_nobody_wants_is_never_built(end_of_aisle):
    """Plans change before they begin."""
    display = plan(end_of_aisle)
    end_of_aisle.run(replenishing.end_display, display.id, by=end_of_aisle.hand)

    end_of_aisle.after(hours=3)

    assert end_of_aisle.wished() == []


def test_two_displays_of_the_same_goods_do_not_share_a_place(end_of_aisle):
    """Nobody could say whose end empties it."""
    plan(end_of_aisle)

    with pytest.raises(Refusal) as refused:
        plan(end_of_aisle)

    assert refused.value.code == "display_stands"
