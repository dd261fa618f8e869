"""The staging shelf: what stalls make for one order meets at one position, and does not stand there too long."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from picking.foundation.kinds import TemperatureClass
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.outbound import parts
from picking.outbound.commands.bags import bag_of_ticket
from picking.outbound.events import PartStaged, StagingComplete
from picking.outbound.lifecycle import StagingState, StagingStep
from picking.outbound.model import Bag, StagedPart, StagingPosition
from picking.outbound.open import alert, open_order, require_one

IN_USE = (StagingState.PARTIAL, StagingState.COMPLETE, StagingState.OVERDUE)


def reserve_staging(work: UnitOfWork, order_id: str, temperature_class: TemperatureClass) -> StagingPosition | None:
    """Give an order's staging position of a class: the one it has, or a free one; the desk is called when none is."""
    order = work.get(Order, order_id, lock=True)
    for fitting in dict.fromkeys((temperature_class, TemperatureClass.AMBIENT)):
        position = _held(work, order.id, fitting) or _free(work, order.store_id, fitting)
        if position is None:
            continue
        if position.state is StagingState.FREE:
            _reserve(work, position, order)
        return position
    alert(work, order.store_id, "no_free_staging", number=order.number)
    return None


def park_part(work: UnitOfWork, position_id: str, ticket_id: str) -> StagingPosition:
    """Note the scan of a ticket's goods into a staging position; a wrong one is refused and the right one named."""
    require_one(work, "stall", "move", "outbound")
    bag = bag_of_ticket(work, ticket_id)
    if bag is None:
        raise Refusal("ticket_not_ready")
    order = open_order(work, bag.order_id)
    position = _right_position(work, order, bag, position_id)
    if work.find(StagedPart, ticket_id) is not None:
        raise Refusal("already_done", thing="ticket", state="STAGED", step="park")
    work.add(StagedPart(ticket_id=ticket_id, position_id=position.id, order_id=order.id, since=work.now))
    work.session.flush()
    work.step(position, StagingStep.PARK, ticket_id=ticket_id)
    _watch(work, position)
    recheck_parts(work, order.id)
    work.tell(PartStaged(ticket_id, order.id, position.id))
    return position


def all_parts_staged(work: UnitOfWork, order_id: str) -> bool:
    """Tell whether every part that stalls make for an order is on the shelf or already in the slot."""
    return parts.all_parts_staged(work.session, order_id)


def recheck_parts(work: UnitOfWork, order_id: str) -> bool:
    """Complete an order's staging positions when its last part is there, or will not come any more.

    Where no part needs the shelf at all, the positions are free again.
    """
    if parts.all_in_slot(work.session, order_id):
        clear_staging(work, order_id)
    if not parts.all_parts_staged(work.session, order_id):
        return False
    waiting = [position for position in _positions(work, order_id) if position.state is StagingState.PARTIAL]
    for position in waiting:
        work.step(position, StagingStep.COMPLETE)
        _watch(work, position)
    if waiting:
        work.tell(StagingComplete(order_id))
    return True


def take_back_part(work: UnitOfWork, ticket_id: str) -> None:
    """Take a ticket's goods off the staging shelf: it is made again."""
    part = work.find(StagedPart, ticket_id)
    if part is None:
        return
    position = work.get(StagingPosition, part.position_id, lock=True)
    work.session.delete(part)
    work.session.flush()
    work.step(position, StagingStep.TAKE_BACK, ticket_id=ticket_id)
    if _oldest(work, position) is not None:
        work.step(position, StagingStep.PARK)
        _watch(work, position)


def part_moved(work: UnitOfWork, bag: Bag) -> None:
    """Take a stall's bag off the staging shelf as it goes into the slot; the last one leaves all positions free."""
    if bag.ticket_id is None:
        return
    part = work.find(StagedPart, bag.ticket_id)
    if part is not None:
        work.session.delete(part)
        work.session.flush()
        position = work.get(StagingPosition, part.position_id, lock=True)
        if _oldest(work, position) is None:
            _clear(work, position)
    if parts.all_in_slot(work.session, bag.order_id):
        clear_staging(work, bag.order_id)


