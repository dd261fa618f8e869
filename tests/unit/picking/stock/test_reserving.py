"""Reservations: all lines or none, freed once, and the figure that is sold is the one that is there."""

from datetime import date

import pytest
from floor import STORE

from picking.catalogue.events import ShelfFactsChanged
from picking.catalogue.model import Listing
from picking.floor.model import Bin
from picking.foundation.refusals import Refusal
from picking.stock.commands import (
    allocate,
    close_out,
    commit,
    declare_empty,
    extend,
    give_up,
    put_on_sale,
    release,
    reserve,
    shortages,
    take,
    take_off_sale,
)
from picking.stock.events import BackInStock, SoldOut
from picking.stock.lifecycle import ReservationState
from picking.stock.model import Allocation, Reservation, StockLevel
from picking.stock.queries import availability, conservation_errors


@pytest.fixture(autouse=True)
def books_agree(floor):
    """Whatever a test did, the books must agree afterwards."""
    yield
    assert floor.ask(conservation_errors, STORE) == []


def state_of(floor, line_id):
    return floor.one(Reservation, line_id=line_id).state


def level(floor, sku):
    row = floor.get(StockLevel, (STORE, sku))
    return row.on_hand, row.locked, row.committed


def test_reserving_locks_all_lines_at_once(floor):
    """What one customer has in the cart at the till of the app is nobody else's."""
    floor.stock("milk", 10)
    floor.stock("rice", 5)

    floor.run(reserve, "o1", [("l1", "milk", 3), ("l2", "rice", 5)])

    assert floor.ask(availability, STORE) == {"milk": 7, "rice": 0}
    assert level(floor, "milk") == (10, 3, 0)


def test_one_short_line_reserves_nothing_and_all_short_lines_are_named(floor):
    """The channel must be able to show the customer everything at once."""
    floor.stock("milk", 10)
    floor.stock("rice", 5)
    floor.stock("eggs", 1)

    with pytest.raises(Refusal) as no:
        floor.run(reserve, "o1", [("l1", "milk", 3), ("l2", "rice", 6), ("l3", "eggs", 2)])

    assert no.value.code == "stock_short"
    assert no.value.facts["lines"] == [
        {"line_id": "l3", "sku": "eggs", "asked": 2, "available": 1},
        {"line_id": "l2", "sku": "rice", "asked": 6, "available": 5},
    ]
    assert floor.all(Reservation) == []


def test_a_refused_reservation_has_changed_nothing_for_a_caller_that_goes_on(floor):
    """At payment of a flash sale the same transaction goes on to refund: nothing may stay locked."""
    floor.stock("milk", 10)
    floor.stock("rice", 5)

    def go_on(work):
        with pytest.raises(Refusal):
            reserve(work, "o1", [("l1", "milk", 3), ("l2", "rice", 6)])

    floor.run(go_on)

    assert level(floor, "milk") == (10, 0, 0)


def test_two_lines_of_one_item_count_together(floor):
    """The same milk twice in a cart is two milks."""
    floor.stock("milk", 5)

    with pytest.raises(Refusal) as no:
        floor.run(reserve, "o1", [("l1", "milk", 3), ("l2", "milk", 3)])

    assert no.value.facts["lines"] == [{"line_id": "l2", "sku": "milk", "asked": 3, "available": 2}]


def test_shortages_are_told_without_reserving(floor):
    """Looking before paying locks nothing."""
    floor.stock("milk", 5)
    lines = [("l1", "milk", 3), ("l2", "milk", 3)]

    short = floor.run(shortages, lines)

    assert [line["line_id"] for line in short] == ["l2"]
    assert level(floor, "milk") == (5, 0, 0)


def test_safety_stock_is_not_sold(floor):
    """The books are never quite right; the last ones stay in the store."""
    floor.stock("milk", 5, safety=2)

    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 3}
    with pytest.raises(Refusal, match="stock_short"):
        floor.run(reserve, "o1", [("l1", "milk", 4)])


def test_expired_and_blocked_goods_are_not_sold(floor):
    """They lie in the bins and in the books, and no customer may be promised them."""
    floor.stock("milk", 4, "A-1", expires=date(2026, 1, 14))
    floor.stock("milk", 3, "A-2", expires=date(2026, 1, 15))
    floor.stock("milk", 2, "A-3")
    floor.run(lambda work: setattr(work.get(Bin, "A-3"), "blocked", True))

    with pytest.raises(Refusal) as no:
        floor.run(reserve, "o1", [("l1", "milk", 4)])

    assert no.value.facts["lines"][0]["available"] == 3
    assert floor.ask(availability, STORE, ["milk"], today=date(2026, 1, 15)) == {"milk": 3}


def test_zero_is_no_quantity(floor):
    """A line of nothing is a mistake of the sender."""
    floor.stock("milk", 4)

    with pytest.raises(Refusal, match="quantity_zero"):
        floor.run(reserve, "o1", [("l1", "milk", 0)])


