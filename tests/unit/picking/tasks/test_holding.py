import pytest

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, DeviceClass
from picking.foundation.refusals import Refusal
from picking.tasks.commands import (
    ask_take_over,
    bind_basket,
    fall_silent,
    free_silent,
    give_back,
    pull_work,
    refuse_take_over,
    take_over,
)
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import Walk
from picking.tasks.queries import open_lines, task_of_basket
from picking.tasks.views import line_view, task_view, walk_view


@pytest.fixture
def milk(shop):
    """Milk and bread, two pickers at work."""
    shop.picker()
    shop.picker("p2")
    shop.stock("milk", 10, "A-1")
    shop.stock("bread", 10, "A-2")
    return shop


@pytest.fixture
def half_picked(milk):
    """Two of three milk are in p1's basket."""
    task = milk.begun({"milk": 3, "bread": 1})
    milk.pick(milk.line(task, "milk"), 2)
    return task


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def holder(shop, task):
    return shop.task(task).person_id


def test_what_is_given_back_stays_picked(milk, half_picked):
    """The next person goes on with the same basket."""
    milk.run(give_back, "p1", by=milk.hand())
    walk = milk.run(pull_work, "p2", by=milk.hand("p2"))

    assert milk.task(half_picked).state is PickTaskState.ASSIGNED
    assert [(line.sku, line.missing) for line in milk.ask(open_lines, walk.id)] == [("milk", 1), ("bread", 1)]
    assert milk.one(Walk, person_id="p1").ended_at is not None


def test_given_back_work_is_gone_from_the_giver(milk, half_picked):
    """A line belongs to whoever has it now."""
    milk.run(give_back, "p1", by=milk.hand())
    milk.run(pull_work, "p2", by=milk.hand("p2"))

    with refused("task_of_other"):
        milk.pick(milk.line(half_picked, "milk"), 1)


def test_work_that_came_back_wants_its_own_basket(milk, half_picked):
    """What is picked is in that one and in no other."""
    milk.run(give_back, "p1", by=milk.hand())
    milk.run(pull_work, "p2", by=milk.hand("p2"))
    milk.floor.basket("000099")

    with refused("basket_other") as no:
        milk.run(bind_basket, half_picked.id, "000099", by=milk.hand("p2"))
    assert no.value.facts["right"] == half_picked.basket_id
    assert milk.run(bind_basket, half_picked.id, half_picked.basket_id, by=milk.hand("p2")).flagged is None


def test_only_oneself_or_a_lead_gives_back(milk, half_picked):
    """Nobody empties somebody else's hands."""
    with refused("right_missing"):
        milk.run(give_back, "p1", by=milk.hand("p2"))

    assert milk.run(give_back, "p1", by=milk.lead())


# -- take-over --


def test_nothing_is_taken_over_without_asking(milk, half_picked):
    """Nothing is stolen silently."""
    with refused("take_over_unagreed"):
        milk.run(take_over, half_picked.id, "p2", agreed_by="p2", by=milk.hand("p2"))

    assert holder(milk, half_picked) == "p1"


def test_who_asked_cannot_agree_alone(milk, half_picked):
    """Both means two."""
    milk.run(ask_take_over, half_picked.id, "p2", by=milk.hand("p2"))

    with refused("take_over_unagreed"):
        milk.run(take_over, half_picked.id, "p2", agreed_by="p1", by=milk.hand("p2"))


def test_both_agree_and_the_work_goes_over_with_its_basket(milk, half_picked):
    """Lines keep their state."""
    milk.run(ask_take_over, half_picked.id, "p2", by=milk.hand("p2"))
    assert ("person:p1", "take_over_asked") in [
        (push.room, push.body.get("code")) for push in milk.pushed if push.name == "alert"
    ]

    milk.run(take_over, half_picked.id, "p2", agreed_by="p1", by=milk.hand())

    assert holder(milk, half_picked) == "p2"
    assert milk.line(half_picked, "milk").state is PickLineState.PARTIAL
    milk.run(bind_basket, half_picked.id, half_picked.basket_id, by=milk.hand("p2"))
    assert milk.pick(milk.line(half_picked, "milk"), 1, by=milk.hand("p2")).state is PickLineState.PICKED


def test_the_holder_may_ask_somebody_to_take_it(milk, half_picked):
    """Then the other one agrees."""
    milk.run(ask_take_over, half_picked.id, "p2", by=milk.hand())

    milk.run(take_over, half_picked.id, "p2", agreed_by="p2", by=milk.hand("p2"))

    assert holder(milk, half_picked) == "p2"


def test_a_refused_take_over_is_over(milk, half_picked):
    """A no is told and ends the question."""
    milk.run(ask_take_over, half_picked.id, "p2", by=milk.hand("p2"))

    milk.run(refuse_take_over, half_picked.id, by=milk.hand())

    assert (milk.task(half_picked).asked_by, holder(milk, half_picked)) == (None, "p1")
    with refused("take_over_unagreed"):
        milk.run(take_over, half_picked.id, "p2", agreed_by="p1", by=milk.hand())


def test_a_lead_decides_alone(milk, half_picked):
    """Somebody must, when one went home."""
    milk.run(take_over, half_picked.id, "p2", by=milk.lead())

    assert holder(milk, half_picked) == "p2"


def test_nobody_takes_over_what_the_skill_does_not_cover(milk, half_picked):
    """A lead's word is no freezer jacket."""
    milk.picker("p3", ("F",))

    with refused("skill_missing"):
        milk.run(take_over, half_picked.id, "p3", by=milk.lead())


# -- silence --


def test_a_silent_device_frees_its_work_and_the_next_sees_the_basket(milk, half_picked):
    """A flat battery must not cost an order; what is in the basket is said."""
    milk.run(fall_silent, "p1")

    view = milk.ask(task_view, milk.task(half_picked))
    assert milk.task(half_picked).state is PickTaskState.AVAILABLE
    assert view["flag"] == {"code": "flag_silent", "facts": {"basket": "000001", "lines": 1}}


def test_silence_is_waited_for(milk, half_picked):
    """Half a minute behind a shelf is no silence."""
    device = Device(
        id="gw/h1", store_id="s1", gateway="gw", device_class=DeviceClass.HANDHELD, name="h1", person_id="p1"
    )
    milk.put(device_in(device, DeviceState.OFFLINE, milk.clock.now()))

    milk.clock.advance(minutes=4)
    assert milk.run(free_silent) == []
    milk.clock.advance(minutes=2)

    assert milk.run(free_silent) == ["p1"]
    assert milk.task(half_picked).state is PickTaskState.AVAILABLE


def device_in(device, state, since):
    device.begin(since)
    device.state = state
    return device


# -- what is shown --


def test_a_walk_shows_its_tasks_baskets_and_reason(milk, half_picked):
    """Each person sees why the work came."""
    walk = milk.one(Walk)

    view = milk.ask(walk_view, walk)

    assert (view["lines_left"], view["reason"]["code"]) == (2, "walk_pulled")
    assert [task["basket"] for task in view["tasks"]] == [{"id": "000001", "colour": "blue"}]
    assert milk.ask(task_of_basket, "s1", "000001").id == half_picked.id


def test_a_line_shows_what_where_and_how_much(milk, half_picked):
    """All a picker needs to stand at the right shelf."""
    view = milk.ask(line_view, milk.line(half_picked, "milk"))

    assert (view["name"], view["quantity"], view["picked"], view["bin"]["id"]) == ("Milk", 3, 2, "A-1")
