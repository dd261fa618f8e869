"""A lead moves work: one task at a time, to somebody who may do it, and nobody is left in the dark."""

import pytest

from picking.foundation.refusals import Refusal
from picking.tasks.commands import free_task, give_task, give_up_search, park_line
from picking.tasks.lifecycle import FloorTaskState, PickLineState, PickTaskState
from picking.tasks.model import FloorTask, Walk


@pytest.fixture
def stocked(shop):
    """Give a floor with milk for two orders, two pickers and a lead."""
    shop.stock("milk", 9, "A-1")
    shop.picker("p1")
    shop.picker("p2")
    shop.lead()
    return shop


def boss(shop):
    return shop.hand("boss", "take_over", "force_complete")


def told(shop, person_id):
    return [push.body.get("code") for push in shop.pushed if push.room == f"person:{person_id}"]


def test_a_free_task_goes_to_whom_the_lead_names(stocked):
    """Waiting until the right person asks for work by chance is no plan."""
    (task,) = stocked.in_work({"milk": 1})

    stocked.run(give_task, task.id, "p2", by=boss(stocked))

    assert (stocked.task(task).state, stocked.task(task).person_id) == (PickTaskState.ASSIGNED, "p2")
    assert stocked.one(Walk, person_id="p2").reason == "walk_given"
    assert "work_given" in told(stocked, "p2")


def test_an_offered_task_goes_to_somebody_else_at_once(stocked):
    """A lead need not wait until the offer runs out."""
    (task,) = stocked.in_work({"milk": 1})
    stocked.offer(task, "p1")

    stocked.run(give_task, task.id, "p2", by=boss(stocked))

    assert stocked.task(task).person_id == "p2"


def test_a_begun_task_goes_over_with_its_basket(stocked):
    """What is picked stays picked, whoever goes on."""
    task = stocked.begun({"milk": 2})

    given = stocked.run(give_task, task.id, "p2", by=boss(stocked))

    assert (given.person_id, given.basket_id) == ("p2", task.basket_id)
    assert "work_went_over" in told(stocked, "p1")
    assert "work_given" in told(stocked, "p2")


def test_a_freed_task_waits_with_its_basket_and_leaves_the_others_in_hand(stocked):
    """One order is taken from somebody; the rest of the walk goes on."""
    first, second = stocked.begun({"milk": 1}), stocked.begun({"milk": 1}, by=stocked.hand("p2"))

    stocked.run(free_task, first.id, by=boss(stocked))

    freed = stocked.task(first)
    assert (freed.state, freed.person_id, freed.flagged) == (PickTaskState.AVAILABLE, None, "flag_given_back")
    assert stocked.task(second).state is PickTaskState.IN_PROGRESS
    assert "work_freed" in told(stocked, "p1")


def test_nobody_gets_work_they_may_not_do_or_have_already(stocked):
    """Skill and shift are asked even of a lead's choice."""
    stocked.picker("cold", skills=("F",))
    stocked.person("away", skills=("A",))
    task = stocked.begun({"milk": 1})

    for person, code in (("cold", "skill_missing"), ("away", "not_on_shift"), ("p1", "already_done")):
        with pytest.raises(Refusal, match=code):
            stocked.run(give_task, task.id, person, by=boss(stocked))
    with pytest.raises(Refusal, match="right_missing"):
        stocked.run(free_task, task.id, by=stocked.hand("p2"))


def test_a_search_is_given_up_by_a_lead_and_the_search_ends(stocked):
    """A customer who waits for something that is surely gone waits for nothing."""
    task = stocked.begun({"milk": 2})
    line = stocked.run(park_line, stocked.line(task).id, by=stocked.hand())

    with pytest.raises(Refusal, match="right_missing"):
        stocked.run(give_up_search, line.id, "looked myself", by=stocked.hand())
    stocked.run(give_up_search, line.id, "looked myself", by=boss(stocked))

    assert stocked.line(task).state is PickLineState.SHORT
    assert stocked.one(FloorTask, kind="search").state is FloorTaskState.CANCELED
    with pytest.raises(Refusal, match="line_not_searched"):
        stocked.run(give_up_search, line.id, "again", by=boss(stocked))
