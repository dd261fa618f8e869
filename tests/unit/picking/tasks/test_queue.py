import pytest

from picking.floor.model import Store
from picking.foundation.kinds import TemperatureClass
from picking.foundation.refusals import Refusal
from picking.foundation.settings import FloorSettings
from picking.people.model import Person, Shift
from picking.tasks.commands import (
    decline_offer,
    offer_waiting,
    pull_work,
    take_offer,
)
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask, Walk
from picking.tasks.queries import current_walk, next_work, open_lines, tasks_of_walk


@pytest.fixture
def milk(shop):
    """Plenty of milk in A-1 and a picker at work."""
    shop.picker()
    shop.stock("milk", 50, "A-1")
    return shop


def pull(shop, person_id="p1", by=None):
    return shop.run(pull_work, person_id, by=by or shop.hand(person_id))


def numbers(shop, walk):
    return [task.id for task in shop.ask(tasks_of_walk, walk.id)]


def refused(code):
    return pytest.raises(Refusal, match=rf"^{code}\b")


def test_the_free_task_due_first_comes_first(milk):
    """The customer who waits longest is served first."""
    milk.in_work({"milk": 1}, due_minutes=12)
    (urgent,) = milk.in_work({"milk": 1}, due_minutes=8)

    assert numbers(milk, pull(milk)) == [urgent.id]


def test_a_priority_flag_moves_a_task_up(milk):
    """Frequent customers may be served first."""
    milk.in_work({"milk": 1}, due_minutes=8)
    (dear,) = milk.in_work({"milk": 1}, due_minutes=12, priority=1)

    assert numbers(milk, pull(milk)) == [dear.id]


def test_whoever_asks_again_gets_the_own_walk_back(milk):
    """Re-entry, also on another device, goes on where it was."""
    milk.in_work({"milk": 1}, due_minutes=8)
    milk.in_work({"milk": 1}, due_minutes=9)
    walk = pull(milk)

    assert pull(milk).id == walk.id
    assert milk.ask(current_walk, "p1").id == walk.id


def test_two_people_never_get_the_same_task(milk):
    """No line ever belongs to two people."""
    milk.picker("p2")
    milk.in_work({"milk": 1}, due_minutes=8)

    assert pull(milk) is not None
    assert pull(milk, "p2") is None


def test_nobody_gets_work_without_a_shift(milk):
    """Tasks go to people on shift only."""
    milk.floor.person("p3", skills=("A",))

    with refused("not_on_shift"):
        pull(milk, "p3")


def test_a_zone_asks_for_its_skill_and_frost_for_the_freezer_skill(milk):
    """Whoever has no gloves is not sent into the freezer."""
    milk.bin("F-1", zone="F")
    milk.stock("ice", 5, "F-1", temperature_class=TemperatureClass.FROZEN)
    milk.in_work({"ice": 1})
    milk.picker("p2", ("A", "F"))
    milk.picker("p3", ("F", "freezer"))

    assert pull(milk) is None
    assert pull(milk, "p2") is None
    assert pull(milk, "p3") is not None


def test_orders_with_time_share_a_walk(milk):
    """One walk for several orders of one zone, a basket each."""
    for _ in range(3):
        milk.in_work({"milk": 1}, due_minutes=60)

    walk = pull(milk)

    assert len(numbers(milk, walk)) == 3
    assert walk.reason == "walk_pulled"
    assert walk.reason_facts["orders"] == 3


def test_a_walk_never_takes_more_orders_than_the_store_allows(milk):
    """Six baskets on a cart for four is chaos."""
    for _ in range(6):
        milk.in_work({"milk": 1}, due_minutes=60)

    assert len(numbers(milk, pull(milk))) == FloorSettings().batch_orders_max


def test_an_order_due_soon_goes_alone(milk):
    """Under fifteen minutes nobody waits for anybody."""
    (urgent,) = milk.in_work({"milk": 1}, due_minutes=14)
    milk.in_work({"milk": 1}, due_minutes=60)

    assert numbers(milk, pull(milk)) == [urgent.id]


def test_lines_are_ranked_heavy_first_then_along_the_way_and_fragile_last(milk):
    """Eggs on top of water, and no aisle twice."""
    for sku, node, facts in (("water", 6, {"heavy": True}), ("eggs", 1, {"fragile": True}), ("rice", 3, {})):
        milk.bin(f"A-{node}0", node=node)
        milk.stock(sku, 5, f"A-{node}0", **facts)
    milk.in_work({"eggs": 1, "rice": 1, "milk": 1, "water": 1})

    walk = pull(milk)

    assert [line.sku for line in milk.ask(open_lines, walk.id)] == ["water", "rice", "milk", "eggs"]
    assert walk.metres == 60 + 30 + 30 + 10 + 10


