import pytest

from picking.floor.model import Bin, BinKind
from picking.foundation.kinds import Substitution
from picking.foundation.refusals import Refusal
from picking.orders.commands import accept_order
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, OrderLine, Refund, SubOrder
from picking.stock.events import SoldOut
from picking.stock.queries import conservation_errors
from picking.tasks.commands import (
    answer_bin_empty,
    answer_substitution,
    find_line,
    finish_floor_task,
    make_pick_tasks,
    park_line,
    pull_work,
    report_short,
    use_second_bin,
)
from picking.tasks.events import PickTaskEmpty, PickTaskPicked
from picking.tasks.lifecycle import FloorTaskState, PickLineState, PickTaskState
from picking.tasks.model import FloorTask, FloorTaskKind, PickLine


@pytest.fixture
def milk(shop):
    """Ten milk in A-1, some bread, and a picker at work; the books must agree in the end."""
    shop.picker()
    shop.stock("milk", 10, "A-1")
    shop.stock("bread", 10, "A-3")
    yield shop
    assert shop.ask(conservation_errors, "s1") == []


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def short(shop, line, **how):
    return shop.run(report_short, line.id, "not_there", by=shop.hand(), **how)


def rule(substitution, *listed):
    return {"milk": {"substitution": substitution, "listed": listed}}


# -- park --


def test_park_calls_a_runner_and_frees_the_picker(milk):
    """Park instead of lie: the picker goes on and others look."""
    milk.bin("R-1", kind=BinKind.RESERVE)
    milk.stock("milk", 10, "R-1")
    task = milk.begun({"milk": 2})

    line = milk.run(park_line, milk.line(task).id, by=milk.hand())

    assert line.state is PickLineState.PARKED
    asked = {row.kind: row for row in milk.all(FloorTask)}
    assert set(asked) == {FloorTaskKind.SEARCH, FloorTaskKind.REPLENISH}
    assert {row.due_at for row in asked.values()} == {task.due_at}
    assert milk.task(task).state is PickTaskState.PARKED
    milk.in_work({"bread": 1})
    assert milk.run(pull_work, "p1", by=milk.hand()) is not None


def test_park_is_not_short(milk):
    """A parked line costs the customer nothing and nobody's figures."""
    task = milk.begun({"milk": 2})

    milk.run(park_line, milk.line(task).id, by=milk.hand())

    assert milk.all(Refund) == []
    assert milk.events(SoldOut) == []


def test_the_rest_of_a_partly_taken_line_is_parked_alone(milk):
    """What is in the basket stays there."""
    task = milk.begun({"milk": 3})
    milk.pick(milk.line(task), 2)

    milk.run(park_line, milk.line(task).id, by=milk.hand())

    assert sorted((line.state, line.quantity, line.picked) for line in milk.lines(task)) == [
        (PickLineState.PARKED, 1, 0),
        (PickLineState.PICKED, 2, 2),
    ]


def test_a_found_line_comes_back_to_whoever_had_it(milk):
    """The picker knows the order and has its basket."""
    milk.picker("p2")
    task = milk.begun({"milk": 2})
    line = milk.run(park_line, milk.line(task).id, by=milk.hand())
    (later,) = milk.in_work({"bread": 1}, due_minutes=5)

    milk.run(find_line, line.id, by=milk.hand("p2"))

    assert milk.task(task).state is PickTaskState.AVAILABLE
    walk = milk.run(pull_work, "p1", by=milk.hand())
    assert milk.task(task).walk_id == walk.id
    assert milk.task(later).state is PickTaskState.AVAILABLE
    assert milk.one(FloorTask, kind=FloorTaskKind.SEARCH).state is FloorTaskState.CANCELED


def test_goods_that_come_wake_the_lines_that_wait_for_them(milk):
    """Nobody has to ask whether the runner was there."""
    milk.bin("R-1", kind=BinKind.RESERVE)
    milk.stock("milk", 10, "R-1")
    task = milk.begun({"milk": 2})
    line = milk.run(park_line, milk.line(task).id, by=milk.hand())
    job = milk.one(FloorTask, kind=FloorTaskKind.REPLENISH)

    milk.run(finish_floor_task, job.id, {"quantity": 6}, by=milk.hand())

    assert milk.get(PickLine, line.id).state is PickLineState.OPEN
    assert milk.task(task).state is PickTaskState.AVAILABLE


