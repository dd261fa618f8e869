import pytest

from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal
from picking.people.model import Person
from picking.stock.commands import move
from picking.stock.model import IN_HAND, STAGED
from picking.stock.queries import bin_contents, conservation_errors
from picking.tasks.commands import (
    bind_basket,
    cancel_tasks,
    check_line,
    confirm_stop,
    damage_line,
    park_line,
    pull_work,
    put_line_back,
    start_put_back,
    stop_order,
    withdraw_stop,
)
from picking.tasks.events import HolderStopped
from picking.tasks.lifecycle import (
    FloorTaskState,
    PickLineState,
    PickTaskState,
    PutBackLineState,
    PutBackState,
)
from picking.tasks.model import FloorTask, PutBack, PutBackLine
from picking.tasks.queries import next_work, put_back_lines


@pytest.fixture
def milk(shop):
    """Ten milk in A-1, five ice in the freezer, a picker at work; the books must agree in the end."""
    shop.picker("p1", ("A", "F", "freezer"))
    shop.stock("milk", 10, "A-1")
    shop.bin("F-1", zone="F", node=5)
    shop.stock("ice", 5, "F-1", temperature_class=TemperatureClass.FROZEN)
    yield shop
    assert shop.ask(conservation_errors, "s1") == []


@pytest.fixture
def half_picked(milk):
    """Two of three milk are in the basket."""
    task = milk.begun({"milk": 3})
    milk.pick(milk.line(task), 2)
    return task


@pytest.fixture
def put_back(milk, half_picked):
    """The put-back of those two milk, begun by the picker."""
    milk.run(stop_order, half_picked.order_id)
    milk.run(confirm_stop, half_picked.id, by=milk.hand())
    milk.run(cancel_tasks, half_picked.order_id)
    row = milk.one(PutBack)
    return milk.run(start_put_back, row.id, half_picked.basket_id, by=milk.hand())


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def in_bin(shop, bin_id, sku):
    return sum(share.quantity for share, _ in shop.ask(bin_contents, bin_id) if share.sku == sku)


# -- stop --


def test_untouched_work_confirms_itself(milk):
    """Nobody is disturbed for what nobody has begun."""
    (task,) = milk.in_work({"milk": 1})

    assert milk.run(stop_order, task.order_id) is False
    assert milk.task(task).state is PickTaskState.STOPPED


def test_work_taken_but_not_begun_confirms_itself(milk):
    """Without a basket there are no goods in any hand."""
    (task,) = milk.in_work({"milk": 1})
    milk.run(pull_work, "p1", by=milk.hand())

    assert milk.run(stop_order, task.order_id) is False


def test_started_work_reaches_the_holder_and_waits(milk, half_picked):
    """Cancel asked, stop: on the whole screen, never a silent removal."""
    assert milk.run(stop_order, half_picked.order_id) is True

    alerts = [push for push in milk.pushed if push.name == "alert"]
    assert [(push.room, push.body["code"], push.body["full_screen"]) for push in alerts] == [
        ("person:p1", "cancel_asked", True)
    ]
    with refused("order_stopped"):
        milk.pick(milk.line(half_picked), 1)


def test_the_floor_answers_when_its_last_holder_has_stopped(milk, half_picked):
    """One tap confirms; a second one changes nothing."""
    milk.run(stop_order, half_picked.order_id)

    milk.run(confirm_stop, half_picked.id, by=milk.hand())
    milk.run(confirm_stop, half_picked.id, by=milk.hand())

    assert [event.order_id for event in milk.events(HolderStopped)] == [half_picked.order_id]


def test_only_the_holder_or_a_lead_says_that_hands_are_still(milk, half_picked):
    """Somebody else cannot know."""
    milk.picker("p2")
    milk.run(stop_order, half_picked.order_id)

    with refused("right_missing"):
        milk.run(confirm_stop, half_picked.id, by=milk.hand("p2"))
    milk.run(confirm_stop, half_picked.id, by=milk.lead())


def test_a_withdrawn_cancellation_goes_on_where_it_stood(milk, half_picked):
    """Also when the holder had confirmed already."""
    milk.run(stop_order, half_picked.order_id)
    milk.run(confirm_stop, half_picked.id, by=milk.hand())

    milk.run(withdraw_stop, half_picked.order_id)

    assert milk.task(half_picked).state is PickTaskState.IN_PROGRESS
    assert milk.pick(milk.line(half_picked), 1).state is PickLineState.PICKED


def test_a_cancelled_line_says_so(milk, put_back, half_picked):
    """Cancelled is not finished and not vanished."""
    with refused("line_cancelled"):
        milk.pick(milk.line(half_picked), 1)


def test_what_was_asked_for_a_cancelled_order_is_not_needed_any_more(milk):
    """Nobody searches for goods that nobody wants."""
    task = milk.begun({"milk": 2})
    milk.run(park_line, milk.line(task).id, by=milk.hand())

    milk.run(cancel_tasks, task.order_id)

    assert milk.one(FloorTask).state is FloorTaskState.CANCELED
    assert milk.line(task).state is PickLineState.VOID
    assert milk.all(PutBack) == []


# -- put back --


def test_every_picked_piece_is_put_back_by_bin_scan(milk, put_back):
    """Stock grows with the scan, and with the last one the count is closed."""
    (line,) = milk.ask(put_back_lines, put_back.id)
    assert (line.quantity, line.from_place, put_back.where) == (2, IN_HAND, "000001")

    milk.run(check_line, line.id, by=milk.hand())
    milk.run(put_line_back, line.id, "A-1", by=milk.hand())

    assert in_bin(milk, "A-1", "milk") == 10
    assert milk.get(PutBack, put_back.id).state is PutBackState.COMPLETED


