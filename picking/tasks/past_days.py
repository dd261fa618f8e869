"""Makes a past day of a store's own orders into a planning problem: what was picked, where, from when to when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Bin, Store
from picking.foundation.quantity import Unit
from picking.orders.model import Order, SubOrder
from picking.planning import Limits, OrderLine, PlanningOrder, Problem
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.pace import SPEEDS
from picking.tasks.routing import Places, phase_of, places

WEEK = timedelta(days=7)
NEVER_PICKED = (PickTaskState.CANCELLED, PickTaskState.EMPTY)


@dataclass(frozen=True)
class PastDay:
    """A day of the store's calendar and its orders; times are seconds from its midnight."""

    day: date
    problem: Problem


def last_such_day(
    session: Session, store_id: str, day: date, *, batch_orders_max: int, weeks_max: int
) -> PastDay | None:
    """Give the last day before `day` on the same weekday that had anything to pick, at most so many weeks ago."""
    for week in range(1, weeks_max + 1):
        problem = day_problem(session, store_id, day - week * WEEK, batch_orders_max=batch_orders_max)
        if problem.orders:
            return PastDay(day - week * WEEK, problem)
    return None


def day_problem(session: Session, store_id: str, day: date, *, batch_orders_max: int) -> Problem:
    """Give the tasks of the orders that were due on that day, each in a basket of its own as on the floor.

    Substitutes stand for lines that are counted already; cancelled tasks were nobody's walk.
    """
    known, midnight = places(session, store_id), _midnight(session.get_one(Store, store_id), day)
    rows = session.execute(
        select(
            PickTask.id, PickTask.due_at, Order.placed_at, SubOrder.release_at, Bin.node, PickLine.unit,
            PickLine.quantity, Item,
        )
        .join(PickLine, PickLine.task_id == PickTask.id)
        .join(Order, Order.id == PickTask.order_id)
        .join(SubOrder, SubOrder.id == PickTask.sub_order_id)
        .join(Bin, Bin.id == PickLine.bin_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(
            Order.store_id == store_id,
            Order.due_at >= midnight,
            Order.due_at < midnight + timedelta(days=1),
            PickTask.state.not_in(NEVER_PICKED),
            PickLine.substitute_for.is_(None),
        )
        .order_by(PickTask.id, PickLine.id)
    )  # fmt: skip
    orders = tuple(_orders(known, midnight, rows.all()))
    limits = Limits({"orders": float(batch_orders_max)})
    return Problem(known.distances.floor, tuple(range(len(known.distances.floor.nodes))), orders, limits, speeds=SPEEDS)


def _orders(known: Places, midnight: datetime, rows: Iterable[Any]) -> Iterator[PlanningOrder]:
    for task_id, lines in groupby(rows, key=lambda row: row.id):
        first, *others = lines
        arrived = (max(first.placed_at, first.release_at) - midnight).total_seconds()
        due = (first.due_at - midnight).total_seconds()
        stops = tuple(_line(known, row) for row in (first, *others))
        yield PlanningOrder(str(task_id), stops, {"orders": 1.0}, due, arrived)


def _line(known: Places, row: Any) -> OrderLine:
    item = row.Item
    phase = phase_of(heavy=item.heavy, fragile=item.fragile, temperature_class=item.temperature_class)
    return OrderLine((known.place[row.node],), row.quantity if row.unit is Unit.PIECE else 1, phase)


def _midnight(store: Store, day: date) -> datetime:
    """Give when the day begins on the store's wall."""
    return datetime.combine(day, time(), ZoneInfo(store.timezone)).astimezone(UTC)
