"""Allocation and taking: first expiry first, the shelf before the back room, and never more than planned."""

from datetime import date

import pytest
from floor import STORE

from picking.floor.model import Bin, BinKind
from picking.foundation.refusals import Refusal
from picking.stock.commands import (
    allocate,
    commit,
    declare_empty,
    give_up,
    give_up_unallocated,
    held,
    move,
    reallocate,
    reserve,
    reserve_extra,
    take,
    take_all,
    untake,
)
from picking.stock.events import AllocationMoved, GoodsPutIn
from picking.stock.lifecycle import ReservationState
from picking.stock.model import DIFFERENCE, IN_HAND, STAGED, Allocation, Movement, OnHand, Reservation
from picking.stock.queries import allocations_of_line, conservation_errors, second_bin, unallocated

TODAY = date(2026, 1, 15)


@pytest.fixture(autouse=True)
def books_agree(floor):
    """Whatever a test did, the books must agree afterwards."""
    yield
    assert floor.ask(conservation_errors, STORE) == []


def paid(floor, quantity, order_id="o1", sku="milk"):
    """Reserve, pay and allocate so many; gives the allocations."""
    floor.run(reserve, order_id, [(f"{order_id}-l", sku, quantity)])
    floor.run(commit, order_id)
    return floor.run(allocate, order_id)


def plan(allocations):
    return [(allocation.bin_id, allocation.quantity) for allocation in allocations]


def lying(floor, place, sku="milk"):
    return sum(row.quantity for row in floor.all(OnHand, place=place, sku=sku))


def test_the_earliest_date_is_taken_first(floor):
    """First expired, first out: the other way round it is thrown away."""
    floor.stock("milk", 5, "A-1", expires=date(2026, 1, 20))
    floor.stock("milk", 5, "A-2", expires=date(2026, 1, 17))
    floor.stock("milk", 5, "A-3")

    assert plan(paid(floor, 7)) == [("A-2", 5), ("A-1", 2)]


def test_shelves_come_before_the_reserve(floor):
    """Nobody climbs for a box when the shelf has it."""
    floor.bin("R-1", kind=BinKind.RESERVE)
    floor.stock("milk", 5, "R-1", expires=date(2026, 1, 16))
    floor.stock("milk", 3, "A-1", expires=date(2026, 1, 20))

    assert plan(paid(floor, 4)) == [("A-1", 3), ("R-1", 1)]


def test_a_stalls_goods_come_from_the_stalls_bin_first(floor):
    """The cook does not walk to the shelf for what lies at the stove."""
    floor.stock("noodles", 5, "A-1", stall="kitchen")
    floor.stock("noodles", 5, "kitchen-bin")

    assert plan(paid(floor, 6, sku="noodles")) == [("kitchen-bin", 5), ("A-1", 1)]


def test_what_others_were_promised_is_not_promised_again(floor):
    """Two pickers sent to one last bottle would meet there."""
    floor.stock("milk", 3, "A-1", expires=TODAY)
    floor.stock("milk", 3, "A-2")
    paid(floor, 2)

    assert plan(paid(floor, 2, "o2")) == [("A-1", 1), ("A-2", 1)]


def test_what_lies_nowhere_gets_no_bin_and_can_be_found_later(floor):
    """A bin blocked after the payment: the line waits, and goods that come serve it."""
    floor.stock("milk", 3, "A-1")
    floor.run(reserve, "o1", [("l1", "milk", 3)])
    floor.run(commit, "o1")
    floor.run(lambda work: setattr(work.get(Bin, "A-1"), "blocked", True))
    assert floor.run(allocate, "o1") == []
    assert floor.ask(unallocated, "l1") == 3

    floor.stock("milk", 2, "A-2")

    assert plan(floor.run(allocate, "o1")) == [("A-2", 2)]
    assert floor.run(give_up_unallocated, "l1") == 1
    assert floor.run(give_up_unallocated, "l1") == 0
    assert floor.one(Reservation).quantity == 2


def test_a_line_that_lies_nowhere_at_all_ends(floor):
    """Nothing to pick, nothing reserved."""
    floor.stock("milk", 3, "A-1")
    floor.run(reserve, "o1", [("l1", "milk", 3)])
    floor.run(commit, "o1")

    assert floor.run(give_up_unallocated, "l1") == 3
    assert floor.one(Reservation).state is ReservationState.RELEASED


