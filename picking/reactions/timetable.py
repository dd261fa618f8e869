"""Counts an order's parts back from its promise, so that hot, cold and shelf goods meet at the slot with the rider."""

from datetime import timedelta

from picking.foundation.kinds import Mode, WorkType
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.events import OrderReleased
from picking.orders.model import Order, SubOrder
from picking.orders.queries import sub_orders
from picking.planning.release import Part, release_times
from picking.stations.leads import ticket_part
from picking.tasks.leads import walk_parts
from picking.timing.leads import rider_part


def set_the_meeting(work: UnitOfWork, event: OrderReleased) -> None:
    """Say when an order's parts meet: at its promise, or as soon as its slowest part can be there.

    The rider is called back from that, at once where it is near: goods wait for no rider who was not called yet.
    """
    order = work.get(Order, event.order_id, lock=True)
    parts = [part for each in sub_orders(work.session, order.id) for part in _parts(work, each)]
    promise, spare = (order.due_at - work.now).total_seconds(), 60.0 * work.settings.meet_spare_minutes
    meet_in = release_times(promise, parts, now=0.0, spare_seconds=spare).meet_at
    rider_in = max(0.0, meet_in - rider_part(work).lead_seconds) if order.mode is Mode.DELIVERY else None
    rider_at = None if rider_in is None else work.now + timedelta(seconds=rider_in)
    orders.set_meeting(work, order.id, work.now + timedelta(seconds=meet_in), rider_at)


def _parts(work: UnitOfWork, part: SubOrder) -> list[Part]:
    if part.work_type is WorkType.STANDARD:
        return walk_parts(work, part.id)
    return [ticket_part(work, part)]
