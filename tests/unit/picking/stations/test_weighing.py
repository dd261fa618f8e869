"""What a stall sells by weight: weighed by its scale, within the tolerance, and paid for as it weighs."""

import pytest

from picking.devices import commands as devices
from picking.devices.lifecycle import DeviceStep
from picking.devices.model import Device, DeviceClass, PrintJob
from picking.devices.readings import Mode, Reading
from picking.foundation.refusals import Refusal
from picking.orders.model import OrderLine, Refund, RefundReason
from picking.outbound.model import Bag
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketGoods, TicketItem
from picking.stations.scales import item_at_scale, scale_views
from picking.stock.model import OnHand
from picking.stock.queries import availability

SCALE = "gw1/scale-02"
BASS = 5000  # a kilogram


@pytest.fixture
def fish(way):
    """Give the way out with bass by the kilogram at the fish stall, and the stall's scale."""
    way.floor.item("bass", price=BASS, weighed=True, stall="fish", weight_tolerance_permille=100)
    way.floor.stock("bass", 4000, "fish-bin")
    way.floor.person("monger", "stall", name="Li", skills=("fish",))
    way.monger = way.floor.actor("monger", "stall")
    way.add(
        Device(
            id=SCALE, store_id="s1", gateway="gw1", device_class=DeviceClass.SCALE, name="fish scale", place="fish",
            info={},
        )
    )  # fmt: skip
    way.floor.run(lambda work: work.step(work.get(Device, SCALE), DeviceStep.HELLO))
    return way


def begun(way, grams=500):
    ticket = way.ticket(way.order({"bass": grams}), "fish")
    way.floor.run(stations.claim, ticket.id, by=way.monger)
    return ticket, way.floor.one(TicketItem, ticket_id=ticket.id)


def lay(way, grams, *, stable=True, status=()):
    reading = Reading(grams, stable, Mode.GROSS, status)
    return way.floor.run(lambda work: stations.weigh_laid(work, work.get(Device, SCALE), reading), by=way.monger)


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def test_a_stable_weight_weighs_the_item_and_the_ticket_is_ready(fish):
    """Wet hands touch nothing: laid on the scale is weighed, booked and labelled."""
    ticket, item = begun(fish)

    lay(fish, 480)

    assert fish.floor.get(Ticket, ticket.id).state is TicketState.READY
    assert fish.floor.get(TicketItem, item.id).weighed_grams == 480
    assert fish.floor.one(OrderLine, id=item.order_line_id).delivered_quantity == 480
    assert fish.floor.one(PrintJob, template="prepared_food_label").facts["weight_grams"] == 480
    assert fish.floor.one(OnHand, place="fish-bin", sku="bass").quantity == 4000 - 480
    assert fish.floor.ask(availability, "s1", ["bass"])["bass"] == 4000 - 480


def test_what_is_under_is_paid_back_and_what_is_over_is_not_charged(fish):
    """The same money as at a picker's scale."""
    begun(fish)
    lay(fish, 460)
    under = fish.floor.one(Refund)
    lay(fish, 0)
    begun(fish)
    lay(fish, 540)

    assert (under.reason, under.quantity, under.amount_minor) == (RefundReason.WEIGHT, 40, 200)
    assert len(fish.floor.all(Refund)) == 1
    assert fish.floor.one(OnHand, place="fish-bin", sku="bass").quantity == 4000 - 460 - 540


def test_too_little_so_far_waits_for_more_and_too_much_is_refused(fish):
    """A fish is laid on piece by piece; one that is too large must not be sold as the small one."""
    ticket, item = begun(fish)

    assert lay(fish, 200) is None
    facts = refused("weight_out_of_tolerance", lay, fish, 560)

    assert (facts["grams"], facts["asked"]) == (560, 500)
    assert fish.floor.get(TicketItem, item.id).weighed_grams is None
    assert fish.floor.get(Ticket, ticket.id).state is TicketState.IN_PREP


def test_each_thing_on_the_scale_is_weighed_once(fish):
    """What still lies there when the next ticket is begun belongs to the last one."""
    begun(fish)
    lay(fish, 500)
    second, _ = begun(fish)

    assert lay(fish, 501) is None
    lay(fish, 0)
    lay(fish, 502)

    assert fish.floor.one(TicketItem, ticket_id=second.id).weighed_grams == 502


