"""A table of states that contradicts itself does not even load."""

from datetime import timedelta
from enum import StrEnum

import pytest

from picking.foundation.lifecycle import PREVIOUS, Lifecycle, LifecycleError, StepNotPossible


class S(StrEnum):
    """States of a thing."""

    OPEN = "OPEN"
    HELD = "HELD"
    DONE = "DONE"


class T(StrEnum):
    """Steps of a thing."""

    HOLD = "hold"
    GO_ON = "go_on"
    FINISH = "finish"


GOOD = (
    (S.OPEN, T.HOLD, S.HELD, "wait"),
    (S.HELD, T.GO_ON, PREVIOUS, "go on"),
    (S.OPEN, T.FINISH, S.DONE, "done"),
)


def table(*rows, ends=frozenset({S.DONE}), patience=None):
    return Lifecycle("thing", S.OPEN, ends, rows, patience or {})


def test_a_sound_table_answers():
    """The answer is where the row leads, and PREVIOUS leads back."""
    life = table(*GOOD)

    assert life.after(S.OPEN, T.HOLD) is S.HELD
    assert life.after(S.HELD, T.GO_ON, S.OPEN) is S.OPEN
    assert life.possible(S.OPEN) == (T.HOLD, T.FINISH)
    assert life.open_states() == {S.OPEN, S.HELD}


@pytest.mark.parametrize(
    ("rows", "options", "complaint"),
    [
        ((*GOOD, (S.OPEN, T.HOLD, S.DONE, "twice")), {}, "two answers"),
        ((*GOOD, (S.DONE, T.GO_ON, S.OPEN, "undead")), {}, "final but left again"),
        ((GOOD[0], GOOD[1]), {}, "never reached"),
        ((GOOD[0], GOOD[2]), {}, "no way out"),
        (GOOD, {"patience": {S.HELD: (timedelta(1), T.FINISH)}}, "has no row"),
    ],
)
def test_a_table_that_contradicts_itself_is_a_bug(rows, options, complaint):
    """It must be found when the program starts, not when a picker stands in the aisle."""
    with pytest.raises(LifecycleError, match=complaint):
        table(*rows, **options)


def test_a_lifecycle_without_ends_must_find_back():
    """A slot goes round for ever; one it cannot come back from would be lost to the store."""
    with pytest.raises(LifecycleError, match="no way out of DONE"):
        table(*GOOD, ends=frozenset())


def test_a_step_without_row_says_whether_it_was_done():
    """A repeat deserves another answer than an impossibility."""
    life = table(*GOOD)

    with pytest.raises(StepNotPossible) as repeat:
        life.after(S.DONE, T.FINISH)
    with pytest.raises(StepNotPossible) as wrong:
        life.after(S.HELD, T.FINISH)

    assert repeat.value.already_done
    assert not wrong.value.already_done


def test_nothing_to_return_to_is_a_bug():
    """A row back to the state before needs somebody who remembers it."""
    with pytest.raises(LifecycleError, match="no state before"):
        table(*GOOD).after(S.HELD, T.GO_ON)


def test_the_way_back_is_one_edge_for_every_origin():
    """Docs and searches see PREVIOUS as what it can mean."""
    assert (S.HELD, T.GO_ON, S.OPEN, "go on") in set(table(*GOOD).edges())