def test_a_search_that_takes_too_long_ends_short(milk):
    """The customer is not kept waiting for a search."""
    task = milk.begun({"milk": 2, "bread": 1})
    line = milk.run(park_line, milk.line(task, "milk").id, by=milk.hand())

    milk.clock.advance(minutes=6, seconds=1)
    milk.sweep()

    assert milk.get(PickLine, line.id).state is PickLineState.SHORT
    assert milk.one(Refund).amount_minor == 1000
    assert milk.one(FloorTask, kind=FloorTaskKind.SEARCH).state is FloorTaskState.CANCELED


def test_a_search_that_found_nothing_ends_short_at_once(milk):
    """An honest "no" is worth more than waiting."""
    task = milk.begun({"milk": 2})
    line = milk.run(park_line, milk.line(task).id, by=milk.hand())
    search = milk.one(FloorTask, kind=FloorTaskKind.SEARCH)

    milk.run(finish_floor_task, search.id, {"found": False}, by=milk.hand())

    assert milk.get(PickLine, line.id).state is PickLineState.SHORT


# -- short --


def test_short_needs_a_reason(milk):
    """A count later asks why."""
    task = milk.begun({"milk": 2})

    with refused("invalid_field"):
        milk.run(report_short, milk.line(task).id, " ", by=milk.hand())


def test_the_second_bin_is_proposed_first(milk):
    """Goods two metres away are not short."""
    milk.stock("milk", 5, "A-2")
    task = milk.begun({"milk": 2})
    first = milk.line(task).bin_id

    with refused("second_bin") as no:
        short(milk, milk.line(task))
    other = {"A-1": "A-2", "A-2": "A-1"}[first]
    assert no.value.facts["bin"] == other

    milk.run(use_second_bin, milk.line(task).id, by=milk.hand())
    assert milk.line(task).bin_id == other
    assert milk.pick(milk.line(task)).state is PickLineState.PICKED


def test_a_short_line_is_refunded_and_the_item_sold_out(milk):
    """The next customer must not buy what is not there."""
    task = milk.begun({"milk": 2, "bread": 1})

    line = short(milk, milk.line(task, "milk"))

    assert line.state is PickLineState.SHORT
    assert milk.one(Refund).amount_minor == 1000
    assert [event.sku for event in milk.events(SoldOut)] == ["milk"]
    assert milk.task(task).state is PickTaskState.IN_PROGRESS


def test_short_asks_for_one_count_and_never_two(milk):
    """Two people counting one bin count nothing."""
    task = milk.begun({"milk": 2, "bread": 1})
    short(milk, milk.line(task, "milk"))

    milk.run(answer_bin_empty, "A-1", "milk", empty=False)

    assert len(milk.all(FloorTask, kind=FloorTaskKind.COUNT)) == 1


def test_short_frees_nothing_that_others_picked_and_sends_the_rest_elsewhere(milk):
    """One picker's empty bin is another picker's other bin, not a lost basket."""
    milk.picker("p2")
    mine = milk.begun({"milk": 4})
    theirs = milk.begun({"milk": 4}, by=milk.hand("p2"))
    milk.pick(milk.line(theirs), 1, by=milk.hand("p2"))
    milk.stock("milk", 20, "A-2")

    short(milk, milk.line(mine), force=True)

    rows = milk.lines(theirs)
    assert sum(line.picked for line in rows) == 1
    assert sum(line.missing for line in rows) == 3
    assert {line.bin_id for line in rows if line.missing} == {"A-2"}
    for line in rows:
        if line.missing:
            milk.pick(line, by=milk.hand("p2"))
    assert milk.task(theirs).state is PickTaskState.PICKED


def test_a_task_of_which_everything_was_short_is_empty(milk):
    """An order without goods ends and is paid back."""
    task = milk.begun({"milk": 2})

    short(milk, milk.line(task))

    assert milk.task(task).state is PickTaskState.EMPTY
    assert len(milk.events(PickTaskEmpty)) == 1
    assert milk.get(SubOrder, task.sub_order_id).state is SubOrderState.EMPTY
    assert milk.get(Order, task.order_id).state is OrderState.CANCELLED


def test_what_lies_in_no_bin_is_short_from_the_first(milk):
    """Goods in a blocked bin are nobody's walk."""
    order = milk.floor.order({"bread": 2, "milk": 2})
    milk.run(lambda work: setattr(work.get(Bin, "A-3"), "blocked", True))
    milk.run(accept_order, order.id)
    (part,) = milk.all(SubOrder, order_id=order.id)
    (task,) = milk.run(make_pick_tasks, part.id)

    assert [line.sku for line in milk.lines(task)] == ["milk"]
    assert milk.one(Refund).amount_minor == 1000


# -- substitutes --