def test_taking_moves_exactly_what_is_taken(floor):
    """A part leaves the rest open; the whole closes the reservation."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)

    floor.run(take, allocation.id, 1)
    assert (lying(floor, "A-1"), lying(floor, IN_HAND)) == (4, 1)
    assert floor.get(Allocation, allocation.id).open
    floor.run(take, allocation.id, 2)

    assert floor.one(Reservation).state is ReservationState.CONSUMED
    assert not floor.get(Allocation, allocation.id).open


@pytest.mark.parametrize(("quantity", "code"), [(0, "quantity_zero"), (-1, "quantity_zero"), (4, "quantity_over")])
def test_zero_and_more_than_planned_are_refused(floor, quantity, code):
    """On every path: a slip of the finger must not become stock."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)

    with pytest.raises(Refusal, match=code):
        floor.run(take, allocation.id, quantity)


def test_an_expired_lot_is_refused_at_the_bin(floor):
    """It was good when the order was paid; it is not good to hand over."""
    floor.stock("milk", 5, "A-1", expires=TODAY)
    (allocation,) = paid(floor, 3)
    floor.clock.advance(days=1)

    with pytest.raises(Refusal) as no:
        floor.run(take, allocation.id, 1)

    assert (no.value.code, no.value.facts["expires_on"]) == ("lot_expired", "2026-01-15")


def test_the_lot_in_hand_is_booked(floor):
    """The scanner says which lot it is; the books follow."""
    floor.stock("milk", 5, "A-1", expires=TODAY, lot="L1")
    late = floor.stock("milk", 5, "A-1", expires=date(2026, 2, 1), lot="L2")
    (allocation,) = paid(floor, 3)

    assert floor.run(take, allocation.id, 2, lot_id=late).id == late
    assert floor.get(OnHand, (IN_HAND, late)).quantity == 2


def test_a_lot_of_another_item_is_refused(floor):
    """Rice is no milk, whatever its lot is called."""
    floor.stock("milk", 5, "A-1")
    rice = floor.stock("rice", 5, "A-1")
    (allocation,) = paid(floor, 3)

    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(take, allocation.id, 1, lot_id=rice)


def test_what_lies_there_beats_the_books(floor):
    """Somebody called the bin empty, the picker holds the goods: the books learn it as a find."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)
    floor.run(declare_empty, "A-1", "milk", "short")

    floor.run(take, allocation.id, 3)

    assert (lying(floor, "A-1"), lying(floor, IN_HAND), lying(floor, DIFFERENCE)) == (0, 3, 2)
    assert floor.one(Movement, reason="found").quantity == 3


def test_taking_back_opens_the_line_again(floor):
    """A lead takes a line back: its goods are in the bin, promised to the same order."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)
    floor.run(take, allocation.id, 3)

    floor.run(untake, allocation.id, 2)

    assert (lying(floor, "A-1"), lying(floor, IN_HAND)) == (4, 1)
    assert floor.get(Allocation, allocation.id).rest == 2
    assert floor.one(Reservation).state is ReservationState.ALLOCATED


def test_taking_back_reaches_the_staged_goods_too(floor):
    """The bag was in its slot already."""
    lot = floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)
    floor.run(take, allocation.id, 3)
    floor.run(move, "milk", lot, 3, IN_HAND, STAGED, "slot", order_id="o1")

    floor.run(untake, allocation.id, 3)

    assert floor.run(held, "o1") == {}


@pytest.mark.parametrize(("quantity", "code"), [(0, "quantity_zero"), (2, "quantity_over")])
def test_only_what_was_taken_can_be_taken_back(floor, quantity, code):
    """The books do not give more than they got."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)
    floor.run(take, allocation.id, 1)

    with pytest.raises(Refusal, match=code):
        floor.run(untake, allocation.id, quantity)


def test_the_second_bin_takes_over_the_allocation(floor):
    """The picker's line stays the same line; only the bin is another one."""
    floor.stock("milk", 3, "A-1", expires=TODAY)
    floor.stock("milk", 3, "A-2")
    (allocation,) = paid(floor, 3)
    assert floor.ask(second_bin, allocation).id == "A-2"

    moved = floor.run(reallocate, allocation.id)

    assert (moved.id, moved.bin_id) == (allocation.id, "A-2")
    assert floor.all(OnHand, place="A-1")[0].allocated == 0