def test_goods_are_looked_at_before_they_go_back(milk, put_back):
    """A squashed carton is not stock."""
    (line,) = milk.ask(put_back_lines, put_back.id)

    with refused("look_first"):
        milk.run(put_line_back, line.id, "A-1", by=milk.hand())


def test_what_is_damaged_is_written_off_with_a_reason(milk, put_back):
    """Put back and damaged make what was picked."""
    (line,) = milk.ask(put_back_lines, put_back.id)
    with refused("invalid_field"):
        milk.run(damage_line, line.id, "", by=milk.hand())

    milk.run(damage_line, line.id, "leaks", 1, by=milk.hand())
    milk.run(check_line, line.id, by=milk.hand())
    milk.run(put_line_back, line.id, "A-1", by=milk.hand())

    states = sorted((row.state, row.quantity) for row in milk.all(PutBackLine))
    assert states == [(PutBackLineState.DAMAGED, 1), (PutBackLineState.PUT_BACK, 1)]
    assert in_bin(milk, "A-1", "milk") == 9
    assert milk.get(PutBack, put_back.id).state is PutBackState.COMPLETED


def test_surplus_is_refused(milk, put_back):
    """More than was picked is a find of its own."""
    (line,) = milk.ask(put_back_lines, put_back.id)
    milk.run(check_line, line.id, by=milk.hand())

    with refused("put_back_surplus"):
        milk.run(put_line_back, line.id, "A-1", 3, by=milk.hand())


def test_goods_go_to_their_bin_or_a_free_one_of_the_same_cold(milk, put_back):
    """Milk in the freezer is not put back."""
    milk.bin("A-9")
    (line,) = milk.ask(put_back_lines, put_back.id)
    milk.run(check_line, line.id, by=milk.hand())

    with refused("bin_does_not_fit"):
        milk.run(put_line_back, line.id, "F-1", by=milk.hand())
    assert milk.run(put_line_back, line.id, "A-9", by=milk.hand()).bin_id == "A-9"


def test_another_basket_is_refused_and_the_right_one_named(milk, half_picked):
    """Goods of two orders must not be mixed on the way back either."""
    milk.run(cancel_tasks, half_picked.order_id)

    with refused("put_back_elsewhere") as no:
        milk.run(start_put_back, milk.one(PutBack).id, "000099", by=milk.hand())
    assert no.value.facts["right"] == half_picked.basket_id


def test_goods_in_a_slot_are_fetched_from_there(milk, half_picked):
    """The ledger knows in whose hands they are."""
    milk.pick(milk.line(half_picked), 1)
    line = milk.line(half_picked)
    milk.run(move, "milk", line.lot_id, 3, IN_HAND, STAGED, "drop", order_id=half_picked.order_id)

    milk.run(cancel_tasks, half_picked.order_id, {half_picked.id: "A07"})

    assert milk.one(PutBack).where == "A07"
    assert (milk.one(PutBackLine).from_place, milk.one(PutBackLine).quantity) == (STAGED, 3)


def test_a_basket_is_not_free_before_it_is_emptied(milk, put_back):
    """The next order must not land on the last one's goods."""
    (task,) = milk.in_work({"milk": 1})
    milk.run(pull_work, "p1", by=milk.hand())

    with refused("basket_in_use"):
        milk.run(bind_basket, task.id, put_back.where, by=milk.hand())


def test_put_backs_come_before_orders_that_are_due_later(milk, half_picked):
    """Cold goods and sold-out bins do not wait for the evening."""
    milk.run(cancel_tasks, half_picked.order_id)
    milk.in_work({"milk": 1}, due_minutes=60)

    assert milk.ask(next_work, milk.get(Person, "p1")).kind == "put_back"


# -- cold --


@pytest.fixture
def melting(milk):
    """Two ice in a cancelled basket."""
    task = milk.begun({"ice": 2})
    milk.pick(milk.line(task))
    milk.run(cancel_tasks, task.order_id)
    return milk.one(PutBackLine)


def test_frozen_goods_too_long_outside_are_waste(milk, melting):
    """Fifteen minutes; nobody has to decide it in front of the freezer."""
    milk.clock.advance(minutes=14)
    milk.sweep()
    assert milk.get(PutBackLine, melting.id).state is PutBackLineState.TO_RETURN
    milk.clock.advance(minutes=2)
    milk.sweep()

    assert milk.get(PutBackLine, melting.id).state is PutBackLineState.COLD_TIMEOUT
    assert milk.one(PutBack).state is PutBackState.COMPLETED
    assert in_bin(milk, "F-1", "ice") == 3


def test_frozen_goods_in_time_go_back(milk, melting):
    """The freezer first."""
    milk.run(start_put_back, melting.put_back_id, by=milk.hand())
    milk.run(check_line, melting.id, by=milk.hand())
    milk.run(put_line_back, melting.id, "F-1", by=milk.hand())

    assert in_bin(milk, "F-1", "ice") == 5


def test_goods_that_need_no_cold_may_wait(milk, put_back):
    """Rice does not melt."""
    milk.clock.advance(minutes=60)
    milk.sweep()

    assert milk.one(PutBackLine).state is PutBackLineState.TO_RETURN
