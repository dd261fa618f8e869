"""Whoever works at a stall brings each ready ticket to its position, once."""

import pytest

from web_handheld.simulation.actions import Rest
from web_handheld.simulation.stall import Staging


class Wall:
    """A stall's screen with these tickets ready."""

    def __init__(self, *ready):
        self.ready = list(ready)


@pytest.fixture
def wall():
    return Wall("0004-2")


def test_a_ready_ticket_is_scanned_and_brought_where_the_screen_says(hands, answer, wall):
    """The position was reserved for this order."""
    staging = Staging(hands, [wall])

    taken = staging.next_action(answer("home"))
    brought = staging.next_action(answer("stage", {"ticket": "0004-2", "position": "S3-01"}))

    assert taken.text == "T:0004-2"
    assert brought.text == "G:01-S3-01"


def test_a_staged_ticket_is_not_scanned_again(hands, answer, wall):
    """The wall forgets it only at its next look."""
    staging = Staging(hands, [wall])
    staging.next_action(answer("home"))

    assert isinstance(staging.next_action(answer("home", code="part_staged")), Rest)


def test_a_ticket_that_is_made_again_is_staged_again(hands, answer, wall):
    """Recalled, finished, ready once more."""
    staging = Staging(hands, [wall])
    staging.next_action(answer("home"))
    staging.next_action(answer("home", code="part_staged"))

    wall.ready = []
    staging.next_action(answer("home"))
    wall.ready = ["0004-2"]

    assert staging.next_action(answer("home")).text == "T:0004-2"
