from concurrent.futures import ThreadPoolExecutor

from picking.foundation.kinds import Substitution
from picking.stock.queries import conservation_errors
from picking.tasks.commands import (
    answer_substitution,
    cancel_tasks,
    check_line,
    confirm_stop,
    find_line,
    offer_waiting,
    park_line,
    pull_work,
    put_line_back,
    report_short,
    start_put_back,
    stop_order,
    take_offer,
)
from picking.tasks.lifecycle import PickTaskState, PutBackState
from picking.tasks.model import PickLine, PickTask, PutBack, Walk
from picking.tasks.queries import put_back_lines


def test_ten_people_who_pull_at_once_get_ten_different_tasks(any_shop):
    """No line ever belongs to two people, also when all press the button together."""
    shop = any_shop
    shop.stock("milk", 50, "A-1")
    people = [f"p{number}" for number in range(10)]
    hands = [shop.picker(person_id) for person_id in people]
    for _ in people:
        shop.in_work({"milk": 1}, due_minutes=10)

    with ThreadPoolExecutor(len(people)) as pool:
        walks = list(pool.map(lambda hand: shop.run(pull_work, hand.person_id, by=hand), hands))

    assert all(walks)
    assert sorted(task.person_id for task in shop.all(PickTask)) == people


def test_one_person_who_presses_twice_at_once_gets_one_walk(any_shop):
    """Two devices of one person are still one person."""
    shop = any_shop
    shop.stock("milk", 50, "A-1")
    hand = shop.picker()
    for _ in range(3):
        shop.in_work({"milk": 1}, due_minutes=10)

    with ThreadPoolExecutor(4) as pool:
        walks = list(pool.map(lambda _: shop.run(pull_work, "p1", by=hand), range(4)))

    assert len({walk.id for walk in walks}) == 1
    assert len(shop.all(Walk)) == 1


def test_a_whole_story_of_trouble_ends_with_true_books(any_shop):
    """Offer, park, find, short, substitute, cancel, put back: nothing is lost on the way."""
    shop = any_shop
    for sku, bin_id in (("milk", "A-1"), ("oat", "A-2"), ("bread", "A-3")):
        shop.stock(sku, 5, bin_id)
    hand = shop.picker()
    (task,) = shop.in_work({"milk": 2, "bread": 1}, line_facts={"milk": {"substitution": Substitution.ASK}})

    (walk,) = shop.run(offer_waiting)
    shop.run(take_offer, task.id, by=hand)
    shop.begin(task, hand)
    parked = shop.run(park_line, shop.line(task, "bread").id, by=hand)
    shop.run(find_line, parked.id, by=hand)
    shop.pick(shop.line(task, "bread"))
    short = shop.run(report_short, shop.line(task, "milk").id, "not_there", by=hand)
    shop.run(answer_substitution, short.id, "oat")
    shop.begin_again(task, hand)
    shop.pick(shop.line(task, "oat"))
    assert shop.task(task).state is PickTaskState.PICKED

    assert shop.run(stop_order, task.order_id) is True
    shop.run(confirm_stop, task.id, by=hand)
    shop.run(cancel_tasks, task.order_id)
    put_back = shop.one(PutBack)
    shop.run(start_put_back, put_back.id, put_back.where, by=hand)
    for line in shop.ask(put_back_lines, put_back.id):
        shop.run(check_line, line.id, by=hand)
        shop.run(put_line_back, line.id, line.bin_id, by=hand)

    assert shop.get(PutBack, put_back.id).state is PutBackState.COMPLETED
    assert shop.get(Walk, walk.id).ended_at is not None
    assert {line.state.name for line in shop.all(PickLine)} == {"REVERSED", "SUBSTITUTED"}
    assert shop.ask(conservation_errors, "s1") == []
