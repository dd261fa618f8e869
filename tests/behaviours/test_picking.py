"""Rules 20 to 30: picking."""

from datetime import date

import pytest

from picking.catalogue.model import Listing
from picking.foundation.kinds import Substitution
from picking.foundation.records import JournalRow
from picking.orders.commands import request_cancellation
from picking.orders.model import OrderLine, Refund, RefundReason
from picking.people.commands import give_badge
from picking.stock.model import OnHand
from picking.tasks.lifecycle import FloorTaskState, PickLineState, PickTaskState
from picking.tasks.model import FloorTask, FloorTaskKind, PickLine

MILK, BREAD, OATS = "4006381333931", "5901234123457", "4002515289693"


def _in_bin(shop, bin_id):
    return sum(row.quantity for row in shop.all(OnHand, place=bin_id))


def test_rule_20_a_full_pick_moves_exactly_the_planned_quantity(milk):
    """Stock that moves otherwise than goods is a lie by the evening."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2})
    milk.walking(ana)

    ana.scan(MILK)
    ana.scan(MILK)

    assert (_in_bin(milk, "A-1"), milk.lines(order)[0].picked) == (3, 2)
    assert milk.books_are_closed()


def test_rule_20_a_partial_pick_leaves_the_rest_open(milk):
    """Two are there, the third is not: the two count, the third stays to be decided."""
    ana = milk.hand()
    order = milk.ordered({"milk": 3})
    milk.walking(ana)
    ana.scan(MILK)
    ana.scan(MILK)

    ana.press("park")

    lines = sorted((line.state, line.quantity, line.picked) for line in milk.lines(order))
    assert lines == [(PickLineState.PARKED, 1, 0), (PickLineState.PICKED, 2, 2)]


def test_rule_21_zero_and_too_much_are_refused_on_every_path(milk):
    """By scan, by pack, by pad: no way around the plan."""
    milk.code("milk", "4006381333948", contains=6)
    ana = milk.hand()
    order = milk.ordered({"milk": 3})
    milk.walking(ana)
    ana.scan("B:A-1")

    by_pack = ana.scan("4006381333948")
    ana.scan(MILK)
    by_pad = [ana.press("take", quantity=quantity) for quantity in (0, -1, 3)]

    assert by_pack["code"] == "quantity_over"
    assert [answer["code"] for answer in by_pad] == ["quantity_zero", "quantity_zero", "quantity_over"]
    assert milk.lines(order)[0].picked == 1
    assert ana.press("take", quantity=2)["screen"]["name"] == "pack"


def test_rule_21_a_weight_of_nothing_is_no_weight(shop):
    """No weight is ever invented, and zero is not one."""
    shop.goods("apples", 5000, "A-1", weighed=True)
    ana = shop.hand()
    shop.ordered({"apples": 1000})
    shop.walking(ana)

    assert ana.press("weigh", grams=0)["code"] == "quantity_zero"
    assert ana.press("weigh", grams=9000)["code"] == "weight_out_of_tolerance"


def test_rule_22_a_finished_line_is_refused_on_every_path(milk):
    """Each refusal says its own reason, not just no."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    ana.scan(MILK)
    finished = next(line for line in milk.lines(order) if line.sku == "milk")

    answers = [
        ana.scan("B:A-1"),
        ana.scan(MILK),
        ana.press("take", line_id=finished.id, quantity=1),
        ana.press("park", line_id=finished.id),
        ana.press("short", line_id=finished.id, reason="gone"),
        ana.press("skip", line_id=finished.id),
    ]

    assert {answer["outcome"] for answer in answers} == {"refused"}
    assert {answer["code"] for answer in answers} <= {"line_finished", "scan_before_the_pad"}
    assert milk.get(PickLine, finished.id).picked == 1


def test_rule_22_a_vanished_line_is_refused(milk):
    """A line number from yesterday's outbox belongs to nobody."""
    ana = milk.hand()
    milk.ordered({"milk": 1})
    milk.walking(ana)

    assert ana.press("park", line_id="no-such-line")["code"] == "line_vanished"


def test_rule_22_a_cancelled_line_says_that_it_is_cancelled(milk):
    """Whoever picks for a cancelled order must hear it at the next scan."""
    ana = milk.hand()
    order = milk.ordered({"milk": 2})
    milk.walking(ana)
    (line,) = milk.lines(order)
    milk.run(request_cancellation, order.id, "changed mind", "customer")

    scanned = ana.scan(MILK)
    ana.press("acknowledge")
    pressed = ana.press("park", line_id=line.id)

    assert (scanned["outcome"], scanned["screen"]["name"]) == ("refused", "order_cancelled")
    assert "cancelled" in scanned["message"]["text"]
    assert pressed["outcome"] == "refused"


