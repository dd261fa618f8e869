"""Every lifecycle of every room is walked at random along its table; whatever has no row is refused."""

from datetime import UTC, datetime

import pytest
from floor import STORE  # noqa: F401 - it knows all tables, and so all lifecycles
from hypothesis import given, strategies as st

from picking.foundation.lifecycle import Lifecycle, Previous, StepNotPossible
from picking.foundation.tables import Base, Living

NOW = datetime(2026, 1, 15, tzinfo=UTC)
LIVING = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Living)), key=lambda k: k.__name__
)


def rows_of(lifecycle: Lifecycle):
    """Take a table apart again without its own help: {(state, step): next state or PREVIOUS}."""
    return {
        (state, step): becomes
        for states, step, becomes, _ in lifecycle.rows
        for state in (states if isinstance(states, tuple) else (states,))
    }


def steps_of(lifecycle: Lifecycle):
    """Give the whole vocabulary of steps, also those a state has no row for."""
    return list(type(lifecycle.rows[0][1]))


each_kind = pytest.mark.parametrize("kind", LIVING, ids=lambda kind: kind.lifecycle.name)


def test_every_room_has_its_lives_as_tables():
    """A thing with states that is not found here would never be walked."""
    assert {"order", "sub-order", "pick task", "pick line", "ticket", "bag", "reservation", "print job"} <= {
        kind.lifecycle.name for kind in LIVING
    }
    assert len({kind.lifecycle.name for kind in LIVING}) == len(LIVING)


@each_kind
@given(choices=st.lists(st.integers(0, 10_000), max_size=60))
def test_a_walk_along_the_table_never_leaves_it(kind, choices):
    """A thing's row and its table agree after every step, also on the way back to a state before."""
    lifecycle, thing = kind.lifecycle, kind()
    thing.begin(NOW)
    table = rows_of(lifecycle)
    before = None

    for choice in choices:
        possible = lifecycle.possible(thing.state)
        assert set(possible) == {step for state, step in table if state is thing.state}
        assert thing.is_final == (not possible)
        if not possible:
            break
        step = possible[choice % len(possible)]
        expected = table[thing.state, step]
        expected = before if isinstance(expected, Previous) else expected

        state = thing.state
        thing.enter(lifecycle.after(state, step, thing.previous()), NOW, None)

        assert thing.state is expected
        assert (thing.deadline_at is not None) == (thing.state in lifecycle.patience)
        before = state if state is not expected else before


@each_kind
def test_every_cell_that_is_not_in_the_table_is_refused(kind):
    """What must not happen has no row; a step that leads where the thing stands says so."""
    lifecycle = kind.lifecycle
    table = rows_of(lifecycle)
    for state in lifecycle.states():
        for step in steps_of(lifecycle):
            if (state, step) in table:
                continue
            with pytest.raises(StepNotPossible) as no:
                lifecycle.after(state, step)
            leads_here = any(other is step and becomes is state for (_, other), becomes in table.items())
            assert no.value.already_done == leads_here


@each_kind
def test_every_step_of_the_vocabulary_is_used(kind):
    """A word that no row uses is a rule somebody forgot."""
    lifecycle = kind.lifecycle
    assert {step for _, step in rows_of(lifecycle)} == set(steps_of(lifecycle))


@each_kind
def test_every_state_leads_to_an_end_or_back_to_the_start(kind):
    """Nothing may wait for ever without a way out; asked of the table by a search of its own."""
    lifecycle = kind.lifecycle
    goals = set(lifecycle.ends) or {lifecycle.start}
    ways = {(state, becomes) for state, _, becomes, _ in lifecycle.edges()}

    for state in lifecycle.states():
        reached, grown = set(), {state}
        while reached != grown:
            reached, grown = grown, grown | {b for a, b in ways if a in grown}

        assert reached & goals


@each_kind
def test_every_row_says_why(kind):
    """The tables are the documentation: a row without its reason explains nothing."""
    assert all(reason.strip() for *_, reason in kind.lifecycle.rows)


@each_kind
def test_state_names_fit_their_columns(kind):
    """A longer word would be cut or refused by PostgreSQL only, in the store and not at the desk."""
    words = [*kind.lifecycle.states(), *steps_of(kind.lifecycle)]
    assert max(len(str(word)) for word in words) <= 24
