"""How long before an order's meeting its walks must begin, and how early what does not keep may be fetched."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from sqlalchemy import func, select

from picking.floor.model import Bin, Zone
from picking.foundation.kinds import TemperatureClass
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, OrderLine
from picking.planning.release import Part
from picking.stock.model import Allocation, Reservation
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.pace import SPEEDS
from picking.timing.leads import timed_part
from picking.timing.model import Timed

USUAL_METRES = 60.0
"""Of a walk in one zone; what this store's really are is learned with all the rest of its time."""
WAITING = (PickTaskState.AVAILABLE, PickTaskState.OFFERED)


def walk_parts(work: UnitOfWork, sub_order_id: str) -> list[Part]:
    """Give the walks of a part of shelf goods, one for each zone its goods lie in."""
    rows = work.session.execute(
        select(Bin.zone_id, func.count())
        .join(Allocation, Allocation.bin_id == Bin.id)
        .join(Reservation, Reservation.id == Allocation.reservation_id)
        .join(OrderLine, OrderLine.id == Reservation.line_id)
        .where(OrderLine.sub_order_id == sub_order_id, Allocation.open)
        .group_by(Bin.zone_id)
        .order_by(Bin.zone_id)
    )
    return [zone_part(work, zone_id, lines) for zone_id, lines in rows if zone_id is not None]


def zone_part(work: UnitOfWork, zone_id: str, lines: int) -> Part:
    """Give the walk for so many lines in a zone, from its release to the slot."""
    zone = work.get(Zone, zone_id)
    part = timed_part(
        work, Timed.WALK, zone_id, walk_seconds(lines), ahead=waiting_in(work, zone_id), key_of_part=f"walk:{zone_id}"
    )
    return replace(part, hold_seconds_max=_hold_seconds(work, zone))


def begin_at(work: UnitOfWork, task: PickTask, lines: int) -> datetime | None:
    """Give when a task may be begun: at once, unless its goods do not keep until the order's meeting.

    What keeps waits for nobody: it may be fetched as soon as somebody has time.
    """
    meet_at = work.get(Order, task.order_id).meet_at
    part = zone_part(work, task.zone_id, lines)
    if meet_at is None or part.hold_seconds_max == inf:
        return None
    return meet_at - timedelta(seconds=part.soonest_seconds)


def back_if_begun(work: UnitOfWork, task: PickTask) -> datetime:
    """Give when a held task's goods can be in the slot if it begins now."""
    return work.now + timedelta(seconds=zone_part(work, task.zone_id, int(task.load.get("lines", 0))).seconds)


def walk_seconds(lines: int) -> float:
    """Give how long a walk of one order with so many lines takes by itself."""
    hands = SPEEDS.trip_seconds + SPEEDS.order_seconds + SPEEDS.line_seconds * lines
    return hands + SPEEDS.walking(USUAL_METRES)


def waiting_in(work: UnitOfWork, zone_id: str) -> int:
    """Count the tasks of a zone that nobody has taken."""
    rows = select(func.count()).select_from(PickTask)
    return work.session.scalar(rows.where(PickTask.zone_id == zone_id, PickTask.state.in_(WAITING))) or 0


def _hold_seconds(work: UnitOfWork, zone: Zone) -> float:
    limits: Mapping[TemperatureClass, int] = {
        TemperatureClass.FROZEN: work.settings.frozen_out_minutes_max,
        TemperatureClass.CHILLED: work.settings.hold_minutes_max,
        TemperatureClass.LIVE: work.settings.hold_minutes_max,
        TemperatureClass.HOT: work.settings.hot_wait_minutes_max,
    }
    return 60.0 * limits[zone.temperature_class] if zone.temperature_class in limits else inf
