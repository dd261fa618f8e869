"""A break is part of the shift: who rests is left alone, and work comes by itself when it is over."""

import pytest

from picking.foundation.refusals import Refusal
from picking.people.commands import end_break, end_shift, take_break
from picking.people.queries import breaks, on_shift, open_shift
from picking.tasks.commands import offer_waiting
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.standing import standing

BREAK_SECONDS = 600


@pytest.fixture
def resting(shop):
    """A picker on a break, and an order in work."""
    shop.picker()
    shop.stock("milk", 9, "A-1")
    shop.run(take_break, "p1")
    return shop


def test_who_rests_is_offered_nothing_until_the_break_is_over(resting):
    """Ten minutes are ten minutes; after them nobody has to say anything."""
    (task,) = resting.in_work({"milk": 1}, due_minutes=60)
    resting.run(offer_waiting)
    before = resting.task(task).state

    resting.clock.advance(seconds=BREAK_SECONDS)
    resting.run(offer_waiting)

    assert (before, resting.task(task).state) == (PickTaskState.AVAILABLE, PickTaskState.OFFERED)


def test_a_break_ends_when_its_person_says_so(resting):
    """Who is back sooner is not kept waiting."""
    (task,) = resting.in_work({"milk": 1}, due_minutes=60)

    resting.run(end_break, "p1")
    resting.run(offer_waiting)

    assert resting.task(task).state is PickTaskState.OFFERED


def test_the_planner_counts_on_who_rests_from_the_end_of_the_break(resting):
    """A plan that forgot them would give their work away, and be wrong ten minutes later."""
    resting.in_work({"milk": 1}, due_minutes=60)
    resting.clock.advance(seconds=60)

    how = resting.ask(standing, "s1", resting.clock.now(), resting.settings)

    assert [picker.free_at for picker in how.problem.pickers] == [BREAK_SECONDS - 60]


def test_a_break_does_not_end_the_shift_and_is_not_made_longer(resting):
    """Pressed twice it is one break; the shift goes on, and its end ends both."""
    until = resting.ask(open_shift, "p1").break_until
    resting.clock.advance(seconds=60)

    again = resting.run(take_break, "p1").break_until
    present = [person.id for person in resting.ask(on_shift, "s1")]
    resting.run(end_shift, "p1")

    assert (again, present) == (until, ["p1"])
    assert resting.ask(breaks, "s1", resting.clock.now()) == {}
    with pytest.raises(Refusal, match="not_on_shift"):
        resting.run(take_break, "p1")
