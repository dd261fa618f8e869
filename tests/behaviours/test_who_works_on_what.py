"""Rules 13 to 19: who works on what."""

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device, DeviceClass
from picking.floor.model import Bin
from picking.foundation.kinds import TemperatureClass
from picking.tasks.commands import adopt_plan, free_silent, note_planner
from picking.tasks.decisions import decide
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.planned import PlannerState
from picking.tasks.standing import standing

MILK, BREAD = "4006381333931", "5901234123457"
GTINS = ("4000000000013", "4000000000020", "4000000000037", "4000000000044")


def test_rule_13_free_work_comes_by_due_time(milk):
    """The customer who waits longest is served first, not the one who ordered first."""
    later = milk.ordered({"milk": 1}, minutes=14)
    sooner = milk.ordered({"milk": 1}, minutes=6)
    ana = milk.hand()

    ana.press("next_work")

    assert milk.task(sooner).person_id == "ana"
    assert milk.task(later).state is PickTaskState.AVAILABLE


def test_who_rests_sees_until_when_and_asking_for_work_ends_the_break(milk):
    """A break is off the walk, not off the shift: one button there, and the usual one back."""
    order = milk.ordered({"milk": 1})
    ana = milk.hand()

    resting = ana.press("take_break")
    back = ana.press("next_work")

    assert resting["message"]["text"] == "Break until 10:10. Nothing is offered to you before."
    assert resting["screen"]["facts"]["break_until"] is not None
    assert ("end_break" in resting["possible"], "take_break" in resting["possible"]) == (True, False)
    assert back["outcome"] == "done"
    assert milk.task(order).person_id == "ana"


def test_nobody_rests_with_goods_in_hand(milk):
    """Milk in a basket does not rest well."""
    milk.ordered({"milk": 1})
    ana = milk.hand()
    ana.press("next_work")

    assert ana.press("take_break")["outcome"] == "refused"


def test_rule_13_own_started_work_comes_before_free_work(milk):
    """Half-picked goods in a basket help nobody."""
    started = milk.ordered({"milk": 2}, minutes=14)
    ana = milk.hand()
    milk.walking(ana)
    milk.ordered({"milk": 1}, minutes=3)

    answer = ana.press("give_back")
    assert answer["screen"]["name"] == "home"
    ana.press("next_work")
    milk.ordered({"milk": 1}, minutes=2)

    assert ana.screen in {"scan_basket", "pick_line"}
    mine = [
        task for task in milk.all(PickTask) if task.person_id == "ana" and task.state in ("ASSIGNED", "IN_PROGRESS")
    ]
    assert len(mine) == 1
    assert milk.task(started).basket_id == "000001"


def test_rule_14_the_second_person_is_refused_at_the_scan(milk):
    """To learn it at the drop means that somebody picked for nothing."""
    order = milk.ordered({"milk": 2})
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.walking(ana)
    (line,) = milk.lines(order)
    milk.goods("oats", 2, "A-7", gtin="4002515289693")
    milk.ordered({"oats": 1})
    milk.walking(bob, "000002")

    answer = bob.press("park", line_id=line.id)

    assert (answer["outcome"], answer["code"]) == ("refused", "task_of_other")
    assert "ana" in answer["message"]["text"]
    assert bob.scan(MILK)["code"] == "wrong_item"
    assert milk.get(PickLine, line.id).picked == 0


def test_rule_14_a_basket_in_use_is_refused_at_its_scan(milk):
    """Two orders in one basket are one order too many at the door."""
    milk.ordered({"milk": 2})
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.walking(ana, "000001")
    milk.ordered({"milk": 1})
    bob.press("next_work")

    answer = bob.scan("K:000001")

    assert answer["code"] == "basket_in_use"


def test_rule_15_another_device_shows_the_exact_step(milk):
    """A battery dies in the middle of a count; the work does not."""
    ana = milk.hand()
    milk.ordered({"milk": 3, "bread": 1})
    milk.walking(ana)
    ana.scan("B:A-1")
    before = ana.scan(MILK)

    ana.device_id = "gw1/handheld-spare"
    after = ana.look()

    assert after["screen"] == before["screen"]
    assert after["version"] == before["version"]
    assert ana.scan(MILK)["message"]["facts"]["picked"] == 2


def test_rule_16_what_is_picked_stays_picked_when_work_is_given_back(milk):
    """Putting it back to pick it again is work for nobody's good."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2, "bread": 1})
    milk.walking(ana)
    ana.scan(MILK)
    ana.scan(MILK)

    answer = ana.press("give_back")

    assert answer["screen"]["name"] == "home"
    assert milk.task(order).state is PickTaskState.AVAILABLE
    assert [line.picked for line in milk.lines(order)] == [0, 2]
    assert milk.books_are_closed()


def test_rule_17_a_skipped_line_comes_last_and_never_vanishes(milk):
    """An aisle is blocked by a pallet: go on, come back."""
    ana = milk.hand()
    milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    first = ana.line["sku"]

    ana.press("skip")
    second = ana.line["sku"]
    ana.scan(BREAD if second == "bread" else MILK)

    assert second != first
    assert ana.line["sku"] == first


def test_rule_18_taking_over_asks_the_holder(milk):
    """Nothing is stolen silently: the holder's whole screen asks, and the holder says yes."""
    order = milk.ordered({"milk": 2})
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.walking(ana)
    bob.scan("K:000001")

    asked = bob.press("take_over", task_id=milk.task(order).id)
    on_anas_screen = ana.look()
    ana.press("agree")

    assert asked["code"] == "holder_is_asked"
    assert (on_anas_screen["screen"]["name"], on_anas_screen["screen"]["facts"]["person"]) == ("take_over_asked", "bob")
    assert milk.task(order).person_id == "bob"
    assert (ana.screen, bob.screen) == ("home", "scan_basket")


