"""Hot, cold and shelf goods meet at the slot: each part is started backwards from the promise."""

from datetime import timedelta

import pytest
from floor import STORE

from picking import story
from picking.foundation.kinds import Mode, TemperatureClass
from picking.foundation.settings import FloorSettings
from picking.orders import commands as orders
from picking.orders.model import Order
from picking.orders.queries import order_view
from picking.people.commands import start_shift
from picking.people.model import Person
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import wall
from picking.tasks.commands import bind_basket, pull_work
from picking.tasks.events import WalksPlanned
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.queries import next_start
from picking.timing.commands import learn
from picking.timing.model import Timed

SET = FloorSettings()
SPARE, CARRY = timedelta(minutes=SET.meet_spare_minutes), timedelta(minutes=SET.move_minutes_max)


@pytest.fixture
def store(any_url, make_floor):
    """Give a store with shelves, a freezer, a quick kitchen and a slow smoker."""
    floor = make_floor(url=any_url, reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
    floor.way()
    floor.zone("F", TemperatureClass.FROZEN)
    floor.stock("milk", 50, "A-1")
    floor.bin("F-1", zone="F", node=1)
    floor.stock("ice", 50, "F-1", temperature_class=TemperatureClass.FROZEN)
    for sku, stall, seconds in (("soup", "kitchen", 300), ("ribs", "smoker", 2400)):
        floor.item(sku, stall=stall, temperature_class=TemperatureClass.HOT, prep_seconds=seconds)
        floor.stock(sku, 50, f"{stall}-bin")
    return floor


def ordered(store, minutes=28, **lines):
    return store.order(lines, promised_at=store.clock.now() + timedelta(minutes=minutes))


def ticket_of(store, order, stall="kitchen"):
    return store.one(Ticket, order_id=order.id, stall_id=stall)


def test_a_hot_dish_is_fired_to_be_in_the_slot_at_the_promise(store):
    """Twenty minutes before due regardless of size is what cooks complain about, and what customers eat cold."""
    order = ordered(store, milk=1, soup=1)

    assert order.meet_at == order.due_at - SPARE
    assert ticket_of(store, order).fire_at == order.meet_at - CARRY - timedelta(seconds=300)


def test_when_one_part_cannot_make_it_the_others_begin_when_they_keep_until_it(store):
    """Soup that stands ready for half an hour beside missing ribs is cold; ten minutes it may."""
    order = ordered(store, soup=1, ribs=1)

    assert order.meet_at == store.clock.now() + timedelta(seconds=2400) + CARRY
    assert ticket_of(store, order, "smoker").state is TicketState.QUEUED
    wait = timedelta(minutes=SET.hot_wait_minutes_max)
    assert ticket_of(store, order).fire_at == order.meet_at - CARRY - timedelta(seconds=300) - wait


def test_a_held_ticket_stands_on_the_wall_with_its_start(store):
    """A cook who sees 'start 11:42' plans the pans; one who sees nothing is surprised."""
    order = ordered(store, soup=1)

    (shown,) = store.ask(wall, "kitchen")

    assert (shown["state"], shown["fire_at"]) == ("HELD", ticket_of(store, order).fire_at.isoformat())
    assert any(push.room == "station:kitchen" and push.name == "ticket" for push in store.pushed)


def test_frozen_goods_are_not_fetched_before_they_keep_until_the_meeting(store):
    """Ice that waits half an hour for a dish is soup; milk from the shelf waits for nobody."""
    order = ordered(store, milk=1, ice=1)
    shelf, frozen = (store.one(PickTask, order_id=order.id, zone_id=zone) for zone in ("A", "F"))

    assert shelf.state is PickTaskState.AVAILABLE
    assert frozen.state is PickTaskState.CREATED
    assert order.meet_at - frozen.start_at >= timedelta(minutes=SET.frozen_out_minutes_max)
    assert order.meet_at - frozen.start_at < timedelta(minutes=SET.frozen_out_minutes_max + 3), "the walk comes on top"

    store.clock.advance(seconds=(frozen.start_at - store.clock.now()).total_seconds())
    store.sweep()

    assert store.get(PickTask, frozen.id).state is PickTaskState.AVAILABLE


def test_frozen_goods_of_an_order_that_is_due_soon_are_fetched_at_once(store):
    """Holding back what is late already would help nobody."""
    order = ordered(store, minutes=10, ice=1)

    assert store.one(PickTask, order_id=order.id).state is PickTaskState.AVAILABLE


def test_a_lead_may_begin_everything_at_once(store):
    """The customer stands at the counter already."""
    order = ordered(store, soup=1, ice=1)
    store.person("boss", "lead")

    store.run(orders.release_now, order.id, by=store.actor("boss", "orders.accept"))

    assert ticket_of(store, order).state is TicketState.QUEUED
    assert store.one(PickTask, order_id=order.id).state is PickTaskState.AVAILABLE


def test_a_stopped_order_that_goes_on_is_held_again(store):
    """A cancellation that was withdrawn must not thaw the ice."""
    order = ordered(store, milk=1, ice=1)
    store.person("ana", skills=("A",))
    store.run(start_shift, "ana")
    store.basket("000001")
    store.run(pull_work, "ana", by=store.actor("ana", "pick"))
    shelf = store.one(PickTask, order_id=order.id, zone_id="A")
    store.run(bind_basket, shelf.id, "000001", by=store.actor("ana", "pick"))
    store.run(orders.request_cancellation, order.id, "changed my mind", "customer")

    store.run(orders.refuse_cancellation, order.id, "made already", by=store.actor("boss", "orders.cancel_answer"))
    store.clock.advance(minutes=1)
    store.sweep()

    frozen = store.one(PickTask, order_id=order.id, zone_id="F")
    assert (frozen.state, frozen.deadline_at) == (PickTaskState.CREATED, frozen.start_at)


def test_the_rider_is_called_back_from_the_meeting(store):
    """A rider who is called when the bags are sealed comes when the soup is cold."""
    delivery = ordered(store, soup=1)
    pickup = store.order({"milk": 1}, mode=Mode.PICKUP)

    assert delivery.rider_at == delivery.meet_at - timedelta(minutes=SET.rider_minutes)
    assert pickup.rider_at is None
    told = store.webhooks("order.meeting")[0]
    assert (told["meet_at"], told["call_rider_at"]) == (delivery.meet_at.isoformat(), delivery.rider_at.isoformat())
    assert store.ask(order_view, delivery.id)["call_rider_at"] == delivery.rider_at.isoformat()


def test_a_kitchen_that_was_slow_at_this_hour_is_begun_earlier(store):
    """What the catalogue says of a soup is not what noon makes of it."""
    for _ in range(40):
        store.run(learn, Timed.TICKET, "kitchen", 2.0, hour=10, load=0)

    order = ordered(store, soup=1)

    lead = (order.meet_at - CARRY - ticket_of(store, order).fire_at).total_seconds()
    assert lead == pytest.approx(600, rel=0.15)


def test_a_stall_that_is_often_much_quicker_is_not_begun_so_early_that_food_gets_cold(store):
    """Sure to be in time is not worth soup that waited twenty minutes: the hold limit wins."""
    for _ in range(20):
        store.run(learn, Timed.TICKET, "kitchen", 0.3, hour=10, load=0)
        store.run(learn, Timed.TICKET, "kitchen", 4.0, hour=10, load=0)

    order = ordered(store, soup=1)

    lead = order.meet_at - ticket_of(store, order).fire_at
    early = timedelta(seconds=300 * 0.3)
    assert lead <= early * 1.3 + CARRY + timedelta(minutes=SET.hot_wait_minutes_max)


def test_the_handheld_says_when_a_held_walk_begins(store):
    """Who knows that the freezer comes at 10:08 fetches the gloves instead of asking again every minute."""
    order = ordered(store, ice=1)
    start_at = store.one(PickTask, order_id=order.id).start_at
    store.person("ana", skills=("A", "F", "freezer"))
    store.run(start_shift, "ana")

    coming = store.ask(lambda books: next_start(books, books.get(Person, "ana")))
    for_another = store.ask(lambda books: next_start(books, Person(id="ben", store_id=STORE, skills=["A"], roles=[])))

    assert (coming[0].id, coming[1]) == ("F", start_at)
    assert for_another is None, "without the skill for the freezer it is nobody's business"


def planned(store, order, minutes):
    """Let a plan say when the shelf walk of an order is back."""
    tasks = store.all(PickTask, order_id=order.id, state=PickTaskState.AVAILABLE)
    back_at = store.clock.now() + timedelta(minutes=minutes)
    store.run(lambda work: work.tell(WalksPlanned(tuple((task.id, back_at) for task in tasks))))
    return store.get(Order, order.id)


def test_a_ticket_waits_longer_when_the_shelves_are_late(store):
    """Soup fired for a promise that the shelves cannot keep is cold when the milk comes."""
    order = ordered(store, milk=1, soup=1, ice=1)
    frozen = store.one(PickTask, order_id=order.id, zone_id="F")

    moved = planned(store, order, minutes=50)

    assert moved.meet_at == store.clock.now() + timedelta(minutes=50)
    fired = ticket_of(store, order)
    assert fired.state is TicketState.HELD
    wait = timedelta(minutes=SET.hot_wait_minutes_max)
    assert fired.fire_at == moved.meet_at - CARRY - timedelta(seconds=300) - wait, "late: as soon as it keeps"
    assert store.get(PickTask, frozen.id).start_at - frozen.start_at == moved.meet_at - order.meet_at
    assert store.webhooks("order.meeting")[-1]["call_rider_at"] > order.rider_at.isoformat()


def test_a_meeting_comes_back_when_the_plan_is_better_again_but_not_before_the_promise(store):
    """Somebody more has come to work: what was put off must not stay so."""
    order = ordered(store, milk=1, soup=1)
    planned(store, order, minutes=50)

    again = planned(store, order, minutes=12)

    assert again.meet_at == order.meet_at
    assert ticket_of(store, order).fire_at == order.meet_at - CARRY - timedelta(seconds=300)


def test_a_breath_of_a_plan_moves_no_meeting(store):
    """Cooks and riders who are told something new every few seconds stop reading."""
    order = ordered(store, milk=1, soup=1)
    minutes = (order.meet_at - store.clock.now()).total_seconds() / 60

    assert planned(store, order, minutes + 1.5).meet_at == order.meet_at


def test_a_meeting_does_not_come_before_what_is_in_the_making(store):
    """The plan knows walks, not the smoker."""
    order = ordered(store, milk=1, soup=1, ribs=1)

    assert planned(store, order, minutes=5).meet_at == order.meet_at
