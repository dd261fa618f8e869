"""Rules 31 to 39: stalls, staging, outbound."""

import pytest

from picking.catalogue.barcodes import signed
from picking.floor.model import Store
from picking.foundation.kinds import Mode
from picking.foundation.refusals import Refusal
from picking.orders.commands import fail_delivery, request_cancellation
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState, SlotState, StagingState
from picking.outbound.model import Bag, OutboundSlot, PickupCode, StagedPart, StagingPosition
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.stations.queries import wall
from picking.tasks.model import FloorTask, FloorTaskKind

MILK, BREAD = "4006381333931", "5901234123457"
GTINS = {"milk": MILK, "bread": BREAD}


@pytest.fixture
def cook(shop):
    """Give somebody at the kitchen, and the dishes it and the grill make."""
    shop.dish("soup", "kitchen")
    shop.dish("steak", "grill")
    return shop.hand("cook", "stall", "runner", skills=("kitchen", "grill"))


def _numbers(shop, stall="kitchen"):
    return [row["number"] for row in shop.ask(wall, stall)]


def test_rule_31_a_stall_sees_only_its_tickets_in_a_stable_order(shop, cook):
    """A wall that re-arranges itself makes cooks read instead of cook."""
    one, two = shop.ordered({"soup": 1}, minutes=3), shop.ordered({"soup": 1}, minutes=2)
    shop.ordered({"steak": 1}, minutes=2)
    shop.sweep()
    before = _numbers(shop)

    shop.made(two, cook)
    shop.ticket(one)

    assert before == _numbers(shop)
    assert len(before) == 2


def test_rule_31_a_voided_ticket_stays_struck_through_until_bumped(shop, cook):
    """A ticket that vanishes leaves a cook with a pan and no name."""
    order = shop.ordered({"soup": 1}, minutes=2)
    ticket = shop.ticket(order)

    shop.run(request_cancellation, order.id, "changed mind", "customer")
    struck = shop.ask(wall, "kitchen")
    shop.run(stations.bump, ticket.id, by=cook.actor)

    assert [(row["number"], row["state"]) for row in struck] == [(ticket.number, "VOIDED")]
    assert _numbers(shop) == []


def test_rule_32_recall_and_remake_work_until_the_goods_are_staged(shop, cook):
    """Not right yet is said at the stall; once it stands on the shelf it is somebody else's."""
    order = shop.ordered({"soup": 1}, minutes=2)
    ticket = shop.made(order, cook)

    shop.run(stations.recall, ticket.id, by=cook.actor)
    recalled = shop.get(Ticket, ticket.id).state
    shop.run(stations.finish, ticket.id, by=cook.actor)
    shop.run(stations.remake, ticket.id, "dropped", by=cook.actor)
    remade = shop.get(Ticket, ticket.id).remakes
    staged = shop.staged(order, cook)

    assert (recalled, remade, staged.state) == (TicketState.IN_PREP, 1, TicketState.STAGED)
    with pytest.raises(Refusal, match="ticket_staged"):
        shop.run(stations.recall, ticket.id, by=cook.actor)
    assert shop.books_are_closed()


def test_rule_33_a_wrong_position_is_refused_and_the_right_one_named(shop, cook):
    """Soup on somebody else's shelf is cold before anybody looks there."""
    one, two = shop.ordered({"soup": 1}, minutes=2), shop.ordered({"soup": 1}, minutes=2)
    shop.made(one, cook)
    shop.made(two, cook)
    right = shop.one(StagingPosition, order_id=one.id).id
    wrong = shop.one(StagingPosition, order_id=two.id).id
    cook.scan(shop.label(shop.one(Bag, order_id=one.id)))

    refused = cook.scan(f"G:{wrong}")
    accepted = cook.scan(f"G:{right}")

    assert (refused["code"], right in refused["message"]["text"]) == ("wrong_staging_position", True)
    assert (accepted["code"], accepted["tone"]) == ("part_staged", "finished")
    assert shop.get(StagingPosition, right).state is StagingState.COMPLETE


def test_rule_33_a_ticket_that_is_not_made_is_refused(shop, cook):
    """An empty box on the shelf tells the runner a lie."""
    order = shop.ordered({"soup": 1}, minutes=2)
    ticket = shop.ticket(order)
    position = shop.all(StagingPosition)[0].id

    answer = cook.scan(f"T:{ticket.number}")

    assert answer["screen"]["name"] == "info"
    assert cook.scan(f"G:{position}")["screen"]["name"] == "info"
    assert shop.all(StagedPart) == []


def test_rule_34_the_last_part_makes_the_move_and_only_one(shop, cook):
    """The runner walks once, when everything is there."""
    order = shop.ordered({"soup": 1, "steak": 1}, minutes=2)

    shop.staged(order, cook, "kitchen")
    after_first = shop.all(FloorTask, kind=FloorTaskKind.MOVE)
    shop.staged(order, cook, "grill")
    shop.run(outbound.recheck_parts, order.id)

    assert after_first == []
    assert len(shop.all(FloorTask, kind=FloorTaskKind.MOVE)) == 1


