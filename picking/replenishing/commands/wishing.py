"""Wishing that a face is filled: one open wish for a face and item, the more urgent cause wins."""

from datetime import datetime

from picking.floor.model import Store
from picking.floor.queries import bin_of
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing.commands.buying import demand
from picking.replenishing.events import ReplenishmentCalledOff, ReplenishmentWanted
from picking.replenishing.lifecycle import ReplenishmentState, ReplenishmentStep
from picking.replenishing.model import Cause, Replenishment
from picking.replenishing.queries import behind, open_from, open_replenishment


def wish(
    work: UnitOfWork, bin_id: str, sku: str, quantity: int, cause: Cause, due_at: datetime
) -> Replenishment | None:
    """Wish so much more of an item in a face by a time; None where nothing lies behind, then it has to be bought.

    What is wished already becomes as urgent and as much as the greater of the two.
    """
    if quantity <= 0:
        raise Refusal("quantity_zero")
    bin_of(work.session, work.by.store_id, bin_id)
    call_back_off(work, bin_id, sku)
    known = open_replenishment(work.session, bin_id, sku)
    if known is not None:
        return _more_urgent(work, known, quantity, cause, due_at)
    today = work.get(Store, work.by.store_id).day(work.now)
    there = behind(work.session, work.by.store_id, sku, today)
    if not there:
        demand(work, sku, quantity, cause)
        return None
    wished = Replenishment(
        id=work.ids.new(), store_id=work.by.store_id, bin_id=bin_id, from_bin=there[0][0], sku=sku, cause=cause,
        quantity=min(quantity, sum(amount for _, amount in there)), moved=0, due_at=due_at,
    )  # fmt: skip
    work.add(wished)
    work.session.flush()
    work.tell(ReplenishmentWanted(wished.id))
    return wished


def call_off(work: UnitOfWork, bin_id: str, sku: str) -> None:
    """Fetch no more for a bin unless somebody is on the way: it is full, or nobody waits."""
    known = open_replenishment(work.session, bin_id, sku)
    if known is not None:
        drop(work, known)


def call_back_off(work: UnitOfWork, face_id: str, sku: str) -> None:
    """Take nothing out of a face any more unless somebody is at it: it is wanted there."""
    for known in open_from(work.session, face_id, sku):
        drop(work, known)


def drop(work: UnitOfWork, wished: Replenishment) -> None:
    """Take back a wish nobody has begun with."""
    if wished.state is ReplenishmentState.NEW:
        work.step(wished, ReplenishmentStep.CANCEL)
        work.tell(ReplenishmentCalledOff(wished.bin_id, wished.sku))


def _more_urgent(
    work: UnitOfWork, known: Replenishment, quantity: int, cause: Cause, due_at: datetime
) -> Replenishment:
    if cause is Cause.SHORT:
        known.cause = cause
    known.quantity = max(known.quantity, quantity)
    if due_at < known.due_at:
        known.due_at = due_at
        work.tell(ReplenishmentWanted(known.id))
    return known
