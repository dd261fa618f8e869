"""Bags: planned, sealed, weighed, labelled with their newest label, opened for a reason."""

import pytest
from sqlalchemy import select
from way_out import AMBIENT, CHILLED

from picking.catalogue.barcodes import parse
from picking.devices.model import PrintJob
from picking.foundation.quantity import Unit
from picking.foundation.records import JournalRow
from picking.foundation.refusals import Refusal
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order, OrderLine
from picking.outbound import commands as outbound
from picking.outbound.labels import bag_barcode
from picking.outbound.lifecycle import BagState, SlotState
from picking.outbound.model import Bag, LearnedWeight, OutboundSlot
from picking.outbound.packing import Goods
from picking.outbound.queries import bag_by_code
from picking.stock.model import IN_HAND, STAGED, OnHand


def on(way, place, sku):
    return sum(row.quantity for row in way.floor.all(OnHand, place=place, sku=sku))


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as no:
        call(*args, **options)
    assert no.value.code == code
    return no.value.facts


def labels(way):
    return [job.facts["code"] for job in sorted(way.floor.all(PrintJob, template="bag_label"), key=lambda j: j.id)]


def test_bags_are_planned_by_temperature_and_load(way):
    """Nobody decides at the bench what goes where."""
    order = way.order({"rice": 10, "milk": 2})

    way.pick(order)

    bags = way.bags(order)
    assert sorted((str(bag.temperature_class), bag.weight_expected_grams) for bag in bags) == [
        ("AMBIENT", 2000), ("AMBIENT", 8000), ("CHILLED", 1000)
    ]  # fmt: skip
    assert [(bag.n, bag.total) for bag in bags] == [(1, 3), (2, 3), (3, 3)]


def test_a_label_knows_the_bags_to_come(way):
    """A foreseen number saves sticking a second label on."""
    order = way.order({"rice": 1, "milk": 1, "soup": 1})

    way.pick(order, "rice")
    first = way.seal(way.bags(order)[0])
    way.pick(order, "milk")
    way.seal(way.bags(order)[1])
    way.make(order)

    assert bag_barcode(first).startswith(f"P:{order.number}-1/3-1-")
    assert [code.rpartition("-")[0] for code in labels(way)] == [f"P:{order.number}-{n}/3-1" for n in (1, 2, 3)]


def test_more_bags_than_foreseen_make_earlier_labels_old(way):
    """A rider who reads 1/1 leaves the second bag behind."""
    order = way.order({"rice": 2})
    task = way.pick(order)
    bag = way.seal(way.bags(order)[0])
    way.label(bag)

    way.floor.run(_one_more_bag, task, order.id)

    facts = refused("label_old", way.floor.run, outbound.label_scanned, bag.id, 1)
    assert (facts["version"], facts["newest"]) == (1, 2)
    again = way.floor.get(Bag, bag.id)
    assert (again.n, again.total, again.state) == (1, 2, BagState.SEALED)
    assert labels(way)[-1].startswith(f"P:{order.number}-1/2-2-")


def _one_more_bag(work, task_id, order_id):

    line = work.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).one()
    goods = [Goods(line.id, "rice", None, Unit.PIECE, 2), Goods(line.id, "milk", None, Unit.PIECE, 1, None)]
    return outbound.plan_bags(work, task_id, order_id=order_id, goods=goods)


def test_every_label_is_read_back_as_its_bag(way):
    """A code nobody can read is no code."""
    order = way.order({"rice": 1})
    way.pick(order)
    bag = way.seal(way.bags(order)[0])

    code = parse(bag_barcode(bag))

    assert way.floor.ask(bag_by_code, "s1", code).id == bag.id


def test_a_seal_is_used_once_in_a_store(way):
    """A seal that can be used twice proves nothing."""
    order = way.order({"rice": 1, "milk": 1})
    way.pick(order)
    first, second = way.bags(order)
    way.floor.run(outbound.seal_bag, first.id, "S-1")
    way.floor.run(outbound.cut_seal, first.id, "late short")

    refused("seal_used", way.floor.run, outbound.seal_bag, second.id, "S-1")
    refused("invalid_field", way.floor.run, outbound.seal_bag, second.id, "  ")
    again = way.floor.run(outbound.seal_bag, first.id, "S-2")

    assert (again.state, again.seal, again.label_version) == (BagState.SEALED, "S-2", 2)


def test_a_weight_that_does_not_fit_names_the_likely_item(way):
    """One item left out at packing costs a person's wage at others."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)

    facts = refused("weight_short", way.floor.run, outbound.seal_bag, bag.id, "S-1", 2000)
    refused("weight_over", way.floor.run, outbound.seal_bag, bag.id, "S-1", 4000)

    assert (facts["difference"], facts["suspect"]) == (1000, "Rice")
    assert way.floor.get(Bag, bag.id).state is BagState.OPEN


def test_a_weight_inside_tolerance_seals(way):
    """Ten per cent and fifty grams are what scales and bags differ by."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)

    sealed = way.floor.run(outbound.seal_bag, bag.id, "S-1", 3350)

    assert (sealed.state, sealed.weight_actual_grams) == (BagState.SEALED, 3350)


