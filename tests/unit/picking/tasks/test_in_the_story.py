import pytest

from picking import story
from picking.orders.commands import request_cancellation
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.stock.queries import conservation_errors
from picking.tasks.commands import check_line, confirm_stop, give_back, put_line_back, start_put_back
from picking.tasks.lifecycle import PickTaskState, PutBackState
from picking.tasks.model import PickTask, PutBack
from picking.tasks.queries import put_back_lines


@pytest.fixture
def packing(make_floor, shop_on):
    """Three milk of a paid order are picked and lie in an open bag."""
    shop = shop_on(make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS))
    shop.stock("milk", 10, "A-1")
    hand = shop.picker()
    shop.floor.order({"milk": 3})
    shop.sweep()
    task = shop.one(PickTask)
    shop.begin(task, hand)
    shop.pick(shop.line(task))
    assert shop.task(task).state is PickTaskState.PACKING
    return shop


def test_the_holders_word_ends_a_cancellation_also_while_packing(packing):
    """An open bag is in the same hand as the basket: nobody else is to be asked."""
    task = packing.one(PickTask)
    packing.run(request_cancellation, task.order_id, "changed my mind", "customer")
    assert packing.get(Order, task.order_id).state is OrderState.CANCEL_PENDING

    packing.run(confirm_stop, task.id, by=packing.hand())

    assert packing.get(Order, task.order_id).state is OrderState.CANCELLED
    put_back = packing.one(PutBack)
    packing.run(start_put_back, put_back.id, put_back.where, by=packing.hand())
    (line,) = packing.ask(put_back_lines, put_back.id)
    packing.run(check_line, line.id, by=packing.hand())
    packing.run(put_line_back, line.id, "A-1", by=packing.hand())
    assert packing.get(PutBack, put_back.id).state is PutBackState.COMPLETED
    assert packing.ask(conservation_errors, "s1") == []


def test_packing_that_was_given_back_is_packed_by_the_next(packing):
    """Picked stays picked: the next one scans the basket and closes the bags."""
    task = packing.one(PickTask)
    other = packing.picker("p2")
    packing.run(give_back, "p1", by=packing.hand())

    packing.begin_again(task, other)

    assert (packing.task(task).state, packing.task(task).person_id) == (PickTaskState.PACKING, "p2")
