"""Every wait has an end, found by a query, so that it does not matter who was asleep."""

from datetime import timedelta

import pytest

from picking.foundation.records import Instruction, InstructionState, InstructionStep
from picking.foundation.refusals import Refusal


@pytest.fixture
def waiting(any_floor):
    """Give the id of an instruction that waits for its device, twenty seconds long."""
    return any_floor.run(lambda work: work.instruct("g1/p1", "beep", {}).id)


def test_a_wait_ends_at_its_deadline_and_not_before(any_floor, waiting):
    """Twenty seconds are twenty seconds."""
    any_floor.clock.advance(seconds=19)
    assert any_floor.sweep() == 0
    any_floor.clock.advance(seconds=1)
    assert any_floor.sweep() == 1

    assert any_floor.get(Instruction, waiting).state is InstructionState.EXPIRED


def test_a_wait_ends_once(any_floor, waiting):
    """Time passes on, the deed does not repeat."""
    any_floor.clock.advance(minutes=1)

    assert [any_floor.sweep() for _ in range(3)] == [1, 0, 0]


def test_a_wait_ends_after_a_restart(any_floor, waiting):
    """Nothing of a wait lives in memory."""
    any_floor.clock.advance(hours=5)
    any_floor.restart()

    assert any_floor.sweep() == 1


def test_a_step_before_the_deadline_ends_the_wait(any_floor, waiting):
    """Who was answered is not expired."""
    any_floor.run(lambda work: work.step(work.get(Instruction, waiting), InstructionStep.REPORT_DONE))
    any_floor.clock.advance(minutes=1)

    assert any_floor.sweep() == 0


def test_a_patience_of_its_own_replaces_the_tables(any_floor, waiting):
    """A store, or a single thing, may be given more time."""
    any_floor.run(
        lambda work: work.step(work.get(Instruction, waiting), InstructionStep.SEND, patience=timedelta(minutes=5))
    )
    any_floor.clock.advance(minutes=4)
    assert any_floor.sweep() == 0
    any_floor.clock.advance(minutes=1)
    assert any_floor.sweep() == 1


def test_the_registered_command_ends_the_wait(any_floor, waiting):
    """Where an end means more than a step, the story's command does it, in the system's name."""
    ended = []

    def expire(work, thing):
        work.step(thing, InstructionStep.EXPIRE)
        ended.append((thing.id, work.by.is_system))

    any_floor.time_outs = {(Instruction, InstructionStep.EXPIRE): expire}
    any_floor.clock.advance(minutes=1)

    assert any_floor.sweep() == 1
    assert ended == [(waiting, True)]


def test_one_that_refuses_does_not_stop_the_others(any_floor, waiting):
    """One thing in an odd state must not keep a whole store waiting."""
    other = any_floor.run(lambda work: work.instruct("g1/p2", "beep", {}).id)

    def expire(work, thing):
        if thing.id == waiting:
            raise Refusal("odd")
        work.step(thing, InstructionStep.EXPIRE)

    any_floor.time_outs = {(Instruction, InstructionStep.EXPIRE): expire}
    any_floor.clock.advance(minutes=1)

    assert any_floor.sweep() == 1
    assert any_floor.get(Instruction, other).state is InstructionState.EXPIRED
    assert any_floor.get(Instruction, waiting).state is InstructionState.QUEUED
