"""Rules 40 to 48: money, stock, time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from floor import MORNING, STORE

from picking.catalogue.model import Listing
from picking.foundation.records import Webhook, WebhookState
from picking.foundation.refusals import Refusal
from picking.orders.commands import pay_order, refuse_cancellation, request_cancellation
from picking.orders.commands.cancelling import CancellationState
from picking.orders.model import Cancellation, Order, OrderLine, Refund
from picking.outbound import commands as outbound
from picking.replenishing.commands import wish_back
from picking.replenishing.model import Cause
from picking.stock.model import IN_HAND, OnHand, StockLevel
from picking.stock.queries import availability
from picking.tasks.commands import ask
from picking.tasks.lifecycle import PutBackState
from picking.tasks.model import FloorTask, FloorTaskKind, PutBack, PutBackLine

MILK, BREAD = "4006381333931", "5901234123457"
GTINS = {"milk": MILK, "bread": BREAD}


def _free(shop, sku):
    return shop.ask(availability, STORE, [sku])[sku]


def test_rule_40_an_order_locks_all_its_lines_or_none(milk):
    """Half an order is a telephone call."""
    with pytest.raises(Refusal) as refused:
        milk.ordered({"milk": 2, "bread": 6})

    assert refused.value.code == "stock_short"
    assert [line["sku"] for line in refused.value.facts["lines"]] == ["bread"]
    assert (_free(milk, "milk"), _free(milk, "bread")) == (5, 5)
    assert milk.all(Order) == []


def test_rule_40_parallel_orders_never_oversell(milk):
    """Twenty buyers, five bottles: five orders, fifteen clear refusals."""

    def buy(_):
        try:
            return milk.floor.order({"milk": 1}, paid=False, external_id=f"P-{_}").number
        except Refusal as no:
            return no.code

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(buy, range(20)))

    assert answers.count("stock_short") == 15
    assert (_free(milk, "milk"), milk.get(StockLevel, (STORE, "milk")).locked) == (0, 5)


def test_rule_41_ten_minutes_without_payment_cancel_and_release_exactly_once(milk):
    """Also when the service was down at the time: the sweep reads the clock, it is no timer."""
    order = milk.ordered({"milk": 5}, paid=False, minutes=60)

    milk.clock.advance(minutes=9, seconds=59)
    milk.sweep()
    before = milk.state(order)
    milk.clock.advance(hours=3)
    milk.restart()
    swept = [milk.sweep(), milk.sweep()]

    assert (before, milk.state(order)) == ("PENDING_PAYMENT", "CANCELLED_UNPAID")
    assert swept[1] == 0
    assert _free(milk, "milk") == 5


def test_rule_42_payment_after_expiry_is_refunded_never_revived(milk):
    """The goods may be sold to somebody else by then."""
    order = milk.ordered({"milk": 5}, paid=False, minutes=60)
    milk.clock.advance(minutes=11)
    milk.sweep()

    milk.run(pay_order, order.id, order.total_minor, milk.clock.now(), "late")

    assert milk.state(order) == "CANCELLED_UNPAID"
    assert milk.one(Refund, order_id=order.id).amount_minor == order.total_minor
    assert _free(milk, "milk") == 5


def test_rule_43_the_price_is_frozen_at_payment(milk):
    """What the till says tomorrow is not what the customer paid today."""
    order = milk.ordered({"milk": 2})

    def dearer(work):
        work.get(Listing, (STORE, "milk")).price_minor = 900

    milk.run(dearer)

    line = milk.one(OrderLine, order_id=order.id)
    assert (line.unit_price_minor, line.amount_minor) == (500, 1000)
    assert milk.get(Order, order.id).total_minor == 1000


@pytest.fixture
def at_the_door(milk):
    """Give an order whose rider is called, the rider desk, and the code of its only bag."""
    ana, desk = milk.hand("ana"), milk.hand("dora", "rider_desk", on_shift=False)
    order = milk.ordered({"milk": 1})
    milk.ready(order, ana, GTINS)
    milk.run(outbound.assign_rider, "fast", "r-7", "Rider", "4711", [order.id])
    desk.press("check_in", tail="4711")
    return order, desk, milk.label(milk.bags(order)[0])


def test_rule_44_when_the_cancel_is_first_the_scan_out_is_refused(milk, at_the_door):
    """One gate: the rider hears why, with the bag in the hand."""
    order, desk, bag = at_the_door
    milk.run(request_cancellation, order.id, "changed mind", "customer")

    answer = desk.scan(bag)

    assert (answer["outcome"], answer["code"]) == ("refused", "cancel_pending")
    assert milk.state(order) == "CANCEL_PENDING"


def test_rule_44_when_the_scan_out_is_first_the_cancel_is_refused(milk, at_the_door):
    """What has left is a matter for the service desk."""
    order, desk, bag = at_the_door
    desk.scan(bag)

    with pytest.raises(Refusal, match="service_desk_only"):
        milk.run(request_cancellation, order.id, "changed mind", "customer")

    assert milk.state(order) == "OUT_FOR_DELIVERY"


def test_rule_45_a_cancel_of_untouched_work_confirms_itself(milk):
    """Nobody has it in hand: nobody needs to be asked."""
    order = milk.ordered({"milk": 2})

    milk.run(request_cancellation, order.id, "changed mind", "customer")

    assert milk.state(order) == "CANCELLED"
    assert _free(milk, "milk") == 5
    assert milk.all(PutBack) == []


def test_rule_45_a_cancel_of_started_work_waits_for_the_person_who_holds_it(milk):
    """Full screen on the device that holds the goods, and nothing moves until somebody says so."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2})
    milk.walking(ana)
    ana.scan(MILK)

    milk.run(request_cancellation, order.id, "changed mind", "customer")
    waiting, screen = milk.state(order), ana.screen
    answer = ana.press("acknowledge")

    assert (waiting, screen) == ("CANCEL_PENDING", "order_cancelled")
    assert any(push.room == "person:ana" and push.name == "alert" for push in milk.pushed)
    assert (answer["code"], answer["screen"]["name"]) == ("stop_confirmed", "home")
    assert milk.state(order) == "CANCELLED"