def test_a_wrong_weight_is_overridden_only_with_the_right(way):
    """Somebody answers for it by name."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)
    picker = way.floor.actor("p", "pick")

    refused(
        "right_missing", way.floor.run, outbound.seal_bag, bag.id, "S-1", 9000, override="contents_checked", by=picker
    )
    sealed = way.floor.run(outbound.seal_bag, bag.id, "S-1", 9000, override="contents_checked", by=way.lead)

    assert sealed.state is BagState.SEALED


def test_a_lead_says_why_a_wrong_weight_is_taken(way):
    """Who, what and why stand in the journal; a reason nobody knows is none."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)
    way.floor.run(outbound.weigh_bag, bag.id, 9000)

    refused("weight_over_unexplained", way.floor.run, outbound.seal_bag, bag.id, "S-1")
    refused("right_missing", way.floor.run, outbound.accept_bag_weight, bag.id, "scale_wrong", by=way.floor.actor("p"))
    refused("invalid_field", way.floor.run, outbound.accept_bag_weight, bag.id, "because", by=way.lead)
    way.floor.run(outbound.accept_bag_weight, bag.id, "scale_wrong", by=way.lead)
    sealed = way.floor.run(outbound.seal_bag, bag.id, "S-1")

    assert (sealed.state, sealed.weight_reason) == (BagState.SEALED, "scale_wrong")
    (row,) = [row for row in way.floor.all(JournalRow, thing_id=bag.id) if row.step == "override_weight"]
    assert (row.person_id, row.facts["reason"], row.facts["actual_grams"]) == (way.lead.person_id, "scale_wrong", 9000)
    assert way.floor.all(LearnedWeight) == []


def test_a_bag_weighed_again_forgets_what_a_lead_took(way):
    """The word was for that weight, not for the next."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)
    way.floor.run(outbound.weigh_bag, bag.id, 9000)
    way.floor.run(outbound.accept_bag_weight, bag.id, "packing_heavy", by=way.lead)

    way.floor.run(outbound.weigh_bag, bag.id, 2000)

    assert refused("weight_short", way.floor.run, outbound.seal_bag, bag.id, "S-1")["suspect"] == "Rice"


@pytest.mark.parametrize("grams", [0, -20])
def test_no_weight_is_never_a_weight(way, grams):
    """An empty scale has not weighed a bag."""
    order = way.order({"rice": 3})
    way.pick(order)
    (bag,) = way.bags(order)

    refused("no_weight", way.floor.run, outbound.weigh_bag, bag.id, grams)

    assert way.floor.get(Bag, bag.id).weight_actual_grams is None


def test_a_sealed_bag_is_not_weighed_again(way):
    """Its label says what it weighed; to change that, it is opened."""
    order = way.order({"rice": 3})
    way.pick(order)
    bag = way.seal(way.bags(order)[0])

    refused("bag_closed", way.floor.run, outbound.weigh_bag, bag.id, 3000)


def test_a_bag_cut_open_in_its_slot_takes_the_order_back(way):
    """Ready means every bag is closed and in its slot."""
    way.slots(AMBIENT)
    order = way.ready()
    (bag,) = way.bags(order)

    way.floor.run(outbound.cut_seal, bag.id, "swap")

    assert way.floor.get(Order, order.id).state is OrderState.IN_FULFILMENT
    assert way.floor.get(OutboundSlot, "A01").state is SlotState.FILLING
    assert (on(way, IN_HAND, "rice"), on(way, STAGED, "rice")) == (2, 0)


def test_a_lost_label_is_printed_anew_and_the_old_one_is_worth_nothing(way):
    """Two valid labels would make two bags of one."""
    order = way.order({"rice": 1})
    way.pick(order)
    bag = way.seal(way.bags(order)[0])

    way.floor.run(outbound.relabel, bag.id)

    refused("label_old", way.floor.run, outbound.label_scanned, bag.id, 1)
    assert way.floor.run(outbound.label_scanned, bag.id, 2).state is BagState.LABELLED


def test_a_label_shows_no_full_name(way):
    """The floor never sees who the customer is."""
    order = way.order({"rice": 1}, customer={"name": "王小明", "phone_tail": "138000004711"})
    way.pick(order)
    way.seal(way.bags(order)[0])

    facts = way.floor.one(PrintJob, template="bag_label").facts

    assert (facts["customer"], facts["phone_tail"]) == ("王**", "4711")


def test_bags_planned_again_keep_what_is_sealed(way):
    """A late change must not cut good seals."""
    order = way.order({"rice": 10})
    task = way.pick(order)
    full = way.seal(next(bag for bag in way.bags(order) if bag.weight_expected_grams == 8000))

    way.floor.run(outbound.plan_bags, task, order_id=order.id, goods=[])

    assert [(bag.id, bag.n, bag.total) for bag in way.bags(order)] == [(full.id, 1, 1)]
    assert CHILLED not in {bag.temperature_class for bag in way.bags(order)}