def test_rule_34_the_runner_moves_position_by_position_into_the_slot(shop, cook):
    """Position, bag, slot: three scans, and the order is where its rider will be sent."""
    order = shop.ordered({"soup": 1, "steak": 1}, minutes=2)
    shop.staged(order, cook, "kitchen")
    shop.staged(order, cook, "grill")
    runner = shop.hand("rob", "runner")
    runner.press("next_work")
    facts = runner.facts

    wrong = runner.scan("G:S-3")
    for bag in shop.bags(order):
        runner.scan(shop.label(bag))
        answer = runner.scan(f"A:{facts['slots'][0]}")

    assert (runner.screen, wrong["code"]) == ("home", "wrong_position")
    assert (answer["code"], answer["tone"]) == ("bags_in_slot", "finished")
    assert shop.state(order) == "READY"
    assert shop.all(StagedPart) == []
    assert shop.books_are_closed()


def test_rule_35_ready_by_the_slot_scan_of_the_last_bag_never_by_a_tap(milk):
    """A tap is made at the bench; a scan only where the bag is."""
    milk.goods("ice", 3, "F-1", gtin="4002515289693", temperature_class="FROZEN")
    ana = milk.hand()
    order = milk.ordered({"milk": 1, "ice": 1})
    for _ in range(2):
        milk.walking(ana, "000001" if ana.press("next_work") and _ == 0 else "000002")
        while ana.screen == "pick_line":
            ana.scan({"milk": MILK, "ice": "4002515289693"}[ana.line["sku"]])
        milk.packed(ana)
        before = milk.state(order)
        possible = ana.look()["possible"]
        milk.dropped(ana)

    assert before == "IN_FULFILMENT"
    assert possible == ["scan_slot", "scan_bag", "cut_seal", "give_back"]
    assert milk.state(order) == "READY"


