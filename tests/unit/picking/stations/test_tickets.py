"""A stall's tickets: claimed, ticked off, ready, recalled, made again, sold out."""

from datetime import timedelta

import pytest

from picking.devices.model import PrintJob
from picking.foundation.refusals import Refusal
from picking.orders.lifecycle import OrderState, SubOrderState
from picking.orders.model import Order, OrderLine, Refund, SubOrder
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketGoods, TicketItem
from picking.stations.queries import counts, made_goods, wall
from picking.stock.model import DAMAGED, IN_HAND, OnHand
from picking.stock.queries import availability


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def test_a_stall_sees_only_its_tickets_in_a_stable_order(way):
    """A wall that re-arranges itself is what cooks hate most."""
    first = way.ticket(way.order({"soup": 1}))
    second = way.ticket(way.order({"soup": 1, "carp": 1}))
    third = way.ticket(way.order({"salad": 1}))

    way.floor.run(stations.hurry, third.id, by=way.lead)
    way.floor.run(stations.claim, second.id, by=way.cook)
    seen = [row["ticket_id"] for row in way.floor.ask(wall, "kitchen")]

    assert seen == [first.id, second.id, third.id]


def test_a_ticket_is_held_until_its_time_and_fires_by_itself(way):
    """Hot food must not wait for shelf goods."""
    order = way.order({"soup": 1})
    held = way.floor.one(Ticket, order_id=order.id)
    assert held.state is TicketState.HELD

    way.floor.clock.advance(minutes=24)
    way.floor.sweep()

    assert way.floor.get(Ticket, held.id).state is TicketState.QUEUED
    assert way.floor.one(PrintJob, template="kitchen_ticket").key == f"ticket:{held.id}:0"


def test_a_slip_names_the_customers_wishes_in_the_stores_language(way):
    """A slip without "no onion" is a dish made twice."""
    option = {"code": "no-onion", "names": {"en": "no onion", "zh": "不要葱"}}
    way.floor.item("noodles", stall="kitchen", options=[option])
    way.floor.stock("noodles", 5, "kitchen-bin")
    facts = {"noodles": {"options": ("no-onion",), "note": "in two bowls"}}

    way.ticket(way.order({"noodles": 1}, line_facts=facts))

    assert way.floor.one(PrintJob, template="kitchen_ticket").facts["items"][0]["wishes"] == "no onion · in two bowls"


def test_a_ticket_that_comes_late_begins_when_it_comes(way):
    """Counted from when it should have begun it would be red at once, and be learned as slow."""
    way.ticket(way.order({"soup": 8}))
    way.floor.clock.advance(minutes=10)

    late = way.ticket(way.order({"soup": 8}))

    assert late.fire_at == way.floor.clock.now()


def test_claim_needs_a_person_of_the_stall(way):
    """A ticket in the wrong hands is a ticket nobody makes."""
    ticket = way.ticket(way.order({"carp": 1}), "fish")

    facts = refused("not_of_this_stall", way.floor.run, stations.claim, ticket.id, by=way.cook)

    assert facts["stall"] == "fish"


def test_a_second_claim_is_refused_by_name(way):
    """Two cooks on one dish make it twice."""
    ticket = way.ticket(way.order({"soup": 1}))
    way.floor.person("other", "stall", skills=("kitchen",))
    way.floor.run(stations.claim, ticket.id, by=way.cook)

    facts = refused("ticket_taken", way.floor.run, stations.claim, ticket.id, by=way.floor.actor("other", "stall"))

    assert facts["person"] == "Chen"


def test_the_last_item_makes_the_ticket_ready_and_takes_its_stock(way):
    """What is made has left the bin; the books say so at once."""
    order = way.order({"soup": 2, "salad": 1})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id, by=way.cook)
    items = way.floor.all(TicketItem, ticket_id=ticket.id)

    states = []
    for item in items:
        way.floor.run(stations.do_item, item.id, by=way.cook)
        states.append(way.floor.get(Ticket, ticket.id).state)

    assert states == [TicketState.IN_PREP, TicketState.READY]
    assert (on(way, IN_HAND, "soup"), on(way, "kitchen-bin", "soup")) == (2, 18)
    assert way.floor.one(Bag, order_id=order.id).state is BagState.SEALED
    assert {line.delivered_quantity for line in way.floor.all(OrderLine, order_id=order.id)} == {2, 1}


def test_an_item_ticked_twice_is_already_done(way):
    """A greasy finger taps twice."""
    order = way.order({"soup": 1, "salad": 1})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id)
    item = way.floor.all(TicketItem, ticket_id=ticket.id)[0]
    way.floor.run(stations.do_item, item.id)

    refused("already_done", way.floor.run, stations.do_item, item.id)
    way.floor.run(stations.undo_item, item.id)

    assert way.floor.get(TicketItem, item.id).done_at is None


def test_unclaim_gives_the_ticket_back_to_the_wall(way):
    """Claimed by mistake is no crime."""
    ticket = way.ticket(way.order({"soup": 1}))
    way.floor.run(stations.claim, ticket.id, by=way.cook)

    way.floor.run(stations.unclaim, ticket.id, by=way.cook)

    after = way.floor.get(Ticket, ticket.id)
    assert (after.state, after.person_id, after.place) == (TicketState.QUEUED, None, ticket.place)


def test_recall_before_staging_makes_no_second_withdrawal_of_stock(way):
    """The same goods are used: taking them twice would lose them."""
    order = way.order({"soup": 2})
    ticket = way.make(order)

    way.floor.run(stations.recall, ticket.id, by=way.cook)
    before = [bag.state for bag in way.floor.all(Bag, order_id=order.id)]
    way.floor.run(stations.finish, ticket.id, by=way.cook)

    assert before == [BagState.VOID]
    assert on(way, IN_HAND, "soup") == 2
    assert [bag.n for bag in way.bags(order)] == [1]


