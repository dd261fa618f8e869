"""Asks the planner which tasks share a walk: plain numbers out of rows, trips of rows back."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.foundation.quantity import Unit
from picking.foundation.unit_of_work import UnitOfWork
from picking.planning import Limits, OrderLine, PlanningOrder, Problem, Speeds, batch
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE
from picking.tasks.routing import phase_of, places

SPEEDS = Speeds(metres_per_second=1.0, line_seconds=7, piece_seconds=1, order_seconds=12, trip_seconds=20)


def form_trips(work: UnitOfWork, tasks: Sequence[PickTask]) -> list[list[PickTask]]:
    """Group tasks of one zone into trips of up to `batch_orders_max`; the first task is due before all others.

    A task with nothing to fetch, or that no way leads to, is a trip of its own.
    """
    known = places(work.session, tasks[0].store_id)
    lines = _stops(work, tasks)
    nodes = sorted({known.place[node] for stops in lines.values() for node, _, _ in stops})
    index = {node: at for at, node in enumerate(nodes)}
    soonest = min(_seconds(work, task) for task in tasks)
    orders = [
        PlanningOrder(
            id=task.id,
            lines=tuple(
                OrderLine((index[known.place[node]],), pieces, phase) for node, pieces, phase in lines[task.id]
            ),
            load={"orders": 1.0},
            due=soonest - 1 if task is tasks[0] else _seconds(work, task),
        )
        for task in tasks
        if lines[task.id]
    ]
    limits = Limits({"orders": float(work.settings.batch_orders_max)})
    problem = Problem(known.distances.floor, tuple(nodes), tuple(orders), limits=limits, speeds=SPEEDS)
    by_id = {task.id: task for task in tasks}
    trips = [[by_id[order.id] for order in trip.orders] for trip in batch(problem, known.distances)]
    planned = {task.id for trip in trips for task in trip}
    return trips + [[task] for task in tasks if task.id not in planned]


def _seconds(work: UnitOfWork, task: PickTask) -> float:
    return (task.due_at - work.now).total_seconds()


def _stops(work: UnitOfWork, tasks: Sequence[PickTask]) -> dict[str, list[tuple[int, int, int]]]:
    """Give each task's stops as (node, pieces, phase); a weighed item is one piece of work."""
    found = work.session.execute(
        select(PickLine.task_id, Bin.node, PickLine.unit, PickLine.quantity, Item)
        .join(Bin, Bin.id == PickLine.bin_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickLine.task_id.in_([task.id for task in tasks]), PickLine.state.in_(TO_TAKE))
        .order_by(PickLine.id)
    )
    stops: dict[str, list[tuple[int, int, int]]] = {task.id: [] for task in tasks}
    for task_id, node, unit, quantity, item in found:
        phase = phase_of(heavy=item.heavy, fragile=item.fragile, temperature_class=item.temperature_class)
        stops[task_id].append((node, quantity if unit is Unit.PIECE else 1, phase))
    return stops
