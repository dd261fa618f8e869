"""What somebody saw in a bin is booked as a difference; expired goods stay out of every bin that sells."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.stock.commands import allocate, commit, correct, move, receive, reserve, withhold
from picking.stock.events import AllocationMoved, GoodsMoved
from picking.stock.model import DIFFERENCE, WORLD, Allocation, StockLevel
from picking.stock.queries import availability, conservation_errors

TODAY = date(2026, 1, 15)


@pytest.fixture
def milk(floor):
    floor.stock("milk", 5, "A-1", expires=TODAY + timedelta(days=3))
    yield floor
    assert floor.ask(conservation_errors, STORE) == []


@pytest.mark.parametrize(("difference", "booked", "left"), [(2, 2, 7), (-2, -2, 3), (-9, -5, 0), (0, 0, 5)])
def test_a_correction_never_takes_more_than_the_books_have(milk, difference, booked, left):
    """A negative bin would be goods nobody can fetch."""
    assert milk.run(correct, "A-1", "milk", difference) == booked
    assert milk.ask(availability, STORE)["milk"] == left


def test_orders_that_counted_on_what_is_not_there_go_to_another_bin(milk):
    """Nobody walks to a bin that was just counted empty."""
    milk.stock("milk", 5, "A-2")
    milk.run(reserve, "o1", [("l1", "milk", 4)])
    milk.run(commit, "o1")
    (first,) = milk.run(allocate, "o1")

    milk.run(correct, first.bin_id, "milk", -3)

    assert len(milk.events(AllocationMoved)) == 1
    assert {row.bin_id for row in milk.all(Allocation, open=True)} == {"A-1", "A-2"} - {first.bin_id}


def test_what_is_withheld_is_not_offered_but_stays_in_the_books(milk):
    """A doubtful piece is better not sold than not found."""
    milk.run(withhold, STORE, "milk", 2)

    assert milk.ask(availability, STORE)["milk"] == 3
    assert milk.get(StockLevel, (STORE, "milk")).on_hand == 5
    with pytest.raises(Refusal, match="stock_short"):
        milk.run(reserve, "o1", [("l1", "milk", 4)])


def test_each_movement_of_a_bin_is_told_with_what_is_left(milk):
    """Who keeps a bin's truth score hears of every piece."""
    milk.run(lambda work: move(work, "milk", milk.events(GoodsMoved)[0].lot_id, 2, "A-1", DIFFERENCE, "missing"))

    told = [(event.from_place, event.to_place, event.quantity, event.left) for event in milk.events(GoodsMoved)]

    assert told == [(WORLD, "A-1", 5, -5), ("A-1", DIFFERENCE, 2, 3)]


def test_expired_goods_come_into_no_bin_that_sells(milk):
    """They would be offered to the next picker; a blocked bin may hold them, and what is seen there is booked."""
    milk.bin("A-2")
    milk.bin("waste", blocked=True)
    (arrived,) = milk.events(GoodsMoved)
    milk.clock.advance(days=4)

    for command in (
        lambda work: move(work, "milk", arrived.lot_id, 1, "A-1", "A-2", "move"),
        lambda work: receive(work, STORE, "milk", "A-2", 1, expires_on=TODAY),
    ):
        with pytest.raises(Refusal, match="lot_expired"):
            milk.run(command)
    milk.run(move, "milk", arrived.lot_id, 1, "A-1", "waste", "move")
    milk.run(correct, "A-1", "milk", 2)

    assert milk.get(Bin, "waste").blocked
