"""The floor as it can be walked at a moment: without the aisles that are closed, which are full, which will close."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Aisle, Bin, Store
from picking.floor.queries import WalkingGraph, aisles, graph
from picking.planning import Edge, Floor, Span
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE

AHEAD = timedelta(hours=6)
"""So far ahead closings are thought of."""
_WALKING = (PickTaskState.OFFERED, PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS)


@dataclass(frozen=True)
class FloorNow:
    """The open ways of a store, each node number's place on it, and the aisles nobody more may go into.

    Of the others `people_max` tells how many may be in them at once, `inside` whose walk leads there, `closings` when
    they are closed, in seconds from now.
    """

    floor: Floor
    place_of: Mapping[int, int]
    closed: frozenset[str]
    full: frozenset[str]
    people_max: Mapping[str, int]
    inside: Mapping[str, frozenset[str]]
    closings: Mapping[str, tuple[Span, ...]]


def floor_now(session: Session, store_id: str, now: datetime) -> FloorNow:
    """Read the floor of a store."""
    walking = graph(session, store_id)
    special = aisles(session, store_id)
    zone = ZoneInfo(session.get_one(Store, store_id).timezone)
    closed = _closed(special, now, zone)
    closings = {aisle.code: _closings(aisle, now, zone) for aisle in special if aisle.code not in closed}
    limited, inside = _limits(session, store_id, special)
    named = closed or any(closings.values())
    floor = _floor(walking, _aisle_of_place(session, store_id, walking) if named else {})
    return FloorNow(floor.without(closed), walking.place_of, closed, _full(limited, inside), limited, inside, closings)


def shut_aisles(session: Session, store_id: str, now: datetime) -> frozenset[str]:
    """Name the aisles nobody more may go into now: closed or full."""
    special = aisles(session, store_id)
    if not special:
        return frozenset()
    zone = ZoneInfo(session.get_one(Store, store_id).timezone)
    return _closed(special, now, zone) | _full(*_limits(session, store_id, special))


def _closed(special: Sequence[Aisle], now: datetime, zone: ZoneInfo) -> frozenset[str]:
    return frozenset(aisle.code for aisle in special if aisle.is_closed(now, zone))


def _limits(
    session: Session, store_id: str, special: Sequence[Aisle]
) -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    """Give how many people may be in each limited aisle, and whose walk leads into each aisle, if there are any."""
    limited = {aisle.code: aisle.people_max for aisle in special if aisle.people_max is not None}
    return limited, _people_in(session, store_id) if limited else {}


def _full(limited: Mapping[str, int], inside: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(code for code, most in limited.items() if len(inside.get(code, ())) >= most)


def _closings(aisle: Aisle, now: datetime, zone: ZoneInfo) -> tuple[Span, ...]:
    found = aisle.closings(now, now + AHEAD, zone)
    return tuple(Span((begin - now).total_seconds(), (end - now).total_seconds()) for begin, end in found)


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


def _people_in(session: Session, store_id: str) -> dict[str, frozenset[str]]:
    """Name the people whose walk still leads into each aisle."""
    rows = (
        select(Bin.aisle, PickTask.person_id)
        .join(PickLine, PickLine.bin_id == Bin.id)
        .join(PickTask, PickTask.id == PickLine.task_id)
        .where(PickTask.store_id == store_id, PickTask.state.in_(_WALKING), PickLine.state.in_(TO_TAKE))
        .where(PickTask.person_id.is_not(None))
        .distinct()
    )
    found: dict[str, set[str]] = defaultdict(set)
    for aisle, person_id in session.execute(rows):
        found[aisle].add(str(person_id))
    return {aisle: frozenset(people) for aisle, people in found.items()}
