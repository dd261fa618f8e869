"""Counts an order's parts back from its promise, so that hot, cold and shelf goods meet at the slot with the rider."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select

from picking.foundation.kinds import Mode, WorkType
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import OrderReleased
from picking.orders.model import Order, SubOrder
from picking.orders.queries import sub_orders
from picking.planning.release import Part, release_times
from picking.stations import commands as stations
from picking.stations.leads import ready_at, ticket_part
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.tasks import commands as tasks
from picking.tasks.events import WalksPlanned
from picking.tasks.leads import back_if_begun, walk_parts
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.timing.leads import rider_part

MOVED_MIN = timedelta(minutes=2)
"""A meeting moves by no less: cooks and riders are not told of every breath of a plan."""
IN_THE_MAKING = (TicketState.HELD, TicketState.QUEUED, TicketState.IN_PREP, TicketState.REMAKE)


def set_the_meeting(work: UnitOfWork, event: OrderReleased) -> None:
    """Say when an order's parts meet: at its promise, or as soon as its slowest part can be there.

    The rider is called back from that, at once where it is near: goods wait for no rider who was not called yet.
    """
    order = work.get(Order, event.order_id, lock=True)
    parts = [part for each in sub_orders(work.session, order.id) for part in _parts(work, each)]
    promise, spare = (order.due_at - work.now).total_seconds(), 60.0 * work.settings.meet_spare_minutes
    meet_in = release_times(promise, parts, now=0.0, spare_seconds=spare).meet_at
    _meet(work, order, work.now + timedelta(seconds=meet_in))


def follow_the_plan(work: UnitOfWork, event: WalksPlanned) -> None:
    """Move the meetings of orders of which something is held to when their walks are back, by the plan in force.

    Hot food that is fired for a promise the shelves cannot keep waits until it is cold; and when somebody more comes
    to work, it must not be begun for a meeting that has become too late.
    """
    held = _orders_with_something_held(work)
    for order_id, back_at in sorted(_back_at(work, event, held).items()):
        order = work.get(Order, order_id, lock=True)
        ready = [*_tickets_ready(work, order_id), *_held_walks_back(work, order_id)]
        meet_at = max(order.due_at - timedelta(minutes=work.settings.meet_spare_minutes), back_at, *ready)
        if order.meet_at is not None and abs(meet_at - order.meet_at) >= MOVED_MIN:
            _meet(work, order, meet_at)
            stations.time_held(work, order_id)
            tasks.time_held(work, order_id)


def _meet(work: UnitOfWork, order: Order, meet_at: datetime) -> None:
    rider_in = max(0.0, (meet_at - work.now).total_seconds() - rider_part(work).lead_seconds)
    rider_at = work.now + timedelta(seconds=rider_in) if order.mode is Mode.DELIVERY else None
    orders.set_meeting(work, order.id, meet_at, rider_at)


def _orders_with_something_held(work: UnitOfWork) -> set[str]:
    store_id = work.by.store_id
    held = select(Ticket.order_id).where(Ticket.store_id == store_id, Ticket.state == TicketState.HELD)
    frozen = select(PickTask.order_id).where(PickTask.store_id == store_id, PickTask.state == PickTaskState.CREATED)
    return {*work.session.scalars(held), *work.session.scalars(frozen)}


def _back_at(work: UnitOfWork, event: WalksPlanned, order_ids: set[str]) -> dict[str, datetime]:
    """Give when the last planned walk of each of these orders is back; those no walk is planned for are left out."""
    rows = select(PickTask.id, PickTask.order_id).where(
        PickTask.order_id.in_(order_ids), PickTask.state == PickTaskState.AVAILABLE
    )
    order_of = {row.id: row.order_id for row in work.session.execute(rows)} if order_ids else {}
    back: dict[str, list[datetime]] = defaultdict(list)
    for task_id, at in event.back_at:
        if task_id in order_of:
            back[order_of[task_id]].append(at)
    return {order_id: max(times) for order_id, times in back.items()}


def _tickets_ready(work: UnitOfWork, order_id: str) -> list[datetime]:
    rows = select(Ticket).where(Ticket.order_id == order_id, Ticket.state.in_(IN_THE_MAKING)).order_by(Ticket.id)
    return [ready_at(work, ticket) for ticket in work.session.scalars(rows)]


def _held_walks_back(work: UnitOfWork, order_id: str) -> list[datetime]:
    rows = select(PickTask).where(PickTask.order_id == order_id, PickTask.state == PickTaskState.CREATED)
    return [back_if_begun(work, task) for task in work.session.scalars(rows.order_by(PickTask.id))]


def _parts(work: UnitOfWork, part: SubOrder) -> list[Part]:
    if part.work_type is WorkType.STANDARD:
        return walk_parts(work, part.id)
    return [ticket_part(work, part)]
