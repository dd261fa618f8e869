"""The witness writes down what must not happen."""

import pytest

from web_handheld.simulation.witness import Witness


@pytest.fixture
def witness():
    return Witness()


def test_a_line_in_two_hands_breaks_the_promise(witness):
    """No line ever belongs to two people."""
    witness.has_in_hand("L1", "Lin")
    witness.has_in_hand("L1", "Chen")

    assert witness.broken_promises == ["line L1 was in the hands of Lin and of Chen"]


def test_a_line_that_was_left_may_be_somebody_elses(witness):
    """Work can be given back and taken by another."""
    witness.has_in_hand("L1", "Lin")
    witness.has_left("Lin")
    witness.has_in_hand("L1", "Chen")

    assert witness.broken_promises == []


def test_another_answer_to_the_same_message_breaks_the_promise(witness):
    """The second time gets the first answer."""
    witness.same_answer({"picked": 1}, {"picked": 2}, "scan 7")

    assert witness.broken_promises == ["scan 7: the second answer was another one than the first"]