def test_no_weight_is_ever_invented(fish):
    """Moving is silence, below zero and too heavy are said aloud, and nothing of it is zero grams."""
    _, item = begun(fish)

    assert lay(fish, None, stable=False, status=("motion",)) is None
    refused("weight_over_capacity", lay, fish, None, status=("over-capacity",))

    assert fish.floor.get(TicketItem, item.id).weighed_grams is None


def test_of_several_that_want_it_somebody_says_which_is_weighed(fish):
    """The scale cannot know which of two fish lies on it, and a guess would be another customer's money."""
    _, first = begun(fish)
    _, second = begun(fish)

    assert lay(fish, 500) is None
    assert fish.floor.ask(item_at_scale, "fish") is None
    fish.floor.run(stations.put_at_scale, second.id, by=fish.monger)
    fish.floor.run(stations.weigh_item, second.id, by=fish.monger)

    assert fish.floor.get(TicketItem, second.id).weighed_grams == 500
    assert fish.floor.ask(item_at_scale, "fish").id == first.id


def test_what_is_sold_by_weight_is_not_ready_without_its_weight(fish):
    """A tick in place of the scale would be a weight that nobody has seen."""
    ticket, item = begun(fish)

    refused("weight_needed", fish.floor.run, stations.do_item, item.id, by=fish.monger)
    refused("weight_needed", fish.floor.run, stations.finish, ticket.id, by=fish.monger)
    refused("no_scale", fish.floor.run, stations.weigh_item, item.id, by=fish.monger)
    fish.floor.run(stations.weigh_item, item.id, 495, by=fish.monger)

    assert fish.floor.get(Ticket, ticket.id).state is TicketState.READY


def test_a_lead_takes_a_weight_outside_the_tolerance(fish):
    """The last fish of the day weighs what it weighs."""
    _, item = begun(fish)
    lead = fish.floor.actor("lead", "stall", "stall.lead", "force_complete")

    refused("right_missing", fish.floor.run, stations.weigh_item, item.id, 400, accept=True, by=fish.monger)
    fish.floor.run(stations.weigh_item, item.id, 400, accept=True, by=lead)

    assert fish.floor.get(TicketItem, item.id).weighed_grams == 400
    assert fish.floor.one(Refund).quantity == 100


def test_a_recalled_item_is_weighed_again_and_money_paid_back_stays(fish):
    """Scaled and gutted once more it weighs less; the customer's refund is made up, never asked back."""
    ticket, item = begun(fish)
    lay(fish, 480)
    fish.floor.run(stations.recall, ticket.id, by=fish.monger)
    fish.floor.run(stations.weigh_item, item.id, 470, by=fish.monger)

    assert fish.floor.one(OnHand, place="fish-bin", sku="bass").quantity == 4000 - 470
    assert sum(refund.quantity for refund in fish.floor.all(Refund)) == 30
    assert fish.floor.get(TicketItem, item.id).refunded == 30
    assert len([bag for bag in fish.floor.all(Bag, ticket_id=ticket.id) if str(bag.state) != "VOID"]) == 1


def test_what_is_dropped_is_waste_by_its_weight_and_the_next_one_is_weighed_anew(fish):
    """The second fish is not as heavy as the first."""
    ticket, _ = begun(fish)
    lay(fish, 540)

    fish.floor.run(stations.remake, ticket.id, "dropped", by=fish.monger)
    fish.floor.run(stations.claim, ticket.id, by=fish.monger)
    lay(fish, 0)
    lay(fish, 490)

    used = fish.floor.all(TicketGoods, ticket_id=ticket.id)
    assert [(goods.quantity, goods.wasted_at is None) for goods in used] == [(540, False), (490, True)]


def test_the_screen_shows_what_the_scale_says_and_what_it_weighs(fish):
    """At two metres it must be plain which fish is meant."""
    _, item = begun(fish)
    lay(fish, 300)

    (shown,) = fish.floor.ask(scale_views, "fish")

    assert (shown["grams"], shown["stable"], shown["item_id"], shown["trouble"]) == (300, True, item.id, None)


def test_a_scale_that_somebody_scanned_weighs_for_that_person(fish):
    """Whoever took it with the handheld has it; the stall does not weigh behind their back."""
    _, item = begun(fish)
    fish.floor.run(devices.use_scale, SCALE, "monger")

    refused("no_scale", fish.floor.run, stations.weigh_item, item.id, by=fish.monger)