def test_what_was_taken_stays_with_the_first_bin(floor):
    """One piece is in the basket; the other two come from the second bin."""
    floor.stock("milk", 3, "A-1", expires=TODAY)
    floor.stock("milk", 3, "A-2")
    (allocation,) = paid(floor, 3)
    floor.run(take, allocation.id, 1)

    moved = floor.run(reallocate, allocation.id)

    assert (moved.bin_id, moved.quantity) == ("A-2", 2)
    assert not floor.get(Allocation, allocation.id).open
    assert [row.id for row in floor.ask(allocations_of_line, "o1-l")] == [moved.id]


def test_a_second_bin_with_too_little_takes_its_part(floor):
    """The rest stays with the first bin, for the picker to decide."""
    floor.stock("milk", 3, "A-1", expires=TODAY)
    floor.stock("milk", 1, "A-2")
    (allocation,) = paid(floor, 3)

    moved = floor.run(reallocate, allocation.id)

    assert (moved.bin_id, moved.quantity) == ("A-2", 1)
    assert floor.get(Allocation, allocation.id).rest == 2


def test_no_second_bin_is_an_answer(floor):
    """Then it is short, and the picker is told at once."""
    floor.stock("milk", 3, "A-1")
    floor.stock("milk", 3, "A-2")
    (allocation,) = paid(floor, 3)

    assert floor.run(reallocate, allocation.id, not_bins=["A-2"]) is None
    floor.run(take, allocation.id, 3)
    assert floor.run(reallocate, allocation.id) is None


def test_an_empty_bin_sends_the_others_elsewhere(floor):
    """The next picker must not walk to a bin somebody has just found empty."""
    floor.stock("milk", 6, "A-1", expires=TODAY)
    floor.stock("milk", 3, "A-2")
    (mine,) = paid(floor, 3)
    (other,) = paid(floor, 3, "o2")

    gone = floor.run(declare_empty, "A-1", "milk", "short", leave=[mine.id])

    assert gone == 6
    assert floor.get(Allocation, other.id).bin_id == "A-2"
    assert floor.get(Allocation, mine.id).bin_id == "A-1"
    assert floor.events(AllocationMoved) == [AllocationMoved("o2", "o2-l", other.id, other.id)]


def test_giving_up_returns_what_is_missing(floor):
    """The refund is for exactly that."""
    floor.stock("milk", 5, "A-1")
    (allocation,) = paid(floor, 3)
    floor.run(take, allocation.id, 1)

    assert floor.run(give_up, allocation.id) == 2
    assert floor.run(give_up, allocation.id) == 0
    assert floor.one(Reservation).state is ReservationState.CONSUMED


def test_a_substitute_is_reserved_and_comes_from_one_bin(floor):
    """The customer said yes to it: it must be there when the picker turns round."""
    floor.stock("soy", 1, "A-1", expires=TODAY)
    floor.stock("soy", 3, "A-2")

    allocation = floor.run(reserve_extra, "o1", "l1", "soy", 2)

    assert (allocation.bin_id, allocation.quantity) == ("A-2", 2)
    with pytest.raises(Refusal, match="stock_short"):
        floor.run(reserve_extra, "o1", "l1", "soy", 2)


def test_a_shoppers_cart_takes_everything_at_once(floor):
    """Scan and go: the goods are in the shopper's hands, the books follow."""
    floor.stock("milk", 2, "A-1", expires=TODAY)
    floor.stock("milk", 3, "A-2")
    paid(floor, 4)

    floor.run(take_all, "o1")

    assert lying(floor, IN_HAND) == 4


def test_goods_put_in_are_told_for_faces_only(floor):
    """Who waits for goods waits at the shelf, not for a pallet in the back."""
    floor.bin("R-1", kind=BinKind.RESERVE)
    lot = floor.stock("milk", 5, "R-1")
    floor.bin("A-1")

    floor.run(move, "milk", lot, 2, "R-1", "A-1", "replenish")

    assert floor.events(GoodsPutIn) == [GoodsPutIn(STORE, "milk", "A-1")]
