"""What lies wrong is moved at closing: too much in a face goes back, what ends first comes forward."""

from datetime import timedelta

import pytest

from picking.floor.model import BinKind
from picking.foundation.refusals import Refusal
from picking.replenishing import commands as replenishing
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import Cause, Replenishment
from picking.stock.commands import allocate, commit, reserve
from picking.tasks.model import FloorTask, FloorTaskKind


def test_a_face_with_more_than_fits_sends_the_rest_back_at_closing(aisle):
    """Cartons on the aisle's floor are in the way of every picker, and nobody finds them."""
    aisle.holds("A-1", 12)
    aisle.stock("milk", 15, "A-1")

    aisle.closes()

    (wish,) = aisle.wished()
    assert (wish.cause, wish.from_bin, wish.bin_id, wish.quantity) == (Cause.OVERFULL, "A-1", "R-1", 6)
    assert aisle.one(FloorTask, kind=FloorTaskKind.REPLENISH).subject["back"]
    assert aisle.bring(6).state is ReplenishmentState.COMPLETE
    assert (aisle.lies("A-1"), aisle.lies("R-1")) == (12, 6)


def test_what_ends_last_goes_back_and_what_orders_hold_stays(aisle):
    """The picker who is on the way finds hers; the customer in the aisle finds what sells first."""
    aisle.dated(4, "A-1", 3)
    aisle.dated(4, "A-1", 30)
    aisle.run(reserve, "o1", [("l1", "milk", 8)])
    aisle.run(commit, "o1")
    aisle.run(allocate, "o1")

    wishes = aisle.run(replenishing.wish_back, "A-1", "milk", 9, Cause.LEAD, aisle.clock.now())
    aisle.bring(3)

    assert [wish.quantity for wish in wishes] == [3]
    assert aisle.ends("A-1") == {3: 4, 30: 4}
    assert aisle.ends("R-1") == {None: 3}


def test_goods_go_where_there_is_room_and_nowhere_else(aisle):
    """A wish nobody can fulfil sends somebody up and down for nothing."""
    aisle.stock("milk", 9, "A-1")
    aisle.floor.bin("R-2", kind=BinKind.RESERVE)
    aisle.holds("R-1", 4)
    aisle.holds("R-2", 3)

    wishes = aisle.run(replenishing.wish_back, "A-1", "milk", 9, Cause.LEAD, aisle.clock.now())

    assert {wish.bin_id: wish.quantity for wish in wishes} == {"R-1": 4, "R-2": 3}


def test_nothing_leaves_a_face_goods_are_fetched_for(aisle):
    """Two people must not carry the same cartons past each other."""
    aisle.stock("milk", 20, "R-1")
    aisle.run(replenishing.wish, "A-1", "milk", 2, Cause.LEAD, aisle.clock.now())

    wishes = aisle.run(replenishing.wish_back, "A-1", "milk", 2, Cause.LEAD, aisle.clock.now())

    assert wishes == []


def test_who_waits_at_a_face_stops_what_would_leave_it(aisle):
    """Goods somebody needs there now are not carried away first."""
    aisle.run(replenishing.wish_back, "A-1", "milk", 2, Cause.OVERFULL, aisle.clock.now())
    aisle.stock("milk", 20, "R-1")

    aisle.run(replenishing.wish, "A-1", "milk", 2, Cause.SHORT, aisle.clock.now())

    assert [(wish.cause, wish.bin_id) for wish in aisle.wished()] == [(Cause.SHORT, "A-1")]
    states = sorted(str(task.state) for task in aisle.all(FloorTask))
    assert len(states) == 2
    assert "CANCELED" in states


def test_a_face_that_was_filled_otherwise_is_not_filled_again(aisle):
    """A delivery went straight to the shelf: the runner is called off."""
    aisle.stock("milk", 30, "R-1")
    aisle.after(minutes=6)
    aisle.stock("milk", 9, "A-1")

    aisle.after(minutes=6)

    assert aisle.one(Replenishment).state is ReplenishmentState.CANCELED
    assert str(aisle.one(FloorTask).state) == "CANCELED"


def test_a_face_is_not_filled_beyond_its_room(aisle):
    """What does not fit in the evening is carried back the next one."""
    aisle.stock("milk", 30, "R-1")
    aisle.stock("rice", 6, "A-1")
    aisle.holds("A-1", 11)

    aisle.closes()

    (wish,) = aisle.wished()
    assert (wish.sku, wish.quantity) == ("milk", 2)


def test_what_ends_first_comes_forward_and_as_much_goes_back(aisle):
    """Sold in turn, the older cartons behind would be waste next week."""
    aisle.run(replenishing.keep_limits, [("A-1", "milk", 1, 3)])
    aisle.dated(5, "A-1", 12)
    aisle.dated(4, "R-1", 2)

    aisle.closes()
    rotated = aisle.bring(4)
    (back,) = aisle.wished()
    aisle.bring(4)

    assert (rotated.cause, back.cause, back.from_bin) == (Cause.ROTATE, Cause.OVERFULL, "A-1")
    assert aisle.ends("R-1") == {None: 3, 12: 1}
    assert aisle.ends("A-1") == {12: 4, 2: 4}


def test_with_room_in_the_face_nothing_goes_back(aisle):
    """The older ones simply stand in front of the later ones."""
    aisle.holds("A-1", 40)
    aisle.dated(5, "A-1", 12)
    aisle.dated(4, "R-1", 2)
    aisle.run(replenishing.keep_limits, [("A-1", "milk", 1, 3)])

    aisle.closes()
    aisle.bring(4)

    assert aisle.wished() == []


def test_goods_with_time_left_are_not_carried_about(aisle):
    """A day of difference in a year of life is not worth a walk."""
    aisle.run(replenishing.keep_limits, [("A-1", "milk", 1, 3)])
    aisle.dated(5, "A-1", 101)
    aisle.dated(4, "R-1", 100)

    aisle.closes()

    assert aisle.wished() == []


def test_nobody_takes_back_more_than_lies_there(aisle):
    """The books would lose what nobody carried."""
    aisle.run(replenishing.wish_back, "A-1", "milk", 3, Cause.LEAD, aisle.clock.now() + timedelta(minutes=5))

    with pytest.raises(Refusal) as refused:
        aisle.bring(4)

    assert refused.value.code == "not_there_to_bring"