def test_recall_after_staging_is_refused_with_the_way_on(way):
    """What stands on the shelf belongs to the runner."""
    order = way.order({"soup": 1})
    ticket = way.make(order)
    way.floor.run(stations.stage_ticket, ticket.id)

    refused("ticket_staged", way.floor.run, stations.recall, ticket.id, by=way.cook)
    refused("right_missing", way.floor.run, stations.remake, ticket.id, "cold", by=way.cook)

    assert way.floor.run(stations.stage_ticket, ticket.id).state is TicketState.STAGED


def test_remake_throws_away_takes_new_goods_and_keeps_its_place(way):
    """Dropped soup is waste, and the wall must not move."""
    order = way.order({"soup": 2})
    ticket = way.make(order)

    again = way.floor.run(stations.remake, ticket.id, "dropped", by=way.cook)
    assert (again.state, again.place, again.remakes) == (TicketState.QUEUED, ticket.place, 1)
    way.floor.run(stations.claim, ticket.id)
    way.floor.run(stations.finish, ticket.id)

    assert (on(way, DAMAGED, "soup"), on(way, IN_HAND, "soup"), on(way, "kitchen-bin", "soup")) == (2, 2, 16)
    assert [(bag.n, bag.state) for bag in way.bags(order)] == [(1, BagState.SEALED)]
    assert sum(goods.quantity for goods in way.floor.ask(made_goods, ticket.id)) == 2


def test_remake_without_goods_is_sold_out_and_refunded(way):
    """Nothing is promised that nobody can make."""
    order = way.order({"soup": 20, "rice": 1})
    ticket = way.make(order)

    after = way.floor.run(stations.remake, ticket.id, "dropped", by=way.cook)

    assert after.state is TicketState.SOLD_OUT
    assert way.floor.get(SubOrder, ticket.sub_order_id).state is SubOrderState.EMPTY
    assert way.floor.one(Refund, order_id=order.id).amount_minor == 20 * 500


def test_sold_out_empties_the_bin_and_refunds(way):
    """Without goods the item must not be sold a second time."""
    order = way.order({"soup": 2, "rice": 1})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id)

    way.floor.run(stations.sell_out, ticket.id, "no_goods", by=way.cook)

    assert way.floor.get(Ticket, ticket.id).state is TicketState.SOLD_OUT
    assert way.floor.ask(availability, "s1", ["soup"]) == {"soup": 0}
    assert way.floor.one(Refund, order_id=order.id).amount_minor == 1000
    assert way.floor.get(Order, order.id).state is OrderState.IN_FULFILMENT


def test_one_item_sold_out_leaves_the_rest_of_the_ticket(way):
    """No salad is no reason to lose the soup."""
    order = way.order({"soup": 1, "salad": 1})
    ticket = way.ticket(order)
    way.floor.run(stations.claim, ticket.id)
    soup, salad = sorted(way.floor.all(TicketItem, ticket_id=ticket.id), key=lambda item: item.sku, reverse=True)
    way.floor.run(stations.do_item, soup.id)

    way.floor.run(stations.sell_out, ticket.id, "oven_broken", [salad.id])

    assert way.floor.get(Ticket, ticket.id).state is TicketState.READY
    assert [goods.sku for goods in way.floor.ask(made_goods, ticket.id)] == ["soup"]
    assert way.floor.one(TicketGoods, ticket_id=ticket.id).quantity == 1


def test_a_ticket_passed_on_stands_last_at_the_other_stall(way):
    """A lead helps a stall out without pushing in at the next."""
    way.floor.stall("kitchen-2")
    ticket = way.ticket(way.order({"soup": 1}))
    way.floor.run(stations.claim, ticket.id, by=way.cook)

    way.floor.run(stations.pass_to, ticket.id, "kitchen-2", by=way.lead)

    after = way.floor.get(Ticket, ticket.id)
    assert (after.stall_id, after.state, after.person_id) == ("kitchen-2", TicketState.QUEUED, None)
    refused("stall_cannot_make", way.floor.run, stations.pass_to, ticket.id, "fish", by=way.lead)
    assert {push.room for push in way.floor.pushed[-3:]} >= {"station:kitchen", "station:kitchen-2"}


def test_a_sub_order_gets_one_ticket(way):
    """An event that comes twice must not cook twice."""
    ticket = way.ticket(way.order({"soup": 1}))

    again = way.floor.run(stations.make_ticket, ticket.sub_order_id)

    assert again.id == ticket.id
    assert way.floor.ask(counts, "kitchen") == {TicketState.QUEUED: 1}


def test_the_wall_shows_options_pace_and_pages(way):
    """A cook reads what to do, and how late it is, without asking."""
    order = way.order({"soup": 1}, line_facts={"soup": {"note": "no onion"}})
    ticket = way.ticket(order)
    way.ticket(way.order({"salad": 1}))

    way.floor.clock.advance(seconds=299)
    (row,) = way.floor.ask(wall, "kitchen", count=1, now=way.floor.clock.now())
    rest = way.floor.ask(wall, "kitchen", after_place=row["place"])

    assert (row["ticket_id"], row["pace"], row["items"][0]["note"]) == (ticket.id, "soon", "no onion")
    assert [one["items"][0]["name"] for one in rest] == ["Salad"]
    assert timedelta(seconds=row["prep_seconds"]) == timedelta(minutes=5)
