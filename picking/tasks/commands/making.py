"""Makes the pick tasks of a released sub-order: a line for each allocation, a task for each zone."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from picking.floor.model import Zone
from picking.floor.queries import bins_by_id, zones
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import OrderLine, RefundReason, SubOrder
from picking.stock import commands as stock
from picking.stock.model import Allocation
from picking.stock.queries import allocations_of_line
from picking.tasks.commands.lines import add_line, make_task, order_lines_of, release_task
from picking.tasks.model import PickTask

Wanted = tuple[OrderLine, Allocation]


def make_pick_tasks(work: UnitOfWork, sub_order_id: str) -> list[PickTask]:
    """Make and release the tasks of a sub-order; gives those there are when it was done before.

    What stock could find in no bin is short from the first and paid back. A sub-order of which nothing lies anywhere
    is empty at once.
    """
    known = work.session.scalars(select(PickTask).where(PickTask.sub_order_id == sub_order_id)).all()
    if known:
        return list(known)
    sub_order = work.get(SubOrder, sub_order_id)
    order_lines = order_lines_of(work, sub_order_id)
    for order_line in order_lines:
        _give_up_what_lies_nowhere(work, order_line)
    by_zone = _by_zone(work, order_lines)
    if not by_zone:
        orders.empty_sub_order(work, sub_order_id)
    return [_make(work, sub_order, zone, wanted) for zone, wanted in by_zone]


def _make(work: UnitOfWork, sub_order: SubOrder, zone: Zone, wanted: list[Wanted]) -> PickTask:
    task = make_task(work, sub_order, zone)
    lines = [add_line(work, task, order_line.id, allocation, allocation.rest) for order_line, allocation in wanted]
    release_task(work, task, lines)
    return task


def _by_zone(work: UnitOfWork, order_lines: Sequence[OrderLine]) -> list[tuple[Zone, list[Wanted]]]:
    """Sort what is allocated by the zone of its bin; a bin in no zone is fetched with the first zone's goods."""
    wanted = [(line, allocation) for line in order_lines for allocation in allocations_of_line(work.session, line.id)]
    bins = bins_by_id(work.session, {allocation.bin_id for _, allocation in wanted})
    all_zones = zones(work.session, work.by.store_id)
    found: dict[str, list[Wanted]] = defaultdict(list)
    for line, allocation in wanted:
        found[bins[allocation.bin_id].zone_id or all_zones[0].id].append((line, allocation))
    return [(zone, found[zone.id]) for zone in all_zones if zone.id in found]


def _give_up_what_lies_nowhere(work: UnitOfWork, order_line: OrderLine) -> None:
    missing = stock.give_up_unallocated(work, order_line.id)
    if missing:
        work.note(order_line, "nowhere", quantity=missing)
        orders.refund_line(work, order_line.id, missing, RefundReason.SHORT)
