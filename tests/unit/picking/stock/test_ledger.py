"""The ledger: two places for every movement, nothing below zero, and put-backs that close the count."""

from datetime import date

import pytest
from floor import STORE
from sqlalchemy import update

from picking.foundation.refusals import Refusal
from picking.stock.commands import allocate, commit, move, put_back, receive, release, reserve, take, write_off
from picking.stock.lifecycle import ReservationState
from picking.stock.model import DAMAGED, IN_HAND, WORLD, Lot, Movement, OnHand, Reservation, StockLevel
from picking.stock.queries import bin_contents, bins_of, conservation_errors, expired_lots

TODAY = date(2026, 1, 15)


@pytest.fixture
def picked(floor):
    """Give a cancelled order's three milks in somebody's basket: (lot id, order id)."""
    lot = floor.stock("milk", 5, "A-1")
    floor.run(reserve, "o1", [("l1", "milk", 3)])
    floor.run(commit, "o1")
    (allocation,) = floor.run(allocate, "o1")
    floor.run(take, allocation.id, 3)
    floor.run(release, "o1")
    return lot, "o1"


def test_every_movement_has_two_sides(floor):
    """With the world as a place, an item's sum over all places is zero, always."""
    lot = floor.stock("milk", 5, "A-1")

    assert floor.get(OnHand, (WORLD, lot)).quantity == -5
    assert floor.get(OnHand, ("A-1", lot)).quantity == 5
    assert floor.get(StockLevel, (STORE, "milk")).on_hand == 5


def test_a_movement_says_who_why_and_for_whom(floor):
    """The next person who looks for three milks finds out here."""
    lot = floor.stock("milk", 5, "A-1")
    floor.person("p1")

    floor.run(
        move,
        "milk",
        lot,
        2,
        "A-1",
        IN_HAND,
        "pick",
        order_id="o1",
        document="D-1",
        by=floor.actor("p1", device_id="d1"),
    )

    row = floor.one(Movement, reason="pick")
    assert (row.person_id, row.device_id, row.order_id, row.document) == ("p1", "d1", "o1", "D-1")
    assert row.at == floor.clock.now()


def test_the_same_code_and_date_is_the_same_lot(floor):
    """Two boxes of one delivery are one lot; another date is another."""
    first = floor.stock("milk", 5, "A-1", lot="L1", expires=TODAY)

    assert floor.stock("milk", 5, "A-2", lot="L1", expires=TODAY) == first
    assert floor.stock("milk", 5, "A-2", lot="L1") != first
    assert len(floor.all(Lot)) == 2


def test_more_than_lies_there_cannot_move(floor):
    """The refusal says how much there is: it is the next thing asked."""
    lot = floor.stock("milk", 5, "A-1")
    floor.bin("A-2")

    with pytest.raises(Refusal) as no:
        floor.run(move, "milk", lot, 6, "A-1", "A-2", "replenish")

    assert no.value.facts == {"place": "A-1", "sku": "milk", "asked": 6, "there": 5}


@pytest.mark.parametrize("quantity", [0, -1])
def test_nothing_cannot_move(floor, quantity):
    """A movement of nothing, or backwards, is a mistake."""
    floor.item("milk")
    floor.bin("A-1")

    with pytest.raises(Refusal, match="quantity_zero"):
        floor.run(receive, STORE, "milk", "A-1", quantity)


def test_a_bin_nobody_knows_takes_nothing(floor):
    """Goods must not vanish into a misread code."""
    floor.item("milk")

    with pytest.raises(Refusal, match="unknown_thing"):
        floor.run(receive, STORE, "milk", "A-9", 1)


def test_a_lot_moves_as_its_own_item_only(floor):
    """One item's lot under another's name would make both wrong."""
    lot = floor.stock("milk", 5, "A-1")

    with pytest.raises(Refusal, match="invalid_field"):
        floor.run(move, "rice", lot, 1, "A-1", IN_HAND, "pick")


def test_goods_put_back_can_be_sold_again(floor, picked):
    """Every picked piece of a cancelled order comes back by a bin scan."""
    lot, order_id = picked

    floor.run(put_back, "milk", lot, 2, IN_HAND, "A-1", order_id)
    assert floor.one(Reservation).state is ReservationState.CONSUMED
    floor.run(put_back, "milk", lot, 1, IN_HAND, "A-1", order_id)

    assert floor.one(Reservation).state is ReservationState.RESTOCKED
    assert floor.get(StockLevel, (STORE, "milk")).on_hand == 5


def test_spoilt_goods_stay_in_the_books_and_are_never_sold(floor, picked):
    """Written off with a reason: the count closes, the shelf does not grow."""
    lot, order_id = picked

    floor.run(write_off, "milk", lot, 3, IN_HAND, "dropped", order_id)

    assert floor.one(Reservation).state is ReservationState.DAMAGED
    assert floor.get(OnHand, (DAMAGED, lot)).quantity == 3
    assert floor.one(Movement, reason="dropped").to_place == DAMAGED


def test_goods_can_be_spoilt_without_an_order(floor):
    """The evening's clear-out."""
    lot = floor.stock("milk", 5, "A-1")

    floor.run(write_off, "milk", lot, 5, "A-1", "expired")

    assert floor.get(StockLevel, (STORE, "milk")).on_hand == 0


def test_a_bin_shows_its_contents_and_an_item_its_bins(floor):
    """The two questions of a runner."""
    floor.stock("milk", 5, "A-1", expires=date(2026, 1, 20))
    floor.stock("milk", 2, "A-1", expires=TODAY)
    floor.stock("milk", 1, "A-2")

    assert [(share.quantity, lot.expires_on) for share, lot in floor.ask(bin_contents, "A-1")] == [
        (2, TODAY),
        (5, date(2026, 1, 20)),
    ]
    assert [place.id for _, _, place in floor.ask(bins_of, STORE, "milk")] == ["A-1", "A-1", "A-2"]


def test_the_clear_out_list_names_what_is_over(floor):
    """What lasts until today may be sold today."""
    floor.stock("milk", 5, "A-1", expires=date(2026, 1, 14))
    floor.stock("milk", 2, "A-2", expires=TODAY)

    assert [share.place for share, _ in floor.ask(expired_lots, STORE, TODAY)] == ["A-1"]


def test_contradictions_are_found_and_said(floor):
    """A check that never fails checks nothing."""
    lot = floor.stock("milk", 5, "A-1")
    floor.run(reserve, "o1", [("l1", "milk", 1)])
    where = (OnHand.place == "A-1", OnHand.lot_id == lot)
    floor.run(lambda work: work.session.execute(update(OnHand).where(*where).values(quantity=4, allocated=1)))
    floor.run(lambda work: work.session.execute(update(StockLevel).values(locked=2)))

    errors = floor.ask(conservation_errors, STORE)

    assert errors == [
        f"lying in place and lot, against the ledger, A-1/{lot}: 4, should be 5",
        "sum over all places milk: -1, should be 0",
        "on hand, against the bins, milk: 5, should be 4",
        "locked, against the reservations, milk: 2, should be 1",
        f"allocated, against the allocations, A-1/{lot}: 1, should be 0",
    ]