@pytest.mark.parametrize(("expired", "step"), [(True, "expire"), (False, "release")])
def test_what_is_locked_is_freed_once(floor, expired, step):
    """Freed twice would be sold twice."""
    floor.stock("milk", 4)
    floor.run(reserve, "o1", [("l1", "milk", 4)])

    floor.run(release, "o1", expired=expired)
    floor.run(release, "o1", expired=expired)

    assert level(floor, "milk") == (4, 0, 0)
    assert state_of(floor, "l1") is ReservationState.RELEASED


def test_a_lock_can_be_held_longer(floor):
    """A payment on its way keeps its goods; the journal says so."""
    floor.stock("milk", 4)
    floor.run(reserve, "o1", [("l1", "milk", 4)])

    floor.run(extend, "o1")

    assert state_of(floor, "l1") is ReservationState.LOCKED


def test_releasing_keeps_what_is_in_somebodys_basket(floor):
    """A cancelled order's picked goods are put back by hand, the rest is free at once."""
    floor.stock("milk", 10)
    floor.run(reserve, "o1", [("l1", "milk", 4)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")
    floor.run(take, allocation.id, 1)

    floor.run(release, "o1")

    assert state_of(floor, "l1") is ReservationState.CONSUMED
    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 9}
    assert not floor.get(Allocation, allocation.id).open


def test_leaving_goods_leave_the_books(floor):
    """At the hand-over everything the order held is out of the door."""
    floor.stock("milk", 10)
    floor.run(reserve, "o1", [("l1", "milk", 4)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")
    floor.run(take, allocation.id, 4)

    floor.run(close_out, "o1")

    assert level(floor, "milk") == (6, 0, 0)
    assert state_of(floor, "l1") is ReservationState.OUT


def test_the_last_one_is_told_once_and_its_return_too(floor):
    """Channels must stop selling at once, and must not be told twice."""
    floor.stock("milk", 2)
    floor.run(reserve, "o1", [("l1", "milk", 1)])
    assert floor.events(SoldOut) == []

    floor.run(reserve, "o2", [("l2", "milk", 1)])
    floor.run(release, "o1")
    floor.run(release, "o2")

    assert floor.events(SoldOut) == [SoldOut(STORE, "milk")]
    assert floor.events(BackInStock) == [BackInStock(STORE, "milk")]
    assert floor.get(Listing, (STORE, "milk")).sold_out_at is None


def test_an_empty_bin_sells_the_item_out(floor):
    """A confirmed short is the truth about all channels' last piece."""
    floor.stock("milk", 2)

    floor.run(declare_empty, "A-1", "milk", "short")

    assert floor.events(SoldOut) == [SoldOut(STORE, "milk")]
    assert floor.get(Listing, (STORE, "milk")).sold_out_at == floor.clock.now()
    assert ShelfFactsChanged(STORE, ("milk",)) in floor.events(ShelfFactsChanged)


def test_taking_goods_that_were_promised_sells_nothing_out_twice(floor):
    """What was reserved was gone for the others already; picking it is no news."""
    floor.stock("milk", 2)
    floor.run(reserve, "o1", [("l1", "milk", 2)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")

    floor.run(take, allocation.id, 2)

    assert len(floor.events(SoldOut)) == 1
    assert floor.events(BackInStock) == []


def test_a_short_pick_said_in_the_right_order_brings_nothing_back(floor):
    """First the bin is empty, then the order goes without: never for a moment sellable again."""
    floor.stock("milk", 2)
    floor.run(reserve, "o1", [("l1", "milk", 2)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")

    floor.run(declare_empty, "A-1", "milk", "short")
    missing = floor.run(give_up, allocation.id)

    assert missing == 2
    assert state_of(floor, "l1") is ReservationState.RELEASED
    assert floor.events(BackInStock) == []


def test_what_is_taken_off_sale_cannot_be_reserved_until_put_on_again(floor):
    """A stall that cannot cook is sold out whatever the books say."""
    floor.stock("milk", 5)

    floor.run(take_off_sale, STORE, "milk")
    floor.run(take_off_sale, STORE, "milk")
    with pytest.raises(Refusal, match="stock_short"):
        floor.run(reserve, "o1", [("l1", "milk", 1)])
    floor.run(put_on_sale, STORE, "milk")

    assert floor.ask(availability, STORE, ["milk"]) == {"milk": 5}
    assert len(floor.events(SoldOut)) == len(floor.events(BackInStock)) == 1


def test_put_on_sale_without_goods_is_no_news(floor):
    """Back in stock means that there is some."""
    floor.stock("milk", 1)
    floor.run(take_off_sale, STORE, "milk")
    floor.run(declare_empty, "A-1", "milk", "count")

    floor.run(put_on_sale, STORE, "milk")

    assert floor.events(BackInStock) == []