def test_rule_18_a_holder_may_keep_the_work(milk):
    """Whoever asked is told, and nothing moves."""
    order = milk.ordered({"milk": 2})
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.walking(ana)
    bob.scan("K:000001")
    bob.press("take_over", task_id=milk.task(order).id)

    answer = ana.press("refuse")

    assert (answer["code"], answer["screen"]["name"]) == ("task_kept", "pick_line")
    assert milk.task(order).person_id == "ana"
    assert any(push.room == "person:bob" and push.body.get("code") == "take_over_refused" for push in milk.pushed)


def test_rule_18_a_lead_takes_over_at_once(milk):
    """Somebody has gone home with an open basket: a lead need not telephone."""
    order = milk.ordered({"milk": 2})
    ana, eve = milk.hand("ana"), milk.hand("eve", "lead")
    milk.walking(ana)
    eve.scan("K:000001")

    eve.press("take_over", task_id=milk.task(order).id)

    assert milk.task(order).person_id == "eve"


def test_rule_19_a_silent_device_frees_its_work(milk):
    """The next person sees what is already in the basket, and whose basket it is."""
    order = milk.ordered({"milk": 2, "bread": 1})
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.walking(ana)
    ana.scan(MILK)
    ana.scan(MILK)
    milk.put(
        Device(
            id="gw1/handheld-ana", store_id="s1", gateway="gw1", device_class=DeviceClass.HANDHELD, name="Handheld",
            person_id="ana", state=DeviceState.OFFLINE, state_since=milk.clock.now(),
        )
    )  # fmt: skip

    milk.clock.advance(minutes=milk.settings.device_silent_minutes_max, seconds=1)
    milk.run(free_silent)
    bob.press("next_work")

    facts = bob.facts
    assert bob.screen == "scan_basket"
    assert (facts["lines_in_basket"], facts["basket"]["id"], facts["flag"]["code"]) == (1, "000001", "flag_silent")
    assert bob.scan("K:000002")["code"] == "basket_other"
    assert bob.scan("K:000001")["screen"]["name"] == "pick_line"
    assert [line.state for line in milk.lines(order)] == [PickLineState.OPEN, PickLineState.PICKED]


def test_an_offer_is_taken_or_declined_on_the_home_screen(milk):
    """An offer is asked for in seconds; who does not answer is not blamed, the next one is asked."""
    order = milk.ordered({"milk": 1})
    ana = milk.hand()
    milk.offer(order, "ana")

    offered = ana.facts["offered"]
    declined = ana.press("decline_offer")
    milk.offer(order, "ana")
    taken = ana.press("take_offer")

    assert offered["order"] == order.number
    assert declined["screen"]["facts"]["offered"] is None
    assert taken["screen"]["name"] == "scan_basket"


def test_several_orders_share_a_walk_and_each_has_its_basket(milk):
    """Sorting while walking saves the sorting afterwards."""
    milk.goods("oats", 9, "A-3", gtin="4002515289693")
    one = milk.ordered({"milk": 1}, minutes=25)
    two = milk.ordered({"milk": 1, "oats": 1}, minutes=26)
    ana = milk.hand()
    ana.press("next_work")

    wanted = ana.facts["baskets_wanted"]
    ana.scan("K:000001")
    answer = ana.scan("K:000002")

    assert wanted == 2
    assert answer["screen"]["name"] == "pick_line"
    assert {milk.task(one).basket_id, milk.task(two).basket_id} == {"000001", "000002"}


def test_a_walk_that_is_held_is_announced_with_its_start(shop):
    """Ice that is fetched too early is water; who asks hears when the freezer comes, instead of asking every minute."""
    ana = shop.hand()
    shop.goods("ice", 5, "F-1", temperature_class=TemperatureClass.FROZEN)
    shop.ordered({"ice": 1}, minutes=28)

    answer = ana.press("next_work")

    assert "Zone F: walk starts 10:0" in answer["message"]["text"]
    assert (ana.screen, ana.facts["coming"]["zone"]) == ("home", "F")


def test_an_order_that_joins_a_walk_shows_only_behind_what_the_picker_sees(shop):
    """The line at hand and the next two stay; the basket is asked for when its goods are next."""
    for number, gtin in enumerate(GTINS, start=1):
        shop.goods(f"item{number}", 20, f"A-{number}", gtin=gtin)
        shop.run(lambda work, n=number: setattr(work.get(Bin, f"A-{n}"), "node", n))
    ana = shop.hand()
    shop.run(note_planner, PlannerState.READY)
    shop.ordered({f"item{number}": 1 for number in range(1, 5)})
    before = shop.walking(ana)
    joined = shop.ordered({"item4": 1})

    how = shop.ask(standing, "s1", shop.clock.now(), shop.settings)
    shop.run(adopt_plan, decide(how, how.problem, seed=1, budget_ms=50))

    assert shop.task(joined).state is PickTaskState.ASSIGNED
    assert ana.look()["screen"]["facts"]["line"]["id"] == before["screen"]["facts"]["line"]["id"]
    assert ana.look()["screen"]["facts"]["next"] == before["screen"]["facts"]["next"]
    for number, gtin in enumerate(GTINS, start=1):
        assert ana.screen == "pick_line"
        ana.scan(f"B:A-{number}")
        answer = ana.scan(gtin)
    assert answer["screen"]["name"] == "scan_basket"
    assert "leave_out" in answer["possible"]
    assert ana.scan("K:000002")["screen"]["facts"]["line"]["order"] == joined.number
