"""The floor as it can be walked at a moment: without the aisles that are closed, and which are full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from picking.floor.model import Bin, Store
from picking.floor.queries import WalkingGraph, aisles, graph
from picking.planning import Edge, Floor
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE

_WALKING = (PickTaskState.OFFERED, PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS)


@dataclass(frozen=True)
class FloorNow:
    """The open ways of a store, each node number's place on it, and the aisles nobody more may go into."""

    floor: Floor
    place_of: Mapping[int, int]
    closed: frozenset[str]
    full: frozenset[str]


def floor_now(session: Session, store_id: str, now: datetime) -> FloorNow:
    """Read the floor of a store."""
    walking = graph(session, store_id)
    special = aisles(session, store_id)
    zone = ZoneInfo(session.get_one(Store, store_id).timezone)
    closed = frozenset(aisle.code for aisle in special if aisle.is_closed(now, zone))
    limited = {aisle.code: aisle.people_max for aisle in special if aisle.people_max is not None}
    inside = _people_in(session, store_id) if limited else {}
    full = frozenset(code for code, most in limited.items() if inside.get(code, 0) >= most)
    floor = _floor(walking, _aisle_of_place(session, store_id, walking) if closed else {})
    return FloorNow(floor.without(closed), walking.place_of, closed, full)


def _floor(walking: WalkingGraph, aisle_of: Mapping[int, str]) -> Floor:
    ways = (Edge(a, b, metres, one_way, _aisle_of_way(aisle_of, a, b)) for a, b, metres, one_way in walking.ways)
    return Floor(walking.positions, tuple(ways), walking.start, walking.end, walking.levels)


def _aisle_of_way(aisle_of: Mapping[int, str], a: int, b: int) -> str | None:
    """Say which aisle a way lies in: both its ends do, or one of them and the other is a crossing without bins."""
    found = {aisle for aisle in (aisle_of.get(a), aisle_of.get(b)) if aisle is not None}
    return found.pop() if len(found) == 1 else None


def _aisle_of_place(session: Session, store_id: str, walking: WalkingGraph) -> dict[int, str]:
    rows = session.execute(select(Bin.node, Bin.aisle).where(Bin.store_id == store_id, ~Bin.retired).distinct())
    found: dict[int, set[str]] = {}
    for node, aisle in rows:
        found.setdefault(walking.place_of[node], set()).add(aisle)
    return {place: aisles.pop() for place, aisles in found.items() if len(aisles) == 1}


def _people_in(session: Session, store_id: str) -> dict[str, int]:
    """Count the people whose walk still leads into each aisle."""
    rows = (
        select(Bin.aisle, func.count(distinct(PickTask.person_id)).label("people"))
        .join(PickLine, PickLine.bin_id == Bin.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickTask.store_id == store_id, PickTask.state.in_(_WALKING), PickLine.state.in_(TO_TAKE))
        .group_by(Bin.aisle)
    )
    return {row.aisle: row.people for row in session.execute(rows)}
