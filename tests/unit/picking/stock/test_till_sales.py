"""Till sales: facts that cannot be refused, booked once, from the face, with nobody's promise broken without need."""

from datetime import date

import pytest
from floor import STORE

from picking.floor.model import BinKind
from picking.foundation.refusals import Refusal
from picking.stock.commands import allocate, book_receipt, commit, keep_safety_stock, reserve, take_off_sale
from picking.stock.commands.till_sales import TillDraft, TillLine
from picking.stock.events import AllocationMoved, BackInStock, SoldOut, SoldUnbooked
from picking.stock.model import HOLD, OUT, Allocation, Movement, OnHand
from picking.stock.off_sale import off_sale_with_stock
from picking.stock.queries import availability, conservation_errors
from picking.stock.till import TillKind, TillSale, TillSaleLine


@pytest.fixture(autouse=True)
def books_agree(floor):
    """Whatever a test did, the books must agree afterwards."""
    yield
    assert floor.ask(conservation_errors, STORE) == []


def receipt(floor, *lines, number="R-1", kind=TillKind.SALE):
    drafts = tuple(TillLine(n, sku, quantity, 100) for n, (sku, quantity) in enumerate(lines, 1))
    return TillDraft("till-1", number, floor.clock.now(), drafts, kind)


def lying(floor, place, lot):
    return floor.get(OnHand, (place, lot)).quantity


def test_a_till_sale_draws_from_the_face_the_earliest_date_first(any_floor):
    """The shelf is where the customer stood, and shoppers take what stands in front."""
    floor = any_floor
    floor.bin("R-1", kind=BinKind.RESERVE)
    behind = floor.stock("milk", 5, "R-1", lot="B")
    later = floor.stock("milk", 5, "A-1", lot="L", expires=date(2026, 2, 1))
    sooner = floor.stock("milk", 2, "A-1", lot="S", expires=date(2026, 1, 20))

    floor.run(book_receipt, receipt(floor, ("milk", 3)))

    assert (lying(floor, "A-1", sooner), lying(floor, "A-1", later), lying(floor, "R-1", behind)) == (0, 4, 5)
    assert {row.document for row in floor.all(Movement, reason="till")} == {"till-1/R-1"}


def test_the_same_receipt_is_booked_once(floor):
    """A till repeats until it is answered; a receipt's number with other goods is somebody's mistake."""
    lot = floor.stock("milk", 5, "A-1")
    first = floor.run(book_receipt, receipt(floor, ("milk", 2)))

    again = floor.run(book_receipt, receipt(floor, ("milk", 2)))
    with pytest.raises(Refusal, match="receipt_reused"):
        floor.run(book_receipt, receipt(floor, ("milk", 3)))

    assert again.id == first.id
    assert lying(floor, "A-1", lot) == 3
    assert len(floor.all(TillSale)) == 1


def test_the_last_piece_sold_at_the_till_is_sold_out_in_every_channel(floor):
    """Otherwise the app sells what a customer carries home."""
    floor.stock("milk", 2, "A-1")

    floor.run(book_receipt, receipt(floor, ("milk", 2)))

    assert floor.events(SoldOut) == [SoldOut(STORE, "milk")]
    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 0}


def test_an_order_that_counted_on_what_was_sold_is_sent_to_another_bin(floor):
    """The goods are gone whatever the books promised; the picker is told before walking in vain."""
    floor.stock("milk", 2, "A-1")
    floor.bin("A-2")
    floor.stock("milk", 5, "A-2", lot="later", expires=date(2026, 3, 1))
    floor.run(reserve, "o1", [("l1", "milk", 2)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")
    wanted_from = allocation.bin_id
    free = 7 - 2

    floor.run(book_receipt, receipt(floor, ("milk", free + 1)))

    assert wanted_from == "A-2"  # the earlier date first
    assert floor.get(Allocation, allocation.id).bin_id == "A-2"
    floor.run(book_receipt, receipt(floor, ("milk", 1), number="R-2"))
    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 0}


def test_a_promise_moves_when_its_bin_was_sold_empty(floor):
    """What is claimed at the face goes before what lies behind: there the customer's hand was."""
    floor.bin("R-1", kind=BinKind.RESERVE)
    floor.stock("milk", 2, "A-1")
    floor.stock("milk", 5, "R-1", lot="behind")
    floor.run(reserve, "o1", [("l1", "milk", 2)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")

    floor.run(book_receipt, receipt(floor, ("milk", 2)))

    assert floor.get(Allocation, allocation.id).bin_id == "R-1"
    assert len(floor.events(AllocationMoved)) == 1


def test_a_sale_of_what_no_book_knew_is_booked_and_told(floor):
    """A till that is refused cannot call the customer back; the face is counted instead."""
    lot = floor.stock("milk", 1, "A-1")

    floor.run(book_receipt, receipt(floor, ("milk", 3)))

    assert lying(floor, OUT, lot) == 3
    assert floor.one(TillSaleLine).unbooked == 2
    assert floor.events(SoldUnbooked) == [SoldUnbooked(STORE, "milk", "A-1")]


def test_an_item_that_never_came_in_can_be_sold_too(floor):
    """New goods reach the shelf before they reach the books."""
    floor.item("new")

    floor.run(book_receipt, receipt(floor, ("new", 1)))

    assert floor.events(SoldUnbooked) == [SoldUnbooked(STORE, "new", None)]


def test_what_comes_back_to_a_till_is_held_until_somebody_looked(floor):
    """It may be opened, warm or broken: it is in the books and nobody can buy it."""
    lot = floor.stock("milk", 5, "A-1")
    floor.run(book_receipt, receipt(floor, ("milk", 2)))

    floor.run(book_receipt, receipt(floor, ("milk", 3), number="R-2", kind=TillKind.RETURN))

    assert (lying(floor, HOLD, lot), lying(floor, OUT, lot)) == (3, 0)
    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 3}


def test_safety_stock_is_kept_from_the_channels_and_told(floor):
    """A channel that is slow to hear must not sell the last ones; taken down, they are back at once."""
    floor.stock("milk", 5, "A-1")

    floor.run(keep_safety_stock, STORE, "milk", 5)
    kept = floor.ask(availability, STORE, ["milk"])
    floor.run(keep_safety_stock, STORE, "milk", 1)

    assert (kept, floor.ask(availability, STORE, ["milk"])) == ({"milk": 0}, {"milk": 4})
    assert floor.events(SoldOut) == [SoldOut(STORE, "milk")]
    assert floor.events(BackInStock) == [BackInStock(STORE, "milk")]


def test_what_is_off_sale_and_lies_here_is_offered_for_relisting(floor):
    """A recall ends with the new batch; somebody must say so, for all of it at once."""
    floor.stock("milk", 5, "A-1")
    floor.item("bread")
    floor.run(take_off_sale, STORE, "milk")
    floor.run(take_off_sale, STORE, "bread")

    assert floor.ask(off_sale_with_stock, STORE) == {"milk": 5}
