from datetime import timedelta

import pytest

from picking.floor.model import BinKind
from picking.foundation.refusals import Refusal
from picking.replenishing.commands import wish
from picking.replenishing.model import Cause
from picking.stock.queries import bin_contents, conservation_errors
from picking.tasks.commands import (
    answer_bin_empty,
    ask,
    finish_floor_task,
    give_floor_task_back,
    take_floor_task,
)
from picking.tasks.events import MoveDone
from picking.tasks.lifecycle import FloorTaskState
from picking.tasks.model import FloorTask, FloorTaskKind
from picking.tasks.views import bin_looks_empty


@pytest.fixture
def milk(shop):
    """Three milk in A-1 and a runner at work; the books must agree in the end."""
    shop.picker(roles=("runner",))
    shop.stock("milk", 3, "A-1")
    yield shop
    assert shop.ask(conservation_errors, "s1") == []


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def asked(shop, kind=FloorTaskKind.MOVE, key="move:1", **subject):
    due_at = shop.clock.now() + timedelta(minutes=2)
    return shop.run(ask, kind, key, subject, due_at)


def counted(shop):
    return sum(share.quantity for share, _ in shop.ask(bin_contents, "A-1"))


def test_the_same_is_asked_only_once(milk):
    """Two runners for one bag make one of them angry."""
    first = asked(milk)

    assert asked(milk).id == first.id
    assert len(milk.all(FloorTask)) == 1


def test_it_may_be_asked_again_when_it_is_done(milk):
    """Tomorrow's count is another count."""
    first = asked(milk)
    milk.run(finish_floor_task, first.id, {}, by=milk.hand())

    assert asked(milk).id != first.id


def test_what_somebody_does_already_is_nobody_elses(milk):
    """The second is refused at the scan."""
    milk.picker("p2")
    task = asked(milk)
    milk.run(take_floor_task, task.id, by=milk.hand())

    with refused("already_done"):
        milk.run(take_floor_task, task.id, by=milk.hand("p2"))
    with refused("floor_task_of_other"):
        milk.run(finish_floor_task, task.id, {}, by=milk.hand("p2"))
    milk.run(give_floor_task_back, task.id, by=milk.hand())
    assert milk.run(take_floor_task, task.id, by=milk.hand("p2")).person_id == "p2"


def test_a_move_that_is_done_is_told(milk):
    """The order's other rooms wait for it."""
    order = milk.floor.order({"milk": 1})
    task = milk.run(ask, FloorTaskKind.MOVE, f"move:{order.id}", {}, milk.clock.now(), order_id=order.id)

    milk.run(finish_floor_task, task.id, by=milk.hand())

    assert [event.order_id for event in milk.events(MoveDone)] == [order.id]


@pytest.mark.parametrize("quantity", [0, 1, 3, 7])
def test_a_count_makes_the_books_agree_with_the_bin(milk, quantity):
    """What was more or less is booked as a difference and never lost."""
    task = asked(milk, FloorTaskKind.COUNT, "count:A-1:milk", bin_id="A-1", sku="milk")

    milk.run(finish_floor_task, task.id, {"quantity": quantity}, by=milk.hand())

    assert counted(milk) == quantity
    assert milk.one(FloorTask).state is FloorTaskState.DONE


def test_a_count_without_a_number_is_refused(milk):
    """Nothing is guessed."""
    task = asked(milk, FloorTaskKind.COUNT, "count:A-1:milk", bin_id="A-1", sku="milk")

    with refused("invalid_field"):
        milk.run(finish_floor_task, task.id, {"quantity": "many"}, by=milk.hand())


def test_more_than_the_reserve_holds_cannot_be_brought(milk):
    """Then the reserve is to be counted."""
    milk.bin("R-1", kind=BinKind.RESERVE)
    milk.stock("milk", 2, "R-1")
    milk.run(wish, "A-1", "milk", 5, Cause.LEAD, milk.clock.now())
    task = milk.one(FloorTask)

    with refused("not_there_to_bring"):
        milk.run(finish_floor_task, task.id, {"quantity": 5}, by=milk.hand())


def test_the_last_unit_asks_whether_the_bin_is_empty(milk):
    """The picker stands there anyway: five seconds that save the next short."""
    task = milk.begun({"milk": 3})
    line = milk.pick(milk.line(task), 2)
    assert not milk.ask(bin_looks_empty, line)

    line = milk.pick(line, 1)

    assert milk.ask(bin_looks_empty, line)


@pytest.mark.parametrize(("empty", "counts"), [(True, 0), (False, 1)])
def test_not_empty_opens_one_count_and_never_two(milk, empty, counts):
    """The books were wrong, once."""
    for _ in range(2):
        milk.run(answer_bin_empty, "A-1", "milk", empty=empty)

    assert len(milk.all(FloorTask, kind=FloorTaskKind.COUNT)) == counts
