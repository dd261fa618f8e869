import pytest

from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal
from picking.orders.events import OrderReady
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import OrderLine, SubOrder
from picking.stock.queries import bin_contents
from picking.tasks.commands import (
    bind_basket,
    pack_task,
    pull_work,
    put_away_task,
    reach_bin,
    skip_line,
    unpick_line,
)
from picking.tasks.events import PickTaskPicked, PickTaskPutAway, PickTaskStarted
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import PickLine


@pytest.fixture
def milk(shop):
    """Twelve milk in A-1 and a picker at work."""
    shop.picker()
    shop.stock("milk", 12, "A-1")
    return shop


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def test_the_first_basket_starts_the_task_and_the_sub_order(milk):
    """The customer's timeline says "being picked" when somebody really begins."""
    task = milk.begun({"milk": 2})

    assert task.state is PickTaskState.IN_PROGRESS
    assert [event.task_id for event in milk.events(PickTaskStarted)] == [task.id]
    assert milk.get(SubOrder, task.sub_order_id).state is SubOrderState.IN_WORK


def test_two_tasks_never_share_a_basket(milk):
    """One basket an order is what keeps orders apart while walking."""
    first = milk.begun({"milk": 1})
    (second,) = milk.in_work({"milk": 1})
    other = milk.picker("p2")
    milk.floor.basket("000077")

    milk.run(pull_work, "p2", by=other)
    with refused("basket_in_use"):
        milk.run(bind_basket, second.id, first.basket_id, by=other)
    assert milk.run(bind_basket, second.id, "000077", by=other).basket_id == "000077"


def test_nothing_is_taken_before_a_basket_is_scanned(milk):
    """Goods without a basket are goods without an order."""
    (task,) = milk.in_work({"milk": 1})
    milk.run(pull_work, "p1", by=milk.hand())

    with refused("basket_missing"):
        milk.pick(milk.line(task))


def test_a_wrong_bin_is_refused_and_the_right_one_named(milk):
    """The picker must know where to go, not only that this is wrong."""
    task = milk.begun({"milk": 1})

    with refused("wrong_bin") as no:
        milk.run(reach_bin, milk.line(task).id, "A-9", by=milk.hand())
    assert no.value.facts == {"bin": "A-9", "right": "A-1"}

    assert milk.run(reach_bin, milk.line(task).id, "A-1", by=milk.hand()).state is PickLineState.AT_BIN


def test_a_full_pick_moves_exactly_the_planned_quantity(milk):
    """What the books say left the bin is what is in the basket."""
    task = milk.begun({"milk": 3})

    line = milk.pick(milk.line(task))

    assert (line.state, line.picked) == (PickLineState.PICKED, 3)
    assert [share.quantity for share, _ in milk.ask(bin_contents, "A-1")] == [9]


def test_a_partial_pick_leaves_the_rest_open(milk):
    """One piece at a time is a way to pick, too."""
    task = milk.begun({"milk": 3})

    line = milk.pick(milk.line(task), 2)

    assert (line.state, line.missing) == (PickLineState.PARTIAL, 1)
    assert milk.pick(line, 1).state is PickLineState.PICKED


@pytest.mark.parametrize(("quantity", "code"), [(-1, "quantity_zero"), (4, "quantity_over")])
def test_nothing_and_more_than_planned_are_refused(milk, quantity, code):
    """A box of six for three pieces must not slip through."""
    task = milk.begun({"milk": 3})

    with refused(code):
        milk.pick(milk.line(task), quantity)
    assert milk.line(task).picked == 0


def test_a_finished_line_says_so(milk):
    """A repeat by hand is told from a line that is gone."""
    milk.stock("bread", 2, "A-2")
    task = milk.begun({"milk": 1, "bread": 1})
    line = milk.pick(milk.line(task, "milk"))

    with refused("line_finished"):
        milk.pick(line, 1)


def test_a_vanished_line_says_so(milk):
    """A page that shows yesterday's line must not be answered with "not found"."""
    milk.begun({"milk": 1})

    with refused("line_vanished"):
        milk.pick(PickLine(id="00000000-0000-7000-8000-000000000000", quantity=1))