def test_rule_36_a_bag_is_sealed_labelled_and_scanned(milk):
    """No seal, no label, no slot: each step is refused until the one before is done."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1})
    milk.walking(ana)
    ana.scan(MILK)
    (bag,) = milk.bags(order)

    too_early = ana.scan("A:A01")
    ana.scan("SL-0000001")
    unlabelled = ana.scan("A:A01")
    old = milk.label(bag)
    ana.press("reprint")
    refused = ana.scan(old)
    accepted = ana.scan(milk.label(bag))

    assert (too_early["code"], unlabelled["code"]) == ("code_does_not_fit", "code_does_not_fit")
    assert refused["code"] == "label_old"
    assert accepted["screen"]["name"] == "drop"


def test_rule_36_a_wrong_slot_is_refused_and_the_right_one_named(milk):
    """A bag in the wrong pigeon hole goes home with somebody else."""
    ana = milk.hand()
    milk.ordered({"milk": 1})
    milk.walking(ana)
    ana.scan(MILK)
    milk.packed(ana)
    right = ana.facts["slot"]["id"]
    wrong = next(slot.id for slot in milk.all(OutboundSlot) if slot.id != right)

    answer = ana.scan(f"A:{wrong}")

    assert (answer["code"], right in answer["message"]["text"]) == ("wrong_slot", True)
    assert ana.screen == "drop"


@pytest.fixture
def desk(milk):
    """Give the rider desk and a picker."""
    milk.hand("ana")
    return milk.hand("dora", "rider_desk", on_shift=False)


def _called(milk, desk, *orders, rider="r-7", tail="4711"):
    milk.run(outbound.assign_rider, "fast", rider, "Rider", tail, [order.id for order in orders])
    return desk.press("check_in", tail=tail)


def test_rule_37_every_bag_is_scanned_all_of_them_or_none(milk, desk):
    """A rider who leaves with two of three bags comes back, or does not."""
    milk.goods("cheese", 5, "C-1", gtin="4002515289693", temperature_class="CHILLED")
    ana = milk.hands["ana"]
    order = milk.ordered({"milk": 1, "bread": 1})
    milk.ready(order, ana, GTINS)

    begun = _called(milk, desk, order)
    state_before = milk.state(order)
    answer = desk.scan(milk.label(milk.bags(order)[0]))

    assert (begun["screen"]["name"], begun["screen"]["facts"]["bags_left"], state_before) == ("scan_out", 1, "READY")
    assert (answer["code"], answer["screen"]["name"]) == ("all_handed_over", "home")
    assert milk.state(order) == "OUT_FOR_DELIVERY"
    assert milk.books_are_closed()


def test_rule_37_a_wrong_bag_names_the_right_slot(milk, desk):
    """The hand is already at the shelf: say where to reach."""
    ana = milk.hands["ana"]
    one, two = milk.ordered({"milk": 1}), milk.ordered({"bread": 1}, minutes=14)
    milk.ready(one, ana, GTINS)
    milk.ready(two, ana, GTINS)
    _called(milk, desk, one)
    right = milk.one(OutboundSlot, order_id=one.id).id

    answer = desk.scan(milk.label(milk.bags(two)[0]))

    assert (answer["outcome"], answer["code"]) == ("refused", "wrong_bag")
    assert right in answer["message"]["text"]
    assert milk.state(two) == "READY"


def test_rule_37_a_rider_checks_in_by_signed_code(milk, desk):
    """A photographed code is worth nothing a minute later."""
    ana = milk.hands["ana"]
    milk.floor.run(_keep_secret)
    order = milk.ordered({"milk": 1})
    milk.ready(order, ana, GTINS)
    milk.run(outbound.assign_rider, "fast", "r-7", "Rider", "4711", [order.id])
    code = signed.rider_code("fast", "r-7", milk.clock.now(), b"carriers-own")

    forged = desk.scan(signed.rider_code("fast", "r-7", milk.clock.now(), b"somebody-else"))
    answer = desk.scan(code)

    assert forged["code"] == "rider_code_forged"
    assert answer["screen"]["name"] == "scan_out"


def _keep_secret(work):
    store = work.get(Store, "s1")
    store.settings = {**store.settings, "carrier_secrets": {"fast": "carriers-own"}}


def test_rule_38_a_pickup_code_works_once(milk, desk):
    """Two people with the same screenshot get one bag."""
    ana = milk.hands["ana"]
    order = milk.ordered({"milk": 1}, mode=Mode.PICKUP)
    milk.ready(order, ana, GTINS)
    code = milk.run(outbound.make_pickup_code, order.id).code

    shown = desk.scan(f"S:{code}")
    taken = desk.scan(milk.label(milk.bags(order)[0]))
    again = desk.scan(f"S:{code}")

    assert (shown["screen"]["name"], taken["code"]) == ("pickup", "pickup_done")
    assert (again["outcome"], again["code"]) == ("refused", "pickup_code_used")
    assert milk.state(order) == "COLLECTED"
    assert milk.one(PickupCode, order_id=order.id).redeemed_at is not None


def test_rule_39_a_hold_limit_raises_an_alarm_and_can_force_a_remake(shop, cook):
    """Hot food for an hour on a shelf is waste by law, not a discount."""
    order = shop.ordered({"soup": 1, "steak": 1}, minutes=2)
    ticket = shop.staged(order, cook, "kitchen")
    position = shop.one(StagedPart, ticket_id=ticket.id).position_id
    lead = shop.hand("eve", "lead")

    shop.clock.advance(minutes=shop.settings.hold_minutes_max, seconds=1)
    shop.sweep()
    overdue = shop.get(StagingPosition, position).state
    shop.run(stations.remake, ticket.id, "too old", by=lead.actor)

    assert overdue is StagingState.OVERDUE
    assert any(push.name == "alert" and "held" in push.body["code"] for push in shop.pushed)
    assert shop.get(Ticket, ticket.id).remakes == 1
    assert shop.all(StagedPart) == []
    assert shop.books_are_closed()


def test_returned_bags_are_scanned_in_and_inspected(milk, desk):
    """What comes back is sold again into a scanned bin, or written off for a reason."""
    ana = milk.hands["ana"]
    order = milk.ordered({"milk": 2})
    milk.ready(order, ana, GTINS)
    _called(milk, desk, order)
    (bag,) = milk.bags(order)
    desk.scan(milk.label(bag))
    milk.run(fail_delivery, order.id, "nobody at home")

    returned = desk.scan(milk.label(bag))
    desk.scan("B:A-1")
    inspected = desk.press("inspected", good=1, damaged=1, reason="leaks")

    assert (returned["code"], returned["screen"]["name"]) == ("order_returned", "inspect")
    assert (inspected["code"], milk.state(order)) == ("return_inspected", "RETURNED")
    assert milk.get(Bag, bag.id).state is BagState.RETURNED
    assert milk.books_are_closed()


def test_a_shoppers_cart_is_looked_into_before_it_leaves(milk, desk):
    """Scan and go: what is not paid is refused by name, what is paid is ticked off."""
    order = milk.ordered({"milk": 1}, mode=Mode.SCAN_AND_GO)
    code = milk.one(PickupCode, order_id=order.id).code

    begun = desk.scan(f"S:{code}")
    unpaid = desk.scan(BREAD)
    too_early = desk.press("let_go")
    desk.scan(MILK)
    gone = desk.press("let_go")
    again = desk.scan(f"S:{code}")

    assert begun["screen"]["name"] == "cart_check"
    assert again["code"] == "pickup_code_used"
    assert (unpaid["code"], too_early["code"]) == ("cart_item_not_paid", "cart_incomplete")
    assert (gone["code"], milk.state(order)) == ("cart_checked", "COLLECTED")
    assert all(slot.state is SlotState.FREE for slot in milk.all(OutboundSlot))
    assert milk.books_are_closed()