def test_rule_23_a_typed_code_must_be_scanned_before_the_seal(milk):
    """Typing from memory is how the wrong milk leaves the store."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1})
    milk.walking(ana)

    typed = ana.scan(MILK, typed=True)
    again = ana.scan(MILK, typed=True)
    seal = ana.press("seal", seal="SL000001")
    scanned = ana.scan(MILK)

    assert (typed["screen"]["name"], again["code"], seal["code"]) == ("verify", "scan_needed", "step_not_here")
    assert (scanned["code"], scanned["screen"]["name"]) == ("all_verified", "pack")
    assert milk.lines(order)[0].state is PickLineState.PICKED


def test_rule_24_the_earlier_date_is_proposed_first(shop):
    """First expired, first out: or it is waste next week."""
    shop.goods("milk", 2, "A-3", expires=date(2026, 3, 1), gtin=MILK)
    shop.goods("milk", 2, "A-1", expires=date(2026, 2, 1))
    ana = shop.hand()
    shop.ordered({"milk": 1})
    shop.walking(ana)

    assert (ana.line["bin"]["id"], ana.line["expires_on"]) == ("A-1", "2026-02-01")


def test_rule_24_expired_goods_are_refused(shop):
    """What expired overnight is refused at the scan, whatever the books say."""
    shop.goods("milk", 2, "A-1", expires=date(2026, 1, 15), gtin=MILK, lot="L1")
    ana = shop.hand()
    order = shop.ordered({"milk": 1})
    shop.walking(ana)

    shop.clock.advance(days=1)
    by_books = ana.scan(MILK)
    by_label = ana.scan(f"(01){MILK.zfill(14)}(17)260101")

    assert (by_books["code"], by_label["code"]) == ("lot_expired", "pack_expired")
    assert shop.lines(order)[0].picked == 0


def test_rule_25_no_to_an_empty_bin_opens_one_count_never_two(milk):
    """The books say empty, the eye says no: one person counts, once, whoever else says so too."""
    milk.goods("oats", 1, "A-5", gtin=OATS)
    ana, bob = milk.hand("ana"), milk.hand("bob")
    milk.ordered({"oats": 1, "milk": 1})
    milk.walking(ana, "000001")
    asked = ana.scan(OATS)
    first = ana.press("bin_has_more")
    milk.goods("oats", 1, "A-5")
    milk.ordered({"oats": 1, "milk": 1})
    milk.walking(bob, "000002")
    bob.scan(OATS)

    second = bob.press("bin_has_more")

    assert (asked["code"], asked["tone"]) == ("is_the_bin_empty", "attention")
    assert (first["code"], second["code"]) == ("count_opened", "count_opened")
    assert len(milk.all(FloorTask, kind=FloorTaskKind.COUNT)) == 1


def test_rule_25_yes_to_an_empty_bin_counts_nothing(milk):
    """The books and the eye agree: nobody walks."""
    milk.goods("oats", 1, "A-5", gtin=OATS)
    ana = milk.hand()
    milk.ordered({"oats": 1, "milk": 1})
    milk.walking(ana)
    ana.scan(OATS)

    answer = ana.press("bin_is_empty")

    assert answer["code"] == "bin_confirmed_empty"
    assert milk.all(FloorTask) == []


def test_rule_26_park_is_not_short(milk):
    """The picker goes on, others look, the line comes back; nobody is blamed and nothing is sold out."""
    ana, bob = milk.hand("ana"), milk.hand("bob", "runner")
    order = milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    ana.scan("B:A-1")

    parked = ana.press("park")
    line = next(line for line in milk.lines(order) if line.sku == "milk")
    search = milk.one(FloorTask, kind=FloorTaskKind.SEARCH)
    bob.press("next_work")
    found = bob.scan(MILK)

    assert parked["screen"]["facts"]["line"]["sku"] == "bread"
    assert (line.state, line.short_reason) == (PickLineState.PARKED, None)
    assert (found["code"], bob.screen) == ("search_found", "home")
    assert milk.get(FloorTask, search.id).state is FloorTaskState.DONE
    assert milk.get(PickLine, line.id).state is PickLineState.OPEN
    assert milk.get(Listing, ("s1", "milk")).sold_out_at is None


def test_rule_26_a_picker_with_only_parked_lines_is_free(milk):
    """Waiting for a search is not the picker's work."""
    ana = milk.hand()
    order = milk.ordered({"milk": 1})
    milk.walking(ana)

    answer = ana.press("park")

    assert answer["screen"]["name"] == "home"
    assert milk.task(order).state is PickTaskState.PARKED


def test_rule_27_short_names_the_second_bin_first(shop):
    """Nothing is short that lies two aisles further."""
    shop.goods("milk", 1, "A-1", gtin=MILK, expires=date(2026, 2, 1))
    shop.goods("milk", 5, "A-3", expires=date(2026, 3, 1))
    ana = shop.hand()
    shop.ordered({"milk": 1})
    shop.walking(ana)

    refused = ana.press("short", reason="not there")
    without_reason = ana.press("short", reason="  ")
    moved = ana.press("second_bin")

    assert (refused["code"], refused["message"]["facts"]["bin"]) == ("second_bin", "A-3")
    assert without_reason["code"] == "invalid_field"
    assert moved["screen"]["facts"]["line"]["bin"]["id"] == "A-3"