def test_without_a_rule_nothing_is_replaced(milk):
    """A customer who wants oat milk does not want cow's."""
    milk.stock("oat", 5, "A-4")
    task = milk.begun({"milk": 1})

    assert short(milk, milk.line(task)).state is PickLineState.SHORT


def test_a_listed_substitute_takes_the_lines_place(milk):
    """The customer's own list, in its order; the link is kept."""
    milk.stock("oat", 5, "A-4")
    milk.stock("soy", 5, "A-5")
    task = milk.begun({"milk": 2}, line_facts=rule(Substitution.LISTED, "soy", "oat"))

    line = short(milk, milk.line(task))

    assert line.state is PickLineState.SUBSTITUTED
    stand_in = milk.line(task, "soy")
    assert (stand_in.quantity, stand_in.substitute_for, stand_in.bin_id) == (2, line.id, "A-5")
    milk.pick(stand_in)
    assert milk.task(task).state is PickTaskState.PICKED
    assert milk.one(OrderLine, order_id=task.order_id).delivered_quantity == 2


def test_a_dearer_substitute_is_never_taken(milk):
    """The price paid is never exceeded without an answer."""
    milk.stock("oat", 5, "A-4", price=501)
    task = milk.begun({"milk": 1}, line_facts=rule(Substitution.ANY))
    milk.stock("tea", 5, "A-5", category="tea")

    assert milk.floor.get(PickLine, short(milk, milk.line(task)).id).state is PickLineState.SUBSTITUTED
    assert "oat" not in {line.sku for line in milk.lines(task)}


def test_a_cheaper_substitute_pays_the_difference_back(milk):
    """Less worth, less money."""
    milk.stock("oat", 5, "A-4", price=400)
    task = milk.begun({"milk": 2}, line_facts=rule(Substitution.LISTED, "oat"))

    short(milk, milk.line(task))

    assert [refund.amount_minor for refund in milk.all(Refund)] == [200]


def test_who_wants_to_be_asked_is_asked_with_three_proposals(milk):
    """No more than one can read on a phone."""
    for number in range(4, 9):
        milk.stock(f"other{number}", 5, f"A-{number}", price=490)
    task = milk.begun({"milk": 1}, line_facts=rule(Substitution.ASK))

    line = short(milk, milk.line(task))

    assert line.state is PickLineState.SUB_PROPOSED
    assert len(line.proposals) == 3
    (asked,) = milk.webhooks("order.substitution")
    assert (asked["line_id"], asked["proposals"]) == (line.id, line.proposals)
    assert milk.task(task).state is PickTaskState.PARKED


def test_a_yes_brings_the_line_back_to_the_picker(milk):
    """The answer comes back live."""
    milk.stock("oat", 5, "A-4")
    task = milk.begun({"milk": 1}, line_facts=rule(Substitution.ASK))
    line = short(milk, milk.line(task))

    milk.run(answer_substitution, line.id, "oat")

    assert milk.get(PickLine, line.id).state is PickLineState.SUBSTITUTED
    assert milk.task(task).state is PickTaskState.AVAILABLE


def test_a_no_leaves_it_out(milk):
    """The rest of the order goes on."""
    milk.stock("oat", 5, "A-4")
    task = milk.begun({"milk": 1, "bread": 1}, line_facts=rule(Substitution.ASK))
    line = short(milk, milk.line(task, "milk"))

    milk.run(answer_substitution, line.id, None)

    assert milk.get(PickLine, line.id).state is PickLineState.SHORT
    milk.pick(milk.line(task, "bread"))
    assert len(milk.events(PickTaskPicked)) == 1


def test_what_was_not_proposed_cannot_be_chosen(milk):
    """A channel's mistake must not empty another shelf."""
    milk.stock("oat", 5, "A-4")
    task = milk.begun({"milk": 1}, line_facts=rule(Substitution.ASK))
    line = short(milk, milk.line(task))

    with refused("not_proposed"):
        milk.run(answer_substitution, line.id, "gold")


def test_no_answer_in_three_minutes_leaves_it_out(milk):
    """Without a yes nothing is replaced, and nobody waits for ever."""
    milk.stock("oat", 5, "A-4")
    task = milk.begun({"milk": 1, "bread": 1}, line_facts=rule(Substitution.ASK))
    line = short(milk, milk.line(task, "milk"))
    milk.pick(milk.line(task, "bread"))
    assert milk.task(task).state is PickTaskState.PARKED

    milk.clock.advance(seconds=181)
    milk.sweep()

    assert milk.get(PickLine, line.id).state is PickLineState.SHORT
    assert milk.task(task).state is PickTaskState.AVAILABLE