def test_no_line_ever_belongs_to_two_people(milk):
    """The second is refused at the scan, not at the drop."""
    task = milk.begun({"milk": 1})
    other = milk.picker("p2")

    with refused("task_of_other") as no:
        milk.pick(milk.line(task), by=other)
    assert no.value.facts == {"person": "p1"}


def test_a_typed_code_must_be_scanned_before_the_task_is_picked(milk):
    """Typing what is not there is how items are forgotten: it never counts as found."""
    task = milk.begun({"milk": 2})

    line = milk.pick(milk.line(task), typed=True)
    assert line.state is PickLineState.UNVERIFIED
    assert milk.task(task).state is PickTaskState.IN_PROGRESS
    with refused("scan_needed"):
        milk.pick(line, 1, typed=True)

    milk.pick(line, 1)
    assert milk.line(task).state is PickLineState.PICKED
    assert milk.task(task).state is PickTaskState.PICKED


def test_dear_goods_want_a_scan_for_each_typed_piece(milk):
    """One scan proves one bottle where each is dear."""
    milk.stock("wine", 5, "A-2", scan_each=True)
    task = milk.begun({"wine": 2})
    line = milk.pick(milk.line(task), typed=True)

    assert milk.pick(line, 1).state is PickLineState.UNVERIFIED
    assert milk.pick(line, 1).state is PickLineState.PICKED


def test_the_last_line_makes_the_task_picked_and_tells_it_once(milk):
    """Packing begins by itself."""
    task = milk.begun({"milk": 2})

    milk.pick(milk.line(task))

    assert milk.task(task).state is PickTaskState.PICKED
    assert [event.task_id for event in milk.events(PickTaskPicked)] == [task.id]
    assert milk.one(OrderLine, order_id=task.order_id).delivered_quantity == 2


def test_the_last_task_in_the_slot_brings_the_sub_order_to_the_way_out(milk):
    """READY is reached when every zone's goods are there, not with the first."""
    milk.bin("F-1", zone="F")
    milk.stock("ice", 3, "F-1", temperature_class=TemperatureClass.FROZEN)
    dry, cold = milk.in_work({"milk": 1, "ice": 1})
    freezer = milk.picker("p2", ("F", "freezer"))
    for task, hand in ((dry, milk.hand()), (cold, freezer)):
        milk.begin(task, hand)
        milk.pick(milk.line(task), by=hand)

    milk.run(pack_task, dry.id)
    milk.run(put_away_task, dry.id)
    assert milk.get(SubOrder, dry.sub_order_id).state is SubOrderState.IN_WORK
    milk.run(put_away_task, cold.id)

    assert milk.get(SubOrder, dry.sub_order_id).state is SubOrderState.AT_OUTBOUND
    assert len(milk.events(PickTaskPutAway)) == 2
    assert len(milk.events(OrderReady)) == 1


def test_taking_back_needs_a_lead(milk):
    """Picked goods that vanish from a basket are how items go missing."""
    lead = milk.lead()
    task = milk.begun({"milk": 2})
    line = milk.pick(milk.line(task))

    with refused("right_missing"):
        milk.run(unpick_line, line.id, by=milk.hand())
    milk.run(unpick_line, line.id, by=lead)

    assert (milk.line(task).state, milk.line(task).picked) == (PickLineState.OPEN, 0)
    assert milk.task(task).state is PickTaskState.IN_PROGRESS
    assert milk.pick(milk.line(task)).state is PickLineState.PICKED


def test_a_skipped_line_comes_last_and_is_never_dropped(milk):
    """Skip is "later", and later comes."""
    milk.bin("A-2", node=2)
    milk.bin("A-3", node=3)
    milk.stock("bread", 2, "A-2")
    milk.stock("jam", 2, "A-3")
    task = milk.begun({"milk": 1, "bread": 1, "jam": 1})
    first = milk.lines(task)[0]

    milk.run(skip_line, first.id, by=milk.hand())

    assert milk.lines(task)[-1].id == first.id
    assert len(milk.lines(task)) == 3


def test_expired_goods_are_refused(milk):
    """Red cannot be scanned."""
    day = milk.clock.now().date()
    milk.stock("yoghurt", 5, "A-2", expires=day)
    task = milk.begun({"yoghurt": 1})
    milk.clock.advance(hours=24)

    with refused("lot_expired"):
        milk.pick(milk.line(task))