def test_rule_27_short_sells_out_and_frees_nothing_that_is_picked(milk):
    """The item goes off sale at once; what others have in their baskets stays theirs."""
    ana, bob = milk.hand("ana"), milk.hand("bob")
    mine, others = milk.ordered({"milk": 2}), milk.ordered({"milk": 3}, minutes=13)
    milk.walking(ana, "000001")
    milk.walking(bob, "000002")
    for _ in range(3):
        bob.scan(MILK)

    ana.press("short", reason="shelf is bare")

    assert milk.get(Listing, ("s1", "milk")).sold_out_at is not None
    assert [line.picked for line in milk.lines(others)] == [3]
    assert milk.lines(mine)[0].short_reason == "shelf is bare"
    assert [refund.order_id for refund in milk.all(Refund)] == [mine.id]
    assert milk.books_are_closed()


@pytest.mark.parametrize(
    ("rule", "listed", "price", "replaced"),
    [
        (Substitution.NONE, (), 500, False),
        (Substitution.LISTED, ("oats",), 500, True),
        (Substitution.LISTED, (), 500, False),
        (Substitution.SAME_PRICE, (), 500, True),
        (Substitution.SAME_PRICE, (), 400, False),
        (Substitution.ANY, (), 400, True),
        (Substitution.ANY, (), 900, False),
    ],
)
def test_rule_28_substitution_follows_the_customers_rule(shop, rule, listed, price, replaced):
    """The customer's word for this line, and never a price above what was paid without an answer."""
    shop.goods("milk", 5, "A-1", price=500)
    shop.goods("oats", 5, "A-5", price=price)
    shop.goods("wine", 5, "A-6", price=9000)
    ana = shop.hand()
    facts = {"milk": {"substitution": rule, "listed": listed}}
    order = shop.ordered({"milk": 1, "wine": 1}, line_facts=facts)
    shop.walking(ana)
    ana.scan("B:A-1")

    ana.press("short", reason="bare")

    assert ("oats" in [line.sku for line in shop.lines(order)]) is replaced
    assert bool(shop.all(Refund, reason=RefundReason.SHORT)) is not replaced


def test_rule_28_who_wants_to_be_asked_is_asked(shop):
    """The picker gives the customer's answer by telephone, or the channel does; only what was proposed counts."""
    shop.goods("milk", 5, "A-1", price=500)
    shop.goods("oats", 5, "A-5", price=400)
    shop.goods("wine", 5, "A-6", price=9000)
    ana = shop.hand()
    order = shop.ordered({"milk": 1, "wine": 1}, line_facts={"milk": {"substitution": Substitution.ASK}})
    shop.walking(ana)
    ana.scan("B:A-1")
    ana.press("short", reason="bare")
    asked = next(line for line in shop.lines(order) if line.sku == "milk")

    not_proposed = ana.press("substitute", line_id=asked.id, sku="wine")
    answer = ana.press("substitute", line_id=asked.id, sku="oats")

    assert (asked.state, asked.proposals) == (PickLineState.SUB_PROPOSED, ["oats"])
    assert (not_proposed["outcome"], not_proposed["code"]) == ("refused", "not_proposed")
    assert (answer["code"], shop.get(PickLine, asked.id).state) == ("item_substituted", PickLineState.SUBSTITUTED)
    assert "oats" in [line.sku for line in shop.lines(order)]


@pytest.mark.parametrize(("grams", "refunds"), [(950, 1), (1050, 0), (1000, 0)])
def test_rule_29_weighed_lines_refund_what_is_under_and_never_charge_what_is_over(shop, grams, refunds):
    """多退少不补: too little is paid back, too much is the store's."""
    shop.goods("apples", 5000, "A-1", weighed=True, price=1000)
    ana = shop.hand()
    order = shop.ordered({"apples": 1000})
    shop.walking(ana)

    ana.press("weigh", grams=grams)

    assert shop.lines(order)[0].picked == grams
    assert len(shop.all(Refund)) == refunds
    assert shop.one(OrderLine, order_id=order.id).delivered_quantity == grams
    assert shop.books_are_closed()


def test_rule_30_unpick_needs_a_lead(milk):
    """A lead's badge on the picker's handheld: the journal names both, and the right is gone again."""
    ana, _eve = milk.hand("ana"), milk.hand("eve", "lead")
    badge = milk.run(give_badge, "eve")
    pickers = milk.run(give_badge, "ana")
    order = milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    ana.scan(MILK)
    picked = next(line for line in milk.lines(order) if line.sku == "milk")

    asked = ana.press("unpick", line_id=picked.id)
    own = ana.scan(f"U:{pickers}")
    asked_again = ana.press("unpick", line_id=picked.id)
    leads = ana.scan(f"U:{badge}")

    assert (asked["code"], own["code"], asked_again["code"]) == ("lead_wanted", "right_missing", "lead_wanted")
    assert leads["code"] == "line_unpicked"
    assert milk.one(JournalRow, step="lead_agreed").facts["lead"] == "eve"
    assert not ana.actor.may("unpick")
    assert milk.get(PickLine, picked.id).state is PickLineState.OPEN
    assert milk.books_are_closed()
