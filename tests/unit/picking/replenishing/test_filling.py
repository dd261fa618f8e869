"""Faces are filled from behind: by limits, for who waits, before closing; what is not there is bought."""

from datetime import timedelta

import pytest

from picking.foundation.refusals import Refusal
from picking.replenishing import commands as replenishing
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import Cause, PurchaseDemand, Replenishment
from picking.stock.model import OnHand
from picking.tasks.commands import finish_floor_task
from picking.tasks.model import FloorTask, FloorTaskKind


def test_a_face_below_its_limit_is_filled_up_to_the_other(aisle):
    """Before a picker stands there in vain."""
    aisle.stock("milk", 30, "R-1")

    aisle.after(minutes=6)

    (wish,) = aisle.wished()
    assert (wish.cause, wish.quantity, wish.from_bin) == (Cause.LIMIT, 9, "R-1")
    assert aisle.bring(9).state is ReplenishmentState.COMPLETE
    assert (aisle.lies("A-1"), aisle.lies("R-1")) == (12, 21)


def test_the_same_face_is_wished_once(aisle):
    """Two runners for one carton are one too many."""
    aisle.stock("milk", 30, "R-1")

    aisle.after(minutes=6)
    aisle.after(minutes=6)

    assert len(aisle.all(Replenishment)) == len(aisle.all(FloorTask)) == 1


def test_who_waits_makes_it_urgent(aisle):
    """The order's due time goes before the half hour of a limit."""
    aisle.stock("milk", 30, "R-1")
    aisle.after(minutes=6)
    soon = aisle.clock.now() + timedelta(minutes=4)

    aisle.run(replenishing.wish, "A-1", "milk", 2, Cause.SHORT, soon)

    (wish,) = aisle.wished()
    assert (wish.cause, wish.quantity, wish.due_at) == (Cause.SHORT, 9, soon)
    assert aisle.one(FloorTask).due_at == soon


def test_what_ends_first_is_fetched_first_and_nothing_expired(aisle):
    """A carton at the back that ended yesterday is waste, not a filling."""
    today = aisle.clock.now().date()
    for days, lot in ((30, "late"), (3, "soon"), (0, "over")):
        aisle.stock("milk", 10, "R-1", expires=today + timedelta(days=days), lot=lot)
    aisle.run(replenishing.pause_plan)
    aisle.after(days=1)
    aisle.run(replenishing.wish, "A-1", "milk", 12, Cause.LEAD, aisle.clock.now())

    aisle.bring(12, reason="")

    left = {row.lot_id: row.quantity for row in aisle.all(OnHand, place="R-1") if row.quantity}
    assert sorted(left.values()) == [8, 10]


def test_less_than_asked_wants_a_reason_and_a_lead(aisle):
    """The books said thirty; somebody has to look."""
    aisle.stock("milk", 30, "R-1")
    aisle.after(minutes=6)
    with pytest.raises(Refusal) as refused:
        aisle.bring(4)

    task = aisle.one(FloorTask, kind=FloorTaskKind.REPLENISH)
    aisle.run(finish_floor_task, task.id, {"quantity": 4, "reason": "not_found"}, by=aisle.hand)
    pending = aisle.one(Replenishment)
    aisle.run(replenishing.refuse, pending.id, by=aisle.hand)

    assert refused.value.code == "altered_without_reason"
    assert (pending.state, pending.moved) == (ReplenishmentState.PENDING_ALTERED, 4)
    assert [task.subject["bin_id"] for task in aisle.all(FloorTask, kind=FloorTaskKind.COUNT)] == ["R-1"]


def test_with_nothing_behind_it_has_to_be_bought_until_it_comes(aisle):
    """Told once, and met by the goods themselves."""
    aisle.after(minutes=6)
    aisle.after(minutes=6)
    (demand,) = aisle.all(PurchaseDemand)

    aisle.stock("milk", 5, "A-1")

    assert (demand.quantity, demand.cause, demand.met_at) == (9, Cause.LIMIT, None)
    assert [each["sku"] for each in aisle.webhooks("purchase.demand")] == ["milk"]
    assert aisle.one(PurchaseDemand).met_at is not None
    assert aisle.all(FloorTask) == []


def test_at_closing_every_face_is_filled_up_once(aisle):
    """The morning begins with full shelves."""
    aisle.stock("milk", 3, "A-1")
    aisle.stock("milk", 30, "R-1")
    aisle.after(minutes=6)
    assert aisle.wished() == []

    aisle.after(hours=12)

    (wish,) = aisle.wished()
    assert (wish.cause, wish.quantity) == (Cause.CLOSING, 6)


def test_a_paused_plan_fills_nothing_by_the_clock(aisle):
    """Stock-taking day."""
    aisle.stock("milk", 30, "R-1")
    aisle.run(replenishing.pause_plan)

    aisle.after(minutes=30)

    assert aisle.wished() == []