def test_rule_45_a_cancel_while_packing_waits_for_the_packer(milk):
    """Bags on the bench are in somebody's hands like a basket."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1})
    milk.walking(ana)
    ana.scan(MILK)
    milk.run(request_cancellation, order.id, "changed mind", "customer")

    ana.press("acknowledge")

    assert milk.state(order) == "CANCELLED"
    assert milk.one(PutBack, order_id=order.id).where == "000001"


def test_rule_45_a_refused_cancel_lets_the_work_go_on_where_it_stood(milk):
    """A lead says no: the dish is on the plate."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2})
    milk.walking(ana)
    before = ana.scan(MILK)
    milk.run(request_cancellation, order.id, "changed mind", "customer")

    milk.run(refuse_cancellation, order.id, "nearly done")

    assert ana.look()["screen"] == before["screen"]
    assert milk.one(Cancellation, order_id=order.id).state is CancellationState.REFUSED


@pytest.fixture
def cancelled(milk):
    """Give a picker and an order that was cancelled with two milk and one bread in the basket."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2, "bread": 2})
    milk.walking(ana)
    for code in (MILK, MILK, BREAD):
        ana.scan(code)
    milk.run(request_cancellation, order.id, "changed mind", "customer")
    ana.press("acknowledge")
    return ana, order


def test_rule_46_every_picked_piece_is_put_back_or_written_off(milk, cancelled):
    """The count must close: what was picked is in a bin again, or has a reason."""
    ana, order = cancelled
    begun = ana.scan("K:000001")
    first = ana.line["sku"]
    too_early = ana.scan(f"B:{ana.line['bin']['id']}")
    ana.press("good")
    back = ana.scan(f"B:{ana.line['bin']['id']}")
    no_reason = ana.press("damaged", reason=" ")
    done = ana.press("damaged", reason="crushed")

    assert (begun["screen"]["name"], too_early["code"]) == ("put_back", "look_first")
    assert (back["code"], no_reason["code"]) == ("item_put_back", "invalid_field")
    assert (done["code"], done["screen"]["name"]) == ("put_back_finished", "home")
    assert {line.sku: str(line.state) for line in milk.all(PutBackLine)}[first] == "PUT_BACK"
    assert milk.one(PutBack, order_id=order.id).state is PutBackState.COMPLETED
    assert sum(row.quantity for row in milk.all(OnHand, place=IN_HAND)) == 0
    assert milk.books_are_closed()


def test_rule_46_goods_to_put_back_are_named_to_who_asks_for_work(milk, cancelled):
    """They begin with the scan of their basket; who asks again is given a customer's order instead."""
    ana, _ = cancelled
    milk.ordered({"milk": 1}, minutes=90)

    named = ana.press("next_work")
    begun = ana.scan(named["screen"]["facts"]["put_back"]["code"])

    assert (named["code"], named["screen"]["name"]) == ("put_back_waits", "home")
    assert begun["screen"]["name"] == "put_back"