def test_an_offer_waits_for_a_yes(milk):
    """The picker's clock starts with the yes, not before."""
    (task,) = milk.in_work({"milk": 1})
    milk.offer(task, "p1")
    assert milk.task(task).state is PickTaskState.OFFERED

    milk.run(take_offer, task.id, by=milk.hand())

    assert milk.task(task).state is PickTaskState.ASSIGNED
    assert milk.task(task).assigned_at == milk.clock.now()


def test_a_declined_offer_goes_to_somebody_else(milk):
    """A no frees the work at once."""
    milk.picker("p2")
    (task,) = milk.in_work({"milk": 1})
    milk.offer(task, "p1")

    milk.run(decline_offer, task.id, by=milk.hand())

    assert milk.task(task).person_id is None
    assert numbers(milk, pull(milk, "p2")) == [task.id]
    assert all(walk.ended_at for walk in milk.all(Walk, person_id="p1"))


def test_an_unanswered_offer_ends_after_fifteen_seconds(milk):
    """A device in a pocket must not hold up an order."""
    (task,) = milk.in_work({"milk": 1})
    milk.offer(task, "p1")

    milk.clock.advance(seconds=14)
    milk.sweep()
    assert milk.task(task).state is PickTaskState.OFFERED
    milk.clock.advance(seconds=2)
    milk.sweep()

    assert milk.task(task).state is PickTaskState.AVAILABLE
    with refused("offer_over"):
        milk.run(take_offer, task.id, by=milk.hand())


def test_an_offer_is_nobody_elses(milk):
    """Somebody else's yes is refused."""
    milk.picker("p2")
    (task,) = milk.in_work({"milk": 1})
    milk.offer(task, "p1")

    with refused("right_missing"):
        milk.run(take_offer, task.id, by=milk.hand("p2"))


def test_waiting_work_is_offered_to_whoever_is_free_and_carried_least(milk):
    """The next heavy walk goes to somebody else."""
    milk.picker("p2")
    (done,) = milk.in_work({"milk": 10}, due_minutes=8)
    milk.begin(done, milk.hand("p1"))
    milk.run(lambda work: setattr(work.get(PickTask, done.id), "state", PickTaskState.PUT_AWAY))
    (waiting,) = milk.in_work({"milk": 1}, due_minutes=8)

    (walk,) = milk.run(offer_waiting)

    assert walk.person_id == "p2"
    assert milk.task(waiting).state is PickTaskState.OFFERED
    assert walk.reason == "walk_offered"
    assert walk.reason_facts["kilograms"] == 0


def test_what_is_due_first_is_offered_first(milk):
    """With one free person the urgent order goes, not the near one."""
    milk.in_work({"milk": 1}, due_minutes=12)
    (urgent,) = milk.in_work({"milk": 1}, due_minutes=8)

    milk.run(offer_waiting)

    assert milk.task(urgent).state is PickTaskState.OFFERED


def test_who_leaves_an_offer_unanswered_is_not_asked_again_at_once(milk):
    """A device in a locker must not keep all work to itself, fifteen seconds at a time."""
    milk.picker("p2")
    (task,) = milk.in_work({"milk": 1})
    (first,) = milk.run(offer_waiting)
    milk.clock.advance(seconds=16)
    milk.sweep()

    (second,) = milk.run(offer_waiting)
    assert {first.person_id, second.person_id} == {"p1", "p2"}
    milk.clock.advance(seconds=16)
    milk.sweep()

    assert milk.run(offer_waiting) == []
    assert milk.task(task).state is PickTaskState.AVAILABLE
    milk.clock.advance(minutes=6)
    assert len(milk.run(offer_waiting)) == 1


def test_a_store_that_only_pulls_is_offered_nothing(milk):
    """How work is given is the store's choice."""
    milk.in_work({"milk": 1})
    milk.run(lambda work: setattr(work.get(Store, "s1"), "settings", {"pick_mode": {"assignment": "pull"}}))

    assert milk.run(offer_waiting) == []


def test_who_left_is_offered_nothing(milk):
    """A shift that ended ends the offers."""
    milk.in_work({"milk": 1})
    milk.run(lambda work: setattr(work.get(Shift, "shift-p1"), "ended_at", work.now))

    assert milk.run(offer_waiting) == []


def test_next_work_names_what_is_begun_before_what_waits(milk):
    """Own started, own assigned, then free, by due time."""
    person = milk.get(Person, "p1")
    (task,) = milk.in_work({"milk": 1})
    assert (milk.ask(next_work, person).kind, milk.ask(next_work, person).id) == ("task", task.id)

    walk = pull(milk)

    assert (milk.ask(next_work, person).kind, milk.ask(next_work, person).id) == ("walk", walk.id)


def test_a_pull_changes_the_zones_board(milk):
    """Everybody in the zone sees that the task is gone."""
    (task,) = milk.in_work({"milk": 1})

    pull(milk)

    told = [(push.room, push.body["state"]) for push in milk.pushed if push.body.get("task_id") == task.id]
    assert ("zone:A", "ASSIGNED") in told
    assert ("person:p1", "ASSIGNED") in told
