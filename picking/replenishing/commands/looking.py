"""The look at a store's faces by the clock: low ones are filled; at closing all, and what lies wrong is moved."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin, Store
from picking.foundation.locking import LOCK
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.proposals import room_in
from picking.replenishing.commands.sending_back import wish_back
from picking.replenishing.commands.wishing import drop, wish
from picking.replenishing.lifecycle import FillPlanStep, ReplenishmentState
from picking.replenishing.model import Cause, FillPlan, Replenishment
from picking.replenishing.out_of_place import excesses, turns
from picking.replenishing.queries import Face, faces, open_replenishment

BROUGHT_WITHIN = timedelta(minutes=30)
WISHES_MAX = 200
BY_THE_CLOCK = (Cause.LIMIT, Cause.CLOSING, Cause.DISPLAY)


def look_at_faces(work: UnitOfWork, plan: FillPlan) -> None:
    """Wish goods for the emptiest faces below their limits and call off what has come otherwise.

    Once a day, at closing: what ends first comes forward, all that is not full is filled, what does not fit goes back.
    """
    work.step(plan, FillPlanStep.LOOK)
    plan.deadline_at = work.now + timedelta(minutes=plan.every_minutes)
    store = work.get(Store, plan.store_id)
    today = store.day(work.now)
    found = faces(work.session, plan.store_id, today)
    _call_off_full(work, plan.store_id, found)
    if not _is_closing(work, plan, store):
        _fill(work, [face for face in found if face.there < face.least])
        return
    _rotate(work, plan.store_id, today)
    _fill(work, [face for face in found if face.there < face.most], Cause.CLOSING)
    _send_back(work, plan.store_id, found)
    plan.closed_on = str(today)


def _fill(work: UnitOfWork, low: Sequence[Face], cause: Cause | None = None) -> None:
    """Wish what is missing in faces, the emptiest first: up to the upper limit where it fits, at least to the lower."""
    for face in sorted(low, key=_emptiness)[:WISHES_MAX]:
        room = room_in(work.session, work.get(Item, face.sku), work.get(Bin, face.bin_id))
        missing = face.most - face.there
        wanted = missing if room is None else max(face.least - face.there, min(missing, room))
        if wanted > 0:
            wish(work, face.bin_id, face.sku, wanted, cause or face.cause, work.now + BROUGHT_WITHIN)


def _rotate(work: UnitOfWork, store_id: str, today: date) -> None:
    """Have what ends first brought forward; once it lies there, as many of what ends later go back."""
    for turn in list(turns(work.session, store_id, today))[:WISHES_MAX]:
        if open_replenishment(work.session, turn.bin_id, turn.sku) is None:
            wish(work, turn.bin_id, turn.sku, turn.quantity, Cause.ROTATE, work.now + BROUGHT_WITHIN)


def _send_back(work: UnitOfWork, store_id: str, found: Sequence[Face]) -> None:
    for excess in list(excesses(work.session, store_id, found))[:WISHES_MAX]:
        due_at = work.now + BROUGHT_WITHIN
        wish_back(work, excess.bin_id, excess.sku, excess.quantity, Cause.OVERFULL, due_at)


def _call_off_full(work: UnitOfWork, store_id: str, found: Sequence[Face]) -> None:
    """Fetch nothing for a face that is full meanwhile: a delivery was put there, or a count found more."""
    full = {(face.bin_id, face.sku) for face in found if face.there >= face.most}
    rows = select(Replenishment).where(
        Replenishment.store_id == store_id,
        Replenishment.state == ReplenishmentState.NEW,
        Replenishment.cause.in_(BY_THE_CLOCK),
    )
    for wished in work.session.scalars(rows.order_by(Replenishment.id).with_for_update(**LOCK)).all():
        if (wished.bin_id, wished.sku) in full:
            drop(work, wished)


def _emptiness(face: Face) -> tuple[float, str, str]:
    return face.there / face.most, face.bin_id, face.sku


def _is_closing(work: UnitOfWork, plan: FillPlan, store: Store) -> bool:
    """Tell whether the hour of filling up has come and it was not done yet today."""
    clock = work.now.astimezone(ZoneInfo(store.timezone)).strftime("%H:%M")
    return clock >= plan.closing_at and plan.closed_on != str(store.day(work.now))