def clear_staging(work: UnitOfWork, order_id: str) -> None:
    """Free all staging positions of an order."""
    for part in work.session.scalars(select(StagedPart).where(StagedPart.order_id == order_id)).all():
        work.session.delete(part)
    for position in _positions(work, order_id):
        _clear(work, position)


def block_staging(work: UnitOfWork, position_id: str) -> StagingPosition:
    """Take an empty staging position out of use."""
    work.by.require("outbound")
    position = work.get(StagingPosition, position_id, lock=True)
    work.step(position, StagingStep.BLOCK)
    return position


def unblock_staging(work: UnitOfWork, position_id: str) -> StagingPosition:
    """Take a staging position into use again."""
    work.by.require("outbound")
    position = work.get(StagingPosition, position_id, lock=True)
    work.step(position, StagingStep.UNBLOCK)
    return position


def _right_position(work: UnitOfWork, order: Order, bag: Bag, position_id: str) -> StagingPosition:
    """Give the scanned position where it is the order's, or a free one that may become it."""
    scanned = work.get(StagingPosition, position_id, lock=True)
    fitting = (bag.temperature_class, TemperatureClass.AMBIENT)
    held = next((p for p in (_held(work, order.id, one) for one in fitting) if p is not None), None)
    if held is None and scanned.state is StagingState.FREE and scanned.temperature_class is bag.temperature_class:
        _reserve(work, scanned, order)
        return scanned
    right = held or reserve_staging(work, order.id, bag.temperature_class)
    if right is None:
        raise Refusal("no_free_staging", number=order.number)
    if right.id != scanned.id:
        raise Refusal("wrong_staging_position", position=scanned.id, right=right.id, number=order.number)
    return right


def _reserve(work: UnitOfWork, position: StagingPosition, order: Order) -> None:
    position.order_id = order.id
    work.step(position, StagingStep.RESERVE)
    work.session.flush()


def _clear(work: UnitOfWork, position: StagingPosition) -> None:
    work.step(position, StagingStep.CLEAR)
    position.order_id = None


def _watch(work: UnitOfWork, position: StagingPosition) -> None:
    """Let the hold end so many minutes after the oldest part came; goods at room temperature may stand."""
    oldest = _oldest(work, position)
    if position.state is StagingState.OVERDUE:
        return
    if oldest is None or position.temperature_class is TemperatureClass.AMBIENT:
        position.deadline_at = None
    else:
        position.deadline_at = oldest + timedelta(minutes=work.settings.hold_minutes_max)


def _oldest(work: UnitOfWork, position: StagingPosition) -> datetime | None:
    return work.session.scalar(select(func.min(StagedPart.since)).where(StagedPart.position_id == position.id))


def _positions(work: UnitOfWork, order_id: str) -> list[StagingPosition]:
    rows = select(StagingPosition).where(StagingPosition.order_id == order_id).order_by(StagingPosition.id)
    return list(work.session.scalars(rows.with_for_update(**LOCK)))


def _held(work: UnitOfWork, order_id: str, temperature: TemperatureClass) -> StagingPosition | None:
    return next((p for p in _positions(work, order_id) if p.temperature_class is temperature), None)


def _free(work: UnitOfWork, store_id: str, temperature: TemperatureClass) -> StagingPosition | None:
    return work.session.scalar(
        select(StagingPosition)
        .where(
            StagingPosition.store_id == store_id,
            StagingPosition.state == StagingState.FREE,
            StagingPosition.temperature_class == temperature,
        )
        .order_by(StagingPosition.id)
        .limit(1)
        .with_for_update(**LOCK, skip_locked=True)
    )