def test_rule_46_a_wrong_bin_is_refused_and_the_right_one_named(milk, cancelled):
    """Bread among the milk is lost twice."""
    ana, _ = cancelled
    ana.scan("K:000001")
    ana.scan(MILK)
    ana.press("good")

    answer = ana.scan("B:A-2")

    assert (answer["code"], "A-1" in answer["message"]["text"]) == ("bin_does_not_fit", True)


def test_rule_46_what_thawed_is_waste_whatever_one_says(shop):
    """Frozen goods out of the cold for too long go nowhere but into the waste."""
    shop.goods("ice", 3, "F-1", gtin=MILK, temperature_class="FROZEN")
    ana = shop.hand()
    order = shop.ordered({"ice": 2})
    shop.walking(ana)
    ana.scan(MILK)
    shop.run(request_cancellation, order.id, "changed mind", "customer")
    ana.press("acknowledge")
    ana.scan("K:000001")

    shop.clock.advance(minutes=shop.settings.frozen_out_minutes_max + 1)
    ana.press("good")

    assert [str(line.state) for line in shop.all(PutBackLine)] == ["COLD_TIMEOUT"]
    assert shop.books_are_closed()


def test_rule_47_stock_equals_its_ledger_through_a_whole_day(milk):
    """On hand, in hand, staged, out and damaged: whatever happens, nothing appears and nothing vanishes."""
    ana, desk = milk.hand("ana"), milk.hand("dora", "rider_desk", on_shift=False)
    out, short, gone = milk.ordered({"milk": 1}), milk.ordered({"bread": 2}), milk.ordered({"milk": 2})
    milk.ready(out, ana, GTINS)
    milk.run(outbound.assign_rider, "fast", "r-7", "Rider", "4711", [out.id])
    desk.press("check_in", tail="4711")
    desk.scan(milk.label(milk.bags(out)[0]))
    milk.walking(ana, "000002")
    ana.scan(BREAD)
    ana.press("short", reason="bare")
    milk.run(request_cancellation, gone.id, "changed mind", "customer")

    errors = milk.books_are_closed()

    assert errors
    assert milk.state(out) == "OUT_FOR_DELIVERY"
    assert milk.lines(short)[0].picked + milk.lines(short)[-1].picked >= 1


def test_rule_48_sold_out_and_back_reach_the_channels_in_order(milk):
    """Events, not a nightly file; each repeated until the channel has taken it."""
    milk.ordered({"milk": 5})
    milk.goods("milk", 3, "A-1")

    kinds = [row.kind for row in sorted(milk.all(Webhook), key=lambda row: row.seq) if row.kind.startswith("stock.")]

    assert kinds == ["stock.sold_out", "stock.back"]
    assert {row.state for row in milk.all(Webhook)} == {WebhookState.QUEUED}
    assert [body["sku"] for body in milk.webhooks("stock.sold_out")] == ["milk"]


def test_a_count_is_made_before_the_bin(milk):
    """A number from memory is no count; the difference is booked, not argued about."""
    bob = milk.hand("bob", "runner")
    subject = {"bin_id": "A-1", "sku": "milk"}
    milk.run(ask, FloorTaskKind.COUNT, "count:A-1:milk", subject, MORNING, zone_id="A")
    bob.press("next_work")

    from_memory = bob.press("counted", quantity=4)
    wrong = bob.scan("B:A-2")
    bob.scan("B:A-1")
    done = bob.press("counted", quantity=4)

    assert (from_memory["code"], wrong["code"], done["code"]) == ("scan_the_bin_first", "wrong_bin", "count_kept")
    assert _free(milk, "milk") == 4
    assert milk.one(FloorTask).answer == {"quantity": 4}
    assert milk.books_are_closed()


def test_a_face_that_is_too_full_is_relieved(milk):
    """Out of the face, quantity, into the bin behind; what is expected is named at every scan."""
    milk.floor.bin("A-9", zone="A", kind="reserve")
    bob = milk.hand("bob", "runner")
    milk.run(wish_back, "A-1", "milk", 2, Cause.OVERFULL, MORNING)
    bob.press("next_work")

    title = (bob.facts["title"], bob.facts["why"], bob.facts["bin"]["id"])
    wrong = bob.scan("B:A-9")
    bob.scan("B:A-1")
    bob.press("taken", quantity=2)
    back = bob.scan("B:A-1")
    done = bob.scan("B:A-9")

    assert title == ("Take out of", "the shelf is too full", "A-1")
    assert (wrong["code"], back["code"], done["code"]) == ("wrong_bin", "wrong_bin", "put_behind_done")
    assert {row.place: row.quantity for row in milk.all(OnHand, sku="milk")}["A-9"] == 2
    assert milk.books_are_closed()
