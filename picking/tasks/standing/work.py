"""What waits to be walked, as orders of a planning problem: one for each task, its lines as stops, its load."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, Zone
from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.planning import OrderLine, PlanningOrder
from picking.tasks.joining import STAYS_OUT
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.pace import SPEEDS
from picking.tasks.queries import LEFT_OUT, TO_TAKE
from picking.tasks.routing import phase_of
from picking.tasks.skills import FREEZER
from picking.tasks.standing.floor_now import FloorNow

APART = (("raw", "ready_to_eat"),)
"""What different orders of one walk never carry together."""
COLD_SECONDS = 60  # into the freezer and out again
DEAR_STEPS_MAX = 6
AT_ONCE_MAX = 600
"""So many tasks are planned at once, those due first; what is due later can wait to be thought about."""

_Lines = Sequence[Row[Any]]


@dataclass(frozen=True)
class WaitingWork:
    """Orders of a problem, the bins its indexes mean with node numbers and aisles, and what nobody can do now."""

    orders: tuple[PlanningOrder, ...]
    bins: tuple[str, ...]
    nodes: tuple[int, ...]
    aisles: tuple[str, ...]
    held: Mapping[str, Json]


def waiting_work(
    session: Session, store_id: str, here: FloorNow, now: datetime, settings: FloorSettings
) -> WaitingWork:
    """Read what waits; a task that leads into a closed or full aisle is held."""
    tasks = _tasks(session, store_id)
    lines = _lines(session, [task.id for task, _ in tasks])
    held = {task.id: why for task, _ in tasks if (why := _held(lines[task.id], here))}
    todo = [(task, zone) for task, zone in tasks if task.id not in held and lines[task.id]]
    bins = sorted({(line.bin_id, line.node, line.aisle) for task, _ in todo for line in lines[task.id]})
    ids, nodes, aisles = zip(*bins, strict=True) if bins else ((), (), ())
    index = {bin_id: at for at, bin_id in enumerate(ids)}
    orders = tuple(_order(task, zone, lines[task.id], index, now, settings) for task, zone in todo)
    return WaitingWork(orders, ids, nodes, aisles, held)


def _tasks(session: Session, store_id: str) -> Sequence[tuple[PickTask, Zone]]:
    rows = (
        select(PickTask, Zone)
        .join(Zone, Zone.id == PickTask.zone_id)
        .where(PickTask.store_id == store_id, PickTask.state == PickTaskState.AVAILABLE)
        .order_by(PickTask.due_at, PickTask.id)
        .limit(AT_ONCE_MAX)
    )
    return [(task, zone) for task, zone in session.execute(rows)]


def _lines(session: Session, task_ids: Sequence[str]) -> Mapping[str, _Lines]:
    rows = (
        select(PickLine.task_id, PickLine.bin_id, PickLine.unit, PickLine.quantity, PickLine.picked, PickLine.skips)
        .add_columns(Bin.node, Bin.aisle, Item.heavy, Item.fragile, Item.temperature_class, Item.hygiene)
        .join(Bin, Bin.id == PickLine.bin_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickLine.task_id.in_(task_ids), PickLine.state.in_(TO_TAKE))
        .order_by(PickLine.id)
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for line in session.execute(rows):
        found[line.task_id].append(line)
    return found


def _held(lines: _Lines, here: FloorNow) -> Json | None:
    """Say why nobody can do a task now, or None."""
    for code, aisles in (("plan_aisle_closed", here.closed), ("plan_aisle_full", here.full)):
        inside = sorted({line.aisle for line in lines} & aisles)
        if inside:
            return {"code": code, "facts": {"aisle": inside[0]}}
    return None


def _order(
    task: PickTask, zone: Zone, lines: _Lines, index: Mapping[str, int], now: datetime, settings: FloorSettings
) -> PlanningOrder:
    """Give a task as an order; a dear customer's counts as due earlier."""
    is_frozen = zone.temperature_class is TemperatureClass.FROZEN
    stops = tuple(OrderLine((index[line.bin_id],), _pieces(line), _phase(line)) for line in lines)
    earlier = 60 * settings.dear_customer_minutes * max(0, min(task.priority, DEAR_STEPS_MAX))
    order = PlanningOrder(
        id=task.id,
        lines=stops,
        load=_load(task, lines),
        due=(task.due_at - now).total_seconds() - earlier,
        zone=zone.id,
        skill=FREEZER if is_frozen else None,
    )
    if is_frozen:
        seconds = COLD_SECONDS + SPEEDS.handling(order) - SPEEDS.order_seconds
        return PlanningOrder(
            order.id, stops, {**order.load, "cold_minutes": seconds / 60}, order.due, None, zone.id, FREEZER
        )
    return order


def _load(task: PickTask, lines: _Lines) -> dict[str, float]:
    hygiene = {line.hygiene for line in lines}
    load = {"orders": 1.0, "kg": task.load.get("grams", 0) / 1000}
    if task.flagged == LEFT_OUT:
        load[STAYS_OUT] = 1.0
    return load | {str(kind): 1.0 for kind in (Hygiene.RAW, Hygiene.READY_TO_EAT) if kind in hygiene}


def _pieces(line: Row[Any]) -> int:
    """Count the pieces still to take; a weighed item is one piece of work."""
    return max(1, ceil(line.quantity - line.picked)) if line.unit is Unit.PIECE else 1


def _phase(line: Row[Any]) -> int:
    return phase_of(
        heavy=line.heavy, fragile=line.fragile, temperature_class=line.temperature_class, skips=line.skips
    )  # fmt: skip
