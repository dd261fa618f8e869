from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from picking.floor.model import Aisle, Bin
from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.refusals import Refusal
from picking.foundation.settings import FloorSettings
from picking.tasks.commands import (
    adopt_plan,
    clear_plans,
    leave_joined,
    note_planner,
    offer_waiting,
    pull_work,
    take_offer,
)
from picking.tasks.decisions import decide, is_same, replay
from picking.tasks.ledger import cold_minutes
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask, Walk
from picking.tasks.plan_queries import plan_explained, plan_in_force, waiting_and_why
from picking.tasks.planned import Plan, PlanFloor, PlannedWalk, PlannerState
from picking.tasks.queries import open_lines, tasks_of_walk
from picking.tasks.standing import standing

NOON = datetime(2026, 1, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def milk(shop):
    """Milk in A-1, a picker at work, a planner that is ready."""
    shop.picker()
    shop.stock("milk", 90, "A-1")
    shop.run(note_planner, PlannerState.READY)
    return shop


def ask(shop):
    """Ask how the floor stands."""
    return shop.ask(standing, "s1", shop.clock.now(), shop.settings)


def think(shop):
    """Decide how to go on."""
    how = ask(shop)
    return decide(how, how.problem, seed=1, budget_ms=50)


def follow(shop):
    """Decide, and let work follow."""
    return shop.run(adopt_plan, think(shop), ["pick task release"])


def busy(shop, person_id="p1"):
    """Let somebody stand at the packing bench: no walk to join, soon free."""
    hand = shop.hand(person_id)
    task = shop.begun({"milk": 1}, hand, due_minutes=10)
    shop.pick(shop.line(task), by=hand)


def states(shop, tasks):
    return [shop.task(task).state for task in tasks]


def held(shop):
    """Give the codes that say why tasks wait."""
    return [each["why"]["code"] for each in shop.ask(waiting_and_why, "s1")]


def test_whoever_is_free_is_offered_the_planned_walk_at_once(milk):
    """Nobody waits for the next tick of a clock."""
    tasks = [*milk.in_work({"milk": 1}, due_minutes=30), *milk.in_work({"milk": 2}, due_minutes=40)]

    plan = follow(milk)

    assert states(milk, tasks) == [PickTaskState.OFFERED] * 2
    walk = milk.one(Walk, person_id="p1")
    assert walk.reason == "walk_planned"
    assert [why["code"] for why in walk.reason_facts["why"]][:2] == ["plan_due_first", "plan_joined"]
    assert plan.answer["late"] == 0


def test_the_explanation_says_order_numbers_names_and_minutes(milk):
    """A lead reads sentences, not ids and seconds."""
    milk.in_work({"milk": 1}, due_minutes=30)
    follow(milk)

    (first, who) = milk.one(Walk).reason_facts["why"]

    number = first["facts"]["order"]
    assert len(number) < 12
    assert first["facts"]["spare"] == pytest.approx(29, abs=1)
    assert who == {"code": "plan_only_one_free", "facts": {"picker": "p1"}}


def test_the_next_walk_of_the_plan_is_pulled_before_what_is_due_first(milk):
    """Work follows the plan, not whoever presses first."""
    busy(milk)
    (early,) = milk.in_work({"milk": 1}, due_minutes=50)
    (late,) = milk.in_work({"milk": 1}, due_minutes=60)
    follow(milk)
    milk.picker("p2")
    milk.run(lambda work: setattr(work.get(PlannedWalk, milk.one(PlannedWalk).id), "person_id", "p2"))
    milk.run(lambda work: setattr(work.get(PlannedWalk, milk.one(PlannedWalk).id), "tasks", [late.id]))

    walk = milk.run(pull_work, "p2", by=milk.hand("p2"))

    assert [task.id for task in milk.ask(tasks_of_walk, walk.id)] == [late.id]
    assert milk.task(early).state is PickTaskState.AVAILABLE


def test_a_plan_ranks_lines_as_it_walked_them(milk):
    """The planner's way is the way that is walked."""
    for node in (6, 2, 4):
        milk.bin(f"A-{node}0", node=node)
        milk.stock(f"item{node}", 5, f"A-{node}0")
    milk.in_work({"item6": 1, "item2": 1, "item4": 1})
    follow(milk)

    walk = milk.one(Walk)

    route = milk.one(Plan).answer
    bins = [route["bins"][at] for at in route["trips"][0]["route"]]
    assert [line.bin_id for line in milk.ask(open_lines, walk.id)] == bins
    assert walk.metres == round(route["trips"][0]["metres"])


def test_what_somebody_sees_already_is_never_planned_anew(milk):
    """An offer that changes under the thumb is worse than a longer way."""
    (offered,) = milk.in_work({"milk": 1}, due_minutes=30)
    follow(milk)
    walk = milk.one(Walk)
    (arrival,) = milk.in_work({"milk": 1}, due_minutes=20)

    follow(milk)

    assert milk.task(offered).walk_id == walk.id
    assert [task.id for task in milk.ask(tasks_of_walk, walk.id)] == [offered.id]
    assert milk.one(PlannedWalk).tasks == [arrival.id]


def test_a_task_that_went_to_somebody_meanwhile_is_not_given_twice(milk):
    """Between question and answer the floor has moved on."""
    milk.picker("p2")
    (task,) = milk.in_work({"milk": 1})
    decision = think(milk)
    milk.run(pull_work, "p2", by=milk.hand("p2"))

    milk.run(adopt_plan, decision)

    assert milk.task(task).person_id == "p2"
    assert milk.all(PlannedWalk) == []


def test_the_same_decision_again_leaves_no_second_row(milk):
    """A quiet hour should not fill the disk."""
    busy(milk)
    milk.in_work({"milk": 1}, due_minutes=60)

    follow(milk)
    follow(milk)

    assert len(milk.all(Plan)) == 1
    assert len(milk.all(PlannedWalk)) == 1


def test_without_a_planner_work_goes_by_due_time(milk):
    """The floor never stands because a program thinks."""
    busy(milk)
    (task,) = milk.in_work({"milk": 1}, due_minutes=60)
    follow(milk)
    assert milk.all(PlannedWalk)

    milk.run(note_planner, PlannerState.AWAY, "killed by signal 9")
    milk.picker("p2")
    (walk,) = milk.run(offer_waiting)

    assert milk.all(PlannedWalk) == []
    assert (walk.person_id, walk.reason) == ("p2", "walk_offered")
    assert milk.task(task).state is PickTaskState.OFFERED
    told = [push.body for push in milk.pushed if push.name == "alert"]
    assert told[-1] == {"code": "planner_away", "detail": "killed by signal 9"}


def test_a_planner_that_stays_as_it_is_is_told_once(milk):
    """An alert every second is no alert."""
    milk.run(note_planner, PlannerState.SLOW, "no answer")
    milk.run(note_planner, PlannerState.SLOW, "no answer")

    assert [push.body["code"] for push in milk.pushed if push.name == "alert"].count("planner_slow") == 1


def test_raw_and_ready_food_of_two_orders_never_share_a_walk(milk):
    """With a planner or without one."""
    milk.stock("fish", 5, "A-1", hygiene=Hygiene.RAW)
    milk.stock("salad", 5, "A-1", hygiene=Hygiene.READY_TO_EAT)
    tasks = [*milk.in_work({"fish": 1}), *milk.in_work({"salad": 1})]

    trips = think(milk).answer["trips"]
    walk = milk.run(pull_work, "p1", by=milk.hand())

    assert sorted(trip["orders"] for trip in trips) == [[tasks[0].id], [tasks[1].id]]
    assert len(milk.ask(tasks_of_walk, walk.id)) == 1


def test_a_dear_customers_order_is_planned_as_if_due_earlier(milk):
    """Frequent customers may be served first."""
    milk.in_work({"milk": 1}, due_minutes=60)
    milk.in_work({"milk": 1}, due_minutes=65, priority=1)

    plain, dear = (order.due for order in ask(milk).problem.orders)

    assert dear - plain == 60 * (65 - 60 - milk.settings.dear_customer_minutes)


def test_who_has_carried_enough_today_carries_no_more(make_floor, shop_on):
    """Backs are not spare parts."""
    shop = shop_on(make_floor(settings=FloorSettings(shift_kilograms_max=1)))
    shop.picker()
    shop.stock("milk", 9, "A-1")
    shop.run(note_planner, PlannerState.READY)
    (task,) = shop.in_work({"milk": 3})

    follow(shop)

    assert shop.task(task).state is PickTaskState.AVAILABLE
    assert held(shop) == ["plan_nobody_may"]
    shop.run(note_planner, PlannerState.AWAY)
    assert shop.run(offer_waiting) == []


def test_who_has_walked_enough_today_is_asked_no_more(make_floor, shop_on):
    """Nor are knees."""
    shop = shop_on(make_floor(settings=FloorSettings(shift_metres_max=10)))
    hand = shop.picker()
    shop.bin("A-7", node=7)
    shop.stock("milk", 9, "A-7")
    shop.begun({"milk": 1}, hand)
    shop.in_work({"milk": 1})

    assert ask(shop).problem is None


@pytest.mark.parametrize(
    ("stints", "minutes"),
    [
        ([], 0),
        ([(-12, -2)], 10),
        ([(-60, -40)], 0),
        ([(-40, -30), (-25, -5)], 30),
        ([(-45, -30), (-15, -5)], 10),
        ([(-20, -5), (-15, 0)], 20),
    ],
)
def test_the_cold_is_counted_until_a_pause_of_ten_minutes(stints, minutes):
    """Thirty minutes in the freezer, ten outside: hands come before orders."""
    times = [(NOON + timedelta(minutes=a), NOON + timedelta(minutes=b)) for a, b in stints]

    assert cold_minutes(times, NOON, timedelta(minutes=10)) == minutes


def test_who_was_in_the_freezer_too_long_pauses_from_it(make_floor, shop_on):
    """Another one with the skill goes, or it waits ten minutes."""
    shop = shop_on(make_floor(settings=FloorSettings(cold_minutes_max=5)))
    hand = shop.picker("p1", ("A", "F", "freezer"))
    shop.bin("F-1", zone="F")
    shop.stock("ice", 5, "F-1", temperature_class=TemperatureClass.FROZEN)
    shop.run(note_planner, PlannerState.READY)
    task = shop.begun({"ice": 1}, hand)
    shop.clock.advance(minutes=6)
    shop.pick(shop.line(task), by=hand)
    shop.in_work({"ice": 1})

    (before,) = ask(shop).problem.pickers
    shop.clock.advance(minutes=11)
    (after,) = ask(shop).problem.pickers

    assert before.allowance.most["cold_minutes"] == 0
    assert after.allowance.most["cold_minutes"] == 5


def test_who_was_asked_and_did_not_answer_is_not_planned_for(milk):
    """A device in a locker keeps no work to itself."""
    milk.in_work({"milk": 1})
    follow(milk)
    milk.clock.advance(seconds=16)
    milk.sweep()

    assert ask(milk).problem is None


def test_nobody_is_sent_into_a_closed_aisle(milk):
    """The aisle is being washed; its orders wait, all others go on around it."""
    milk.bin("B-1", node=3)
    milk.stock("tea", 5, "B-1")
    milk.run(lambda work: setattr(work.get(Bin, "B-1"), "aisle", "2"))
    milk.put(Aisle(store_id="s1", code="2", closed_until=milk.clock.now() + timedelta(minutes=5)))
    (closed,) = milk.in_work({"tea": 1}, due_minutes=20)
    (open_one,) = milk.in_work({"milk": 1}, due_minutes=60)

    follow(milk)

    assert states(milk, [closed, open_one]) == [PickTaskState.AVAILABLE, PickTaskState.OFFERED]
    assert held(milk) == ["plan_aisle_closed"]
    milk.clock.advance(minutes=6)
    assert closed.id in [order.id for order in ask(milk).problem.orders]


@pytest.mark.parametrize("planner", [PlannerState.READY, PlannerState.AWAY])
def test_nobody_goes_into_a_closed_aisle_by_pulling_or_by_due_time_either(milk, planner):
    """The aisle is being washed, whoever gives the work out."""
    milk.run(note_planner, planner, "as it is")
    milk.put(Aisle(store_id="s1", code="1", closed_until=milk.clock.now() + timedelta(minutes=5)))
    (task,) = milk.in_work({"milk": 1}, due_minutes=20)

    milk.run(offer_waiting)
    pulled = milk.run(pull_work, "p1", by=milk.hand())

    assert pulled is None
    assert milk.task(task).state is PickTaskState.AVAILABLE
    milk.clock.advance(minutes=6)
    assert milk.run(pull_work, "p1", by=milk.hand()) is not None


def test_what_comes_to_wait_is_told_although_nobodys_walk_changes(milk):
    """A lead who is not told that an aisle holds an order up looks for it everywhere else."""
    milk.bin("B-1", node=3)
    milk.stock("tea", 5, "B-1")
    milk.run(lambda work: setattr(work.get(Bin, "B-1"), "aisle", "2"))
    milk.put(Aisle(store_id="s1", code="2", closed_until=milk.clock.now() + timedelta(minutes=50)))
    busy(milk)
    milk.in_work({"milk": 1}, due_minutes=500)
    follow(milk)
    milk.in_work({"tea": 1}, due_minutes=20)

    follow(milk)

    assert held(milk) == ["plan_aisle_closed"]


def test_an_aisle_closes_by_the_stores_own_clock():
    """Also when its hours pass midnight."""
    shanghai = ZoneInfo("Asia/Shanghai")
    aisle = Aisle(
        store_id="s1", code="2", hours=[{"begin": "12:00", "end": "12:30"}, {"begin": "23:00", "end": "01:00"}]
    )

    closed = [aisle.is_closed(NOON + timedelta(minutes=m), shanghai) for m in (0, 29, 30, 11 * 60, 12 * 60, 13 * 60)]

    assert closed == [True, True, False, True, True, False]


def test_a_full_aisle_takes_nobody_more(milk):
    """Three carts in an aisle for two is a collision."""
    milk.put(Aisle(store_id="s1", code="1", people_max=1))
    milk.picker("p2")
    milk.begun({"milk": 1}, due_minutes=10)
    milk.in_work({"milk": 1})

    assert ask(milk).problem is None
    assert [why["code"] for why in ask(milk).held.values()] == ["plan_aisle_full"]


def test_two_walks_of_one_plan_do_not_meet_in_an_aisle_for_one(make_floor, shop_on):
    """Asked at the same moment, both would stand there together; the second is asked when there is room."""
    shop = shop_on(make_floor(settings=FloorSettings(batch_orders_max=1)))
    shop.picker("p1")
    shop.picker("p2")
    shop.bin("A-3", node=3)
    shop.stock("milk", 9, "A-3")
    shop.put(Aisle(store_id="s1", code="1", people_max=1))
    shop.run(note_planner, PlannerState.READY)
    tasks = [*shop.in_work({"milk": 1}, due_minutes=30), *shop.in_work({"milk": 1}, due_minutes=40)]

    follow(shop)

    assert states(shop, tasks) == [PickTaskState.OFFERED, PickTaskState.AVAILABLE]
    assert held(shop) == ["plan_aisle_full"]
    (plan,) = shop.all(Plan)
    again = replay(shop.one(PlanFloor).floor, plan.question, seed=plan.seed, budget_ms=plan.budget_ms)
    assert is_same(plan.answer, again)


def test_a_closing_to_come_is_told_the_planner_with_the_ways_it_closes(milk):
    """Who would still be in the aisle when it is washed must not be sent there now."""
    milk.bin("A-2", node=4)
    wall = milk.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
    begin, end = (f"{wall + timedelta(minutes=minutes):%H:%M}" for minutes in (10, 40))
    milk.put(Aisle(store_id="s1", code="1", hours=[{"begin": begin, "end": end}, {"begin": "23:50", "end": "00:10"}]))
    milk.in_work({"milk": 1})

    problem = ask(milk).problem

    (aisle,) = problem.aisles
    assert [(span.begin, span.end) for span in aisle.closed] == [(600.0, 2400.0)]
    assert aisle.bins == frozenset([0])
    assert {way.aisle for way in problem.floor.edges} >= {"1"}


def test_people_stand_where_they_took_something_last(milk):
    """The next walk begins where the last one was, not at the door."""
    milk.bin("A-5", node=5)
    milk.stock("tea", 9, "A-5")
    hand = milk.hand()
    task = milk.begun({"tea": 1}, hand)
    milk.pick(milk.line(task), by=hand)
    milk.in_work({"milk": 1})

    (picker,) = ask(milk).problem.pickers

    assert picker.at == 5
    assert picker.free_at > 0


def test_plans_are_cleared_by_age_with_the_floors_only_they_knew(milk):
    """What nobody can ask for any more takes no room."""
    milk.in_work({"milk": 1})
    follow(milk)
    milk.clock.advance(minutes=61)

    milk.run(clear_plans, 2)
    assert len(milk.all(Plan)) == 1
    milk.run(clear_plans, 1)

    assert milk.all(Plan) == []
    assert milk.all(PlanFloor) == []


def test_a_plan_still_in_force_is_not_cleared(milk):
    """Nobody's next walk vanishes because it is old."""
    busy(milk)
    milk.in_work({"milk": 1}, due_minutes=600)
    follow(milk)
    milk.clock.advance(minutes=600)

    milk.run(clear_plans, 1)

    assert len(milk.ask(plan_in_force, "s1")) == 1


def test_a_kept_plan_is_made_again_exactly_on_both_databases(any_shop):
    """A decision that cannot be made again cannot be explained; nor may a restart change it."""
    shop = any_shop
    for number in range(6):
        shop.bin(f"A-{number}", node=number)
        shop.stock(f"item{number}", 40, f"A-{number}")
    for person_id in ("p1", "p2"):
        shop.picker(person_id)
    shop.run(note_planner, PlannerState.READY)
    for number in range(14):
        shop.in_work({f"item{number % 6}": 1 + number % 3, f"item{(number * 5 + 1) % 6}": 1}, due_minutes=20 + number)
    follow(shop)
    shop.floor.restart()

    kept = shop.one(Plan)
    floor = shop.get(PlanFloor, kept.floor_digest)
    again = replay(floor.floor, kept.question, seed=kept.seed, budget_ms=kept.budget_ms)

    assert is_same(kept.answer, again)
    assert len(again["trips"]) >= 4


def test_an_offer_of_a_plan_is_taken_like_any_other(milk):
    """The picker's clock starts with the yes."""
    (task,) = milk.in_work({"milk": 1})
    follow(milk)

    milk.run(take_offer, task.id, by=milk.hand())

    assert milk.task(task).state is PickTaskState.ASSIGNED


@pytest.fixture
def on_the_way(milk):
    """Give a picker's task with goods along the way: four at 1 to 4, the next beyond."""
    for node in range(1, 8):
        milk.bin(f"A-{node}0", node=node)
        milk.stock(f"item{node}", 20, f"A-{node}0")
    return milk.begun({f"item{node}": 1 for node in (1, 2, 3, 6, 7)}, milk.hand(), due_minutes=60)


def ranked(shop, walk):
    return [line.sku for line in shop.ask(open_lines, walk.id)]


def test_an_arrival_joins_a_started_walk_that_has_room_behind_what_is_seen(milk, on_the_way):
    """Adding to a walk on its way is the shortest walk there is; what the picker reads stays as it is."""
    walk = milk.get(Walk, on_the_way.walk_id)
    seen = ranked(milk, walk)[:3]
    (arrival,) = milk.in_work({"item2": 1, "item5": 1}, due_minutes=70)

    follow(milk)

    assert milk.task(arrival).state is PickTaskState.ASSIGNED
    assert milk.task(arrival).walk_id == walk.id
    skus = ranked(milk, walk)
    assert skus[:3] == seen == ["item7", "item6", "item3"]
    assert sorted(skus[3:]) == ["item1", "item2", "item2", "item5"]


def test_what_would_make_an_order_late_does_not_join(milk, on_the_way):
    """The customer whose goods are in the basket already waits for nobody."""
    (arrival,) = milk.in_work({"item5": 1}, due_minutes=70)
    (walk,) = ask(milk).walks
    due_at = milk.clock.now() + timedelta(seconds=walk.ends + 5)
    milk.run(lambda work: setattr(work.get(PickTask, on_the_way.id), "due_at", due_at))

    follow(milk)

    assert milk.task(arrival).state is PickTaskState.AVAILABLE


def test_a_full_cart_takes_nobody_more(make_floor, shop_on):
    """Four baskets fit, not five."""
    shop = shop_on(make_floor(settings=FloorSettings(batch_orders_max=1)))
    shop.picker()
    shop.stock("milk", 90, "A-1")
    shop.begun({"milk": 1}, shop.hand())
    shop.in_work({"milk": 1})

    how = ask(shop)

    assert [walk.picker for walk in how.walks] == ["p1"]
    assert think(shop).answer["joins"] == []


def test_ready_food_never_joins_a_walk_with_raw_food(milk):
    """Also not when it would be on the way."""
    milk.stock("fish", 5, "A-1", hygiene=Hygiene.RAW)
    milk.stock("salad", 5, "A-1", hygiene=Hygiene.READY_TO_EAT)
    milk.begun({"fish": 1}, milk.hand())
    milk.in_work({"salad": 1})

    assert think(milk).answer["joins"] == []


def test_an_order_that_joined_can_be_left_out_and_comes_no_more(milk, on_the_way):
    """No basket left on the cart: the walk goes on, somebody else gets the order."""
    (arrival,) = milk.in_work({"item5": 1}, due_minutes=70)
    follow(milk)

    milk.run(leave_joined, arrival.id, by=milk.hand())
    follow(milk)

    assert milk.task(arrival).state is PickTaskState.AVAILABLE
    assert milk.task(arrival).walk_id is None
    assert milk.one(PlannedWalk).tasks == [arrival.id]


def test_what_has_its_basket_is_given_back_not_left_out(milk, on_the_way):
    """Goods in a basket need a place to be found again."""
    with pytest.raises(Refusal, match="joined_begun"):
        milk.run(leave_joined, on_the_way.id, by=milk.hand())


def test_a_decision_with_joins_is_made_again_exactly(milk, on_the_way):
    """Who joined whom can be explained tomorrow."""
    milk.in_work({"item2": 1, "item5": 1}, due_minutes=70)
    milk.in_work({"milk": 1}, due_minutes=90)

    decision = think(milk)
    plan = milk.run(adopt_plan, decision)

    again = replay(decision.floor, decision.question, seed=1, budget_ms=50)
    assert is_same(decision.answer, again)
    (why,) = milk.ask(plan_explained, plan)[0]["why"]
    assert (why["code"], why["facts"]["picker"]) == ("plan_joins_walk", "p1")
