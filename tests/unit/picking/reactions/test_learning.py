"""The store learns its own pace from what happens in it."""

from datetime import timedelta

import pytest
from floor import STORE

from picking import story
from picking.reactions.learning import learn_from_walk
from picking.stations import commands as stations
from picking.stations.model import Ticket, TicketItem
from picking.tasks.events import PickTaskPutAway
from picking.tasks.model import PickTask
from picking.timing.model import ANY, LearnedDuration, Timed


@pytest.fixture
def kitchen(make_floor):
    """Give a store whose kitchen makes soup in two minutes and noodles in three, as the catalogue says."""
    floor = make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS)
    floor.way()
    floor.stock("milk", 20, "A-1")
    for sku, seconds in (("soup", 120), ("noodles", 180)):
        floor.item(sku, stall="kitchen", prep_seconds=seconds)
        floor.stock(sku, 20, "kitchen-bin")
    floor.person("cook", "stall", skills=("kitchen",))
    return floor


def cook(floor):
    return floor.actor("cook", "stall")


def fired(floor, **lines):
    """Take an order that is due at once, so that its ticket is on the wall, claimed."""
    order = floor.order(lines, promised_at=floor.clock.now() + timedelta(minutes=1))
    floor.sweep()
    ticket = floor.one(Ticket, order_id=order.id)
    floor.run(stations.claim, ticket.id, by=cook(floor))
    return ticket


def learned(floor, kind, key, hour=ANY, load=ANY):
    return floor.get(LearnedDuration, (STORE, kind, key, hour, load))


def test_a_ticket_teaches_how_many_times_its_own_time_it_took(kitchen):
    """Twice as long as the catalogue says, at ten in the morning with nothing before it."""
    ticket = fired(kitchen, soup=1)
    kitchen.clock.advance(seconds=240)

    kitchen.run(stations.finish, ticket.id, by=cook(kitchen))

    for place in ({}, {"load": 0}, {"hour": 10, "load": 0}):
        row = learned(kitchen, Timed.TICKET, "kitchen", **place)
        assert (row.seen, row.spread.quantile(0.5)) == (1, pytest.approx(2.0, rel=0.13))


def test_what_was_before_a_ticket_is_no_slowness_of_its_own(kitchen):
    """The second of two soups waits for the first; the kitchen is as quick as ever."""
    first, second = fired(kitchen, soup=1), None
    second = fired(kitchen, soup=1)
    kitchen.clock.advance(seconds=120)
    kitchen.run(stations.finish, first.id, by=cook(kitchen))
    kitchen.clock.advance(seconds=120)
    kitchen.run(stations.finish, second.id, by=cook(kitchen))

    assert kitchen.get(Ticket, second.id).load_tickets == 1
    assert learned(kitchen, Timed.TICKET, "kitchen", 10, 1).spread.quantile(0.5) == pytest.approx(1.0, rel=0.13)


def test_items_ticked_off_singly_teach_their_own_seconds(kitchen):
    """The next ticket's own time is made of what its items really take here."""
    ticket = fired(kitchen, soup=2, noodles=1)
    soup, noodles = (kitchen.one(TicketItem, ticket_id=ticket.id, sku=sku) for sku in ("soup", "noodles"))
    kitchen.clock.advance(seconds=400)
    kitchen.run(stations.do_item, soup.id, by=cook(kitchen))
    kitchen.clock.advance(seconds=90)
    kitchen.run(stations.do_item, noodles.id, by=cook(kitchen))

    assert learned(kitchen, Timed.ITEM, "soup").spread.quantile(0.5) == pytest.approx(200, rel=0.13)
    assert learned(kitchen, Timed.ITEM, "noodles").spread.quantile(0.5) == pytest.approx(90, rel=0.13)
    assert kitchen.get(Ticket, fired(kitchen, noodles=1).id).prep_seconds == pytest.approx(90, rel=0.13)


def test_a_whole_ticket_with_one_tap_says_nothing_about_its_items(kitchen):
    """Nobody knows which of the two took how long."""
    ticket = fired(kitchen, soup=1, noodles=1)
    kitchen.clock.advance(seconds=300)

    kitchen.run(stations.finish, ticket.id, by=cook(kitchen))

    assert kitchen.all(LearnedDuration, kind=Timed.ITEM) == []


def test_a_walk_teaches_once_how_long_a_zone_takes(kitchen):
    """A bag that was opened and put back again is no second walk."""
    order = kitchen.order({"milk": 2})
    task = kitchen.one(PickTask, order_id=order.id)
    kitchen.clock.advance(seconds=300)

    for _ in range(2):
        kitchen.run(learn_from_walk, PickTaskPutAway(task.id, task.sub_order_id, order.id))
        kitchen.clock.advance(minutes=20)

    row = learned(kitchen, Timed.WALK, "A")
    assert row.seen == 1
    assert row.spread.quantile(0.5) == pytest.approx(300 / task.load["seconds"], rel=0.13)
