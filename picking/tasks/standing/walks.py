"""The walks people are on, as far as an arrival may still join them: behind what the picker already sees."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.planning import Picker, PlanningOrder
from picking.tasks.joining import StartedWalk
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask, Walk
from picking.tasks.queries import IN_HAND, SEEN_MAX, TO_TAKE
from picking.tasks.routing import phase_of
from picking.tasks.standing.floor_now import FloorNow

_AT_THE_SHELVES = (PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS)


def started_walks(
    session: Session, store_id: str, here: FloorNow, people: Sequence[Picker], now: datetime
) -> tuple[StartedWalk, ...]:
    """Read the walks of these people that still lead to goods; one with a stopped order in it is left alone."""
    free_at = {person.id: person.free_at for person in people}
    rows = (
        select(PickTask, Walk.person_id)
        .join(Walk, Walk.id == PickTask.walk_id)
        .where(Walk.store_id == store_id, Walk.ended_at.is_(None), Walk.taken_at.is_not(None))
        .where(Walk.person_id.in_(list(free_at)))
        .order_by(PickTask.walk_id, PickTask.id)
    )
    found = [(task, person_id) for task, person_id in session.execute(rows)]
    lines = _lines(session, [task.id for task, _ in found if task.state in _AT_THE_SHELVES])
    walks = []
    for (walk_id, person_id), group in groupby(found, key=lambda each: (each[0].walk_id or "", each[1])):
        tasks = [task for task, _ in group]
        todo = sorted((line for task in tasks for line in lines[task.id]), key=lambda line: (line.rank, line.id))
        if todo and all(task.state in IN_HAND for task in tasks):
            orders = _orders(tasks, now)
            walks.append(_walk(walk_id, person_id, orders, todo, here, free_at[person_id]))
    return tuple(walks)


def _lines(session: Session, task_ids: Sequence[str]) -> dict[str, list[Row[Any]]]:
    rows = (
        select(PickLine.task_id, PickLine.id, PickLine.rank, PickLine.skips, Bin.node)
        .add_columns(Item.heavy, Item.fragile, Item.temperature_class)
        .join(Bin, Bin.id == PickLine.bin_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickLine.task_id.in_(task_ids), PickLine.state.in_(TO_TAKE))
    )
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for line in session.execute(rows):
        found[line.task_id].append(line)
    return found


def _orders(tasks: Iterable[PickTask], now: datetime) -> tuple[PlanningOrder, ...]:
    """Give what is in the walk's baskets or on its way there, as orders without lines: only their loads count."""
    return tuple(
        PlanningOrder(
            task.id,
            (),
            {"orders": 1.0, "kg": task.load.get("grams", 0) / 1000, **dict.fromkeys(task.load.get("hygiene", ()), 1.0)},
            (task.due_at - now).total_seconds(),
        )
        for task in tasks
    )


def _walk(
    walk_id: str,
    person_id: str,
    orders: tuple[PlanningOrder, ...],
    lines: Sequence[Row[Any]],
    here: FloorNow,
    ends: float,
) -> StartedWalk:
    stops = [(here.place_of[line.node], _phase(line)) for line in lines]
    seen, tail = stops[:SEEN_MAX], stops[SEEN_MAX:]
    return StartedWalk(walk_id, person_id, orders, seen[-1][0], max(phase for _, phase in seen), tuple(tail), ends)


def _phase(line: Row[Any]) -> int:
    return phase_of(
        heavy=line.heavy, fragile=line.fragile, temperature_class=line.temperature_class, skips=line.skips
    )  # fmt: skip
