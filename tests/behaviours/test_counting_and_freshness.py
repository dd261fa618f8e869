"""Counting and clearing the shelves, as people with a handheld do it: scans and buttons, nothing else."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking.catalogue.model import Listing
from picking.counting import commands as counting
from picking.counting.lifecycle import CountState
from picking.counting.model import BinTruth, CountCause, StockCount
from picking.devices import commands as devices
from picking.devices.model import DeviceClass, Wish
from picking.freshness import commands as freshness
from picking.freshness.commands import FreshDayDraft
from picking.freshness.model import WriteOff
from picking.stock.model import OnHand
from picking.stock.queries import availability
from picking.tasks.lifecycle import FloorTaskState
from picking.tasks.model import FloorTask

MILK, BREAD = "4006381333931", "5901234123457"


def _lying(shop, sku, bin_id):
    return sum(row.quantity for row in shop.all(OnHand, sku=sku, place=bin_id))


def _doubted(shop, sku, bin_id, points):
    """Let much have happened at a bin since somebody looked."""

    def happen(work):
        row = work.get(BinTruth, (bin_id, sku))
        row.doubt, row.sales = points, 9

    shop.run(happen)


def test_a_count_during_a_rush_neither_loses_nor_invents_a_piece(milk):
    """Ten lie there where the books say five; two walks and a delivery pass while the count waits for a lead."""
    ana, bob, cai = milk.hand("ana"), milk.hand("bob", "runner"), milk.hand("cai", "runner")
    lea = milk.hand("lea", "lead")
    lying = 15
    milk.run(counting.schedule, "A-1", "milk", CountCause.LEAD)
    bob.press("next_work")
    bob.scan("B:A-1")
    milk.ordered({"milk": 2})
    milk.walking(ana)
    milk.clock.advance(seconds=5)
    ana.scan(MILK)
    lying -= 1

    again = bob.press("counted", quantity=lying)
    milk.clock.advance(seconds=5)
    bob.press("counted", quantity=lying)
    ana.scan(MILK)
    lying -= 1
    milk.goods("milk", 6, "A-1")
    lying += 6
    cai.press("next_work")
    cai.scan("B:A-1")
    milk.clock.advance(seconds=5)
    cai.press("counted", quantity=lying)
    count = milk.one(StockCount)
    milk.ordered({"milk": 3})
    assert (again["code"], count.state, count.round) == ("moved_while_counting", CountState.APPROVAL_SCHEDULED, 2)
    milk.run(counting.approve_count, count.id, by=lea.actor)

    assert _lying(milk, "milk", "A-1") == lying
    assert milk.books_are_closed()


def test_a_whole_bin_is_counted_item_by_item(milk):
    """A blind one shows nothing of the books; what nobody entered must be confirmed as not there."""
    bob = milk.hand("bob", "runner")
    milk.goods("jam", 3, "A-1", gtin="9520000000127", price=100)
    milk.run(counting.schedule, "A-1", None, CountCause.LEAD)
    bob.press("next_work")

    early = bob.press("bin_done")
    bob.scan("B:A-1")
    assert bob.facts["expected"] is None
    unnamed = bob.press("counted", quantity=4)
    bob.scan(MILK)
    bob.press("counted", quantity=4)
    asked = bob.press("bin_done")
    done = bob.press("bin_done")

    assert [early["code"], unnamed["code"]] == ["scan_the_bin_first", "scan_the_item_first"]
    assert [asked["code"], done["code"]] == ["some_not_counted", "bin_counted"]
    assert (_lying(milk, "milk", "A-1"), _lying(milk, "jam", "A-1")) == (4, 0)
    assert milk.books_are_closed()


def test_an_open_count_shows_what_the_books_expect(milk):
    """Quicker where nothing is dear."""
    bob = milk.hand("bob", "runner")
    milk.run(counting.schedule, "A-1", "milk", CountCause.LEAD, blind=False)
    bob.press("next_work")

    assert [(row["sku"], row["quantity"]) for row in bob.facts["expected"]] == [("milk", 5)]


def test_whoever_stands_before_a_doubtful_bin_is_asked_how_many_are_left(milk):
    """Five seconds on the way, and the books are true again."""
    ana = milk.hand("ana")
    milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    _doubted(milk, "milk", "A-1", 900)

    asked = ana.scan(MILK)
    assert (asked["code"], ana.screen) == ("how_many_are_left", "how_many_left")
    assert {"left", "skip", "scan_item", "scan_bin"} <= set(asked["possible"])
    answered = ana.press("left", quantity=3)

    assert (answered["code"], ana.screen) == ("thanks_for_looking", "pick_line")
    assert (_lying(milk, "milk", "A-1"), milk.get(BinTruth, ("A-1", "milk")).doubt) == (3, 200)
    assert milk.books_are_closed()


@pytest.mark.parametrize("how", ["skip", "scan"])
def test_a_question_in_passing_stops_nobody(milk, how):
    """Who is busy walks on: by a button, or simply by the next scan. The same is not asked again for hours."""
    ana = milk.hand("ana")
    milk.ordered({"milk": 1, "bread": 1})
    milk.ordered({"milk": 1})
    milk.walking(ana)
    _doubted(milk, "milk", "A-1", 900)
    ana.scan(MILK)

    answer = ana.press("skip") if how == "skip" else ana.scan(BREAD)

    assert answer["code"] == ("question_skipped" if how == "skip" else "walk_picked")
    assert ana.screen != "how_many_left"
    assert milk.get(BinTruth, ("A-1", "milk")).asked_of == "ana"


def test_nobody_is_asked_more_than_so_often_an_hour(make_floor, shop_of, milk):
    """A picker is no stock-taker."""
    ana = milk.hand("ana")

    def asked_enough(work):
        for number in range(6):
            milk_row = work.get(BinTruth, ("A-1", "milk"))
            work.session.add(
                BinTruth(
                    bin_id="A-2", sku=f"x{number}", store_id=STORE, piece=1, looked_at=milk_row.looked_at,
                    touched_at=milk_row.looked_at, asked_at=work.now, asked_of="ana",
                )
            )  # fmt: skip

    for number in range(6):
        milk.floor.item(f"x{number}")
    milk.run(asked_enough)
    milk.ordered({"milk": 1, "bread": 1})
    milk.walking(ana)
    _doubted(milk, "milk", "A-1", 900)

    assert ana.scan(MILK)["code"] == "line_done"


def test_a_yes_to_the_empty_bin_is_a_count_of_nothing(milk):
    """The zero check proves the books without a walk."""
    ana = milk.hand("ana")
    milk.ordered({"milk": 5, "bread": 1})
    milk.walking(ana)
    for _ in range(5):
        ana.scan(MILK)

    ana.press("bin_is_empty")

    assert milk.get(BinTruth, ("A-1", "milk")).doubt == 50
    assert [count.state for count in milk.all(StockCount)] == [CountState.BOOKED]


def _shown(shop, label):
    """Draw the shelf label up as the dispatcher does, and give its page and price."""
    shop.run(devices.redraw_due, STORE)
    wished = shop.get(Wish, label).wished
    return wished["page"], wished["price"]


def test_evening_clear_out_to_shelf_label(milk):
    """Buns of today: cheaper on shelf and label in the evening, off the shelf at closing; then the label says so."""
    label = "gw1/esl-1"
    bob = milk.hand("bob", "runner")
    milk.floor.item("buns", price=900, shelf_life_days=1)
    today = date(2026, 1, 15)
    milk.goods("buns", 4, "A-3", gtin="9520000000127", expires=today)
    milk.goods("cream", 2, "A-3", gtin="9520000000134", expires=today - timedelta(days=1), price=300)
    milk.run(devices.enrol, label, DeviceClass.SHELF_LABEL, "esl-1")
    milk.run(devices.hello, label)
    milk.run(devices.bind_label, label, sku="buns")
    milk.run(freshness.keep_day, FreshDayDraft(by_itself=True))
    before = _shown(milk, label)
    milk.clock.advance(hours=9)
    for _ in range(3):
        milk.sweep()
    cheaper = milk.get(Listing, (STORE, "buns")).price_minor
    evening = _shown(milk, label)
    milk.clock.advance(hours=2, minutes=30)
    for _ in range(3):
        milk.sweep()

    bob.press("next_work")
    still_good = bob.scan("B:A-1")
    bob.scan("B:A-3")
    bob.scan("9520000000134")
    gift = bob.press("donated")
    bob.press("wasted", reason="expired")
    bob.scan("B:A-3")
    done = bob.press("donated")

    assert (before, evening, _shown(milk, label)) == (
        ("day_fresh", "9.00"), ("promotion", "6.30"), ("sold_out", "9.00"),
    )  # fmt: skip
    assert (cheaper, milk.get(Listing, (STORE, "buns")).price_minor) == (630, 900)
    assert [still_good["code"], gift["code"], done["code"]] == [
        "nothing_to_clear_here", "expired_is_no_gift", "shelves_cleared",
    ]  # fmt: skip
    assert {(row.sku, str(row.gone), row.quantity) for row in milk.all(WriteOff)} == {
        ("cream", "waste", 2), ("buns", "donation", 4),
    }  # fmt: skip
    assert milk.one(FloorTask).state is FloorTaskState.DONE
    assert milk.ask(availability, STORE)["buns"] == 0
    assert milk.books_are_closed()


def test_what_is_on_the_list_and_not_on_the_shelf_is_counted(milk):
    """The list goes on; nobody invents waste."""
    bob = milk.hand("bob", "runner")
    milk.goods("cream", 2, "A-3", gtin="9520000000134", expires=date(2026, 1, 14))
    milk.run(freshness.keep_day, FreshDayDraft(by_itself=True))
    milk.clock.advance(hours=11, minutes=30)
    for _ in range(3):
        milk.sweep()
    bob.press("next_work")
    bob.scan("B:A-3")

    answer = bob.press("not_there")

    assert answer["code"] == "shelves_cleared"
    assert milk.all(WriteOff) == []
    assert [(count.bin_id, count.cause) for count in milk.all(StockCount)] == [("A-3", CountCause.DOUBT)]


def test_the_line_at_hand_shows_how_fresh_its_lot_is(milk):
    """Colour, days and the weekday's own colour: no date to be read in the cold."""
    ana = milk.hand("ana")
    milk.goods("cream", 2, "A-3", gtin="9520000000134", expires=date(2026, 1, 16), shelf_life_days=20)
    milk.ordered({"cream": 1})
    milk.walking(ana)

    assert ana.facts["freshness"] == {
        "colour": "yellow", "days_left": 1, "day_fresh": False, "weekday": "friday", "day_colour": "green",
    }  # fmt: skip
