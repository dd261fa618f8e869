"""What can be asked about work: a person's next work and walk, its lines, the queue, put-backs and floor tasks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from picking.floor.model import Zone
from picking.people.model import Person
from picking.people.rights import rights_of
from picking.tasks.lifecycle import (
    FloorTaskState,
    PickLineState,
    PickTaskState,
    PutBackLineState,
    PutBackState,
)
from picking.tasks.model import FloorTask, PickLine, PickTask, PutBack, PutBackLine, Walk
from picking.tasks.planned import PlannedWalk, Planner, PlannerState
from picking.tasks.skills import RIGHT_FOR, may_pick_in

SEEN_MAX = 3
"""So many lines of a walk are on the handheld: the one at hand and the next two."""
JOINED = "flag_joined"
"""The flag of a task that joined a walk somebody was on, until its basket is scanned."""
LEFT_OUT = "flag_left_out"
"""The flag of one that was left out again: it gets a walk of its own."""
TO_TAKE = (PickLineState.OPEN, PickLineState.AT_BIN, PickLineState.PARTIAL)
IN_HAND = (PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS, PickTaskState.PICKED, PickTaskState.PACKING)
OPEN_TASKS = (
    PickTaskState.CREATED, PickTaskState.AVAILABLE, PickTaskState.OFFERED, *IN_HAND,
    PickTaskState.PARKED, PickTaskState.STOPPED,
)  # fmt: skip
OPEN_PUT_BACKS = (PutBackState.NEW, PutBackState.IN_PROGRESS)
OPEN_FLOOR_TASKS = (FloorTaskState.NEW, FloorTaskState.IN_PROGRESS)
OPEN_PUT_BACK_LINES = (PutBackLineState.TO_RETURN, PutBackLineState.CHECKED)


@dataclass(frozen=True)
class NextWork:
    """What a person should do next: `kind` is walk, put_back, offer, task or floor_task, `id` names it."""

    kind: str
    id: str


def next_work(session: Session, person: Person) -> NextWork | None:
    """Say what a person does next: what is begun, then what is offered, then put-backs, orders and asks by due time."""
    begun = next((NextWork(kind, row.id) for kind, row in _begun(session, person) if row is not None), None)
    if begun is not None:
        return begun
    zone_ids = zones_of(session, person)
    waiting = [
        (kind, row)
        for kind, row in (
            ("put_back", session.scalars(_free_put_backs(person, zone_ids).limit(1)).first()),
            ("task", session.scalars(free_tasks(person.store_id, zone_ids, person.id).limit(1)).first()),
            ("floor_task", session.scalars(free_floor_tasks(person, zone_ids).limit(1)).first()),
        )
        if row is not None
    ]
    if not waiting:
        return None
    kind, row = min(waiting, key=lambda found: found[1].due_at)
    return NextWork(kind, row.id)


def next_start(session: Session, person: Person) -> tuple[Zone, datetime] | None:
    """Give the zone and the time of the next walk that is held and that this person may walk."""
    rows = (
        select(PickTask.zone_id, PickTask.start_at)
        .where(
            PickTask.store_id == person.store_id,
            PickTask.state == PickTaskState.CREATED,
            PickTask.start_at.is_not(None),
            PickTask.zone_id.in_(zones_of(session, person)),
        )
        .order_by(PickTask.start_at, PickTask.id)
    )
    found = session.execute(rows.limit(1)).first()
    if found is None or found.start_at is None:
        return None
    return session.get_one(Zone, found.zone_id), found.start_at


def zones_of(session: Session, person: Person) -> list[str]:
    """List the zones a person has the skill for."""
    rows = session.scalars(select(Zone).where(Zone.store_id == person.store_id).order_by(Zone.code))
    return [zone.id for zone in rows if may_pick_in(person, zone)]


def current_walk(session: Session, person_id: str) -> Walk | None:
    """Give the walk a person is on: one with a task in the person's hand, or stopped there."""
    on_it = (PickTask.walk_id == Walk.id, PickTask.person_id == person_id)
    in_hand = select(PickTask.id).where(*on_it, PickTask.state.in_((*IN_HAND, PickTaskState.STOPPED))).exists()
    started = select(PickTask.id).where(*on_it, PickTask.state != PickTaskState.ASSIGNED).exists()
    rows = (
        select(Walk)
        .where(Walk.person_id == person_id, Walk.ended_at.is_(None), in_hand)
        .order_by(started.desc(), Walk.started_at, Walk.id)
    )
    return session.scalars(rows.limit(1)).first()


def offered_tasks(session: Session, person_id: str) -> Sequence[PickTask]:
    """List what is offered to a person now."""
    rows = select(PickTask).where(PickTask.person_id == person_id, PickTask.state == PickTaskState.OFFERED)
    return session.scalars(rows.order_by(PickTask.due_at, PickTask.id)).all()


def free_tasks(store_id: str, zone_ids: Collection[str] | None, person_id: str | None) -> Select[PickTask]:
    """Select the queue: what waits for somebody in these zones (None: all), first what this person had before.

    Dear customers' come first, then by due time.
    """
    rows = select(PickTask).where(PickTask.store_id == store_id, PickTask.state == PickTaskState.AVAILABLE)
    if zone_ids is not None:
        rows = rows.where(PickTask.zone_id.in_(zone_ids))
    mine = case((PickTask.person_id == person_id, 0), else_=1)
    return rows.order_by(mine, PickTask.priority.desc(), PickTask.due_at, PickTask.id)


def is_planned(session: Session, store_id: str) -> bool:
    """Tell whether a store's work follows plans: its planner is ready."""
    planner = session.get(Planner, store_id)
    return planner is not None and planner.state is PlannerState.READY


def planned_walks(session: Session, store_id: str, person_id: str | None = None) -> Sequence[PlannedWalk]:
    """List the walks of the plan in force, each person's in turn."""
    rows = select(PlannedWalk).where(PlannedWalk.store_id == store_id)
    if person_id is not None:
        rows = rows.where(PlannedWalk.person_id == person_id)
    return session.scalars(rows.order_by(PlannedWalk.person_id, PlannedWalk.turn)).all()


def free_floor_tasks(person: Person, zone_ids: Collection[str]) -> Select[FloorTask]:
    """Select the floor tasks nobody has taken that this person may do, by due time."""
    rights = rights_of(person.roles)
    kinds = [kind for kind, right in RIGHT_FOR.items() if right in rights]
    return (
        select(FloorTask)
        .where(FloorTask.store_id == person.store_id, FloorTask.state == FloorTaskState.NEW, FloorTask.kind.in_(kinds))
        .where(or_(FloorTask.zone_id.is_(None), FloorTask.zone_id.in_(zone_ids)))
        .where(func.coalesce(FloorTask.subject["not_by"].as_string(), "") != person.id)
        .order_by(FloorTask.due_at, FloorTask.id)
    )


def tasks_of_walk(session: Session, walk_id: str) -> Sequence[PickTask]:
    """List a walk's tasks, the one due first in front."""
    rows = select(PickTask).where(PickTask.walk_id == walk_id).order_by(PickTask.due_at, PickTask.id)
    return session.scalars(rows).all()


def open_lines(session: Session, walk_id: str) -> Sequence[PickLine]:
    """List what is still to take on a walk, in walking order; typed codes that want their scan come after."""
    rows = _lines_of_walk(walk_id).where(PickLine.state.in_((*TO_TAKE, PickLineState.UNVERIFIED)))
    last = case((PickLine.state == PickLineState.UNVERIFIED, 1), else_=0)
    return session.scalars(rows.order_by(last, PickLine.rank, PickLine.id)).all()


def task_of_basket(session: Session, store_id: str, basket_id: str) -> PickTask | None:
    """Give the open task whose goods are in a basket."""
    rows = select(PickTask).where(
        PickTask.store_id == store_id, PickTask.basket_id == basket_id, PickTask.state.in_(OPEN_TASKS)
    )
    return session.scalars(rows).one_or_none()


def stops_awaited(session: Session, order_id: str) -> Sequence[PickTask]:
    """List an order's stopped tasks whose holders have not said yet that they stopped."""
    rows = select(PickTask).where(
        PickTask.order_id == order_id, PickTask.state == PickTaskState.STOPPED, PickTask.stop_confirmed_at.is_(None)
    )
    return session.scalars(rows.order_by(PickTask.id)).all()


def bins_waiting_for(session: Session, store_id: str, sku: str) -> Sequence[str]:
    """Give the bins at which parked lines wait for an item, the longest wait first."""
    waiting = select(PickLine.bin_id).where(
        PickLine.store_id == store_id, PickLine.sku == sku, PickLine.state == PickLineState.PARKED
    )
    found = session.scalars(waiting.where(PickLine.bin_id.is_not(None)).order_by(PickLine.state_since, PickLine.id))
    return [bin_id for bin_id in found if bin_id is not None]


def put_back_lines(session: Session, put_back_id: str) -> Sequence[PutBackLine]:
    """List what is still to put back, in walking order with frozen goods first."""
    rows = select(PutBackLine).where(PutBackLine.put_back_id == put_back_id, PutBackLine.state.in_(OPEN_PUT_BACK_LINES))
    return session.scalars(rows.order_by(PutBackLine.rank, PutBackLine.id)).all()


def put_back_at(session: Session, store_id: str, where: str) -> PutBack | None:
    """Give the open put-back whose goods are in this basket or slot, the one due first."""
    rows = select(PutBack).where(
        PutBack.store_id == store_id, PutBack.where == where, PutBack.state.in_(OPEN_PUT_BACKS)
    )
    return session.scalars(rows.order_by(PutBack.due_at, PutBack.id).limit(1)).first()


def sub_order_tasks(session: Session, sub_order_id: str) -> Sequence[PickTask]:
    """List all tasks of a sub-order."""
    rows = select(PickTask).where(PickTask.sub_order_id == sub_order_id).order_by(PickTask.id)
    return session.scalars(rows).all()


def queue_figures(session: Session, store_id: str) -> dict[str, int]:
    """Count a store's open tasks by state, for the live board."""
    rows = (
        select(PickTask.state, func.count())
        .where(PickTask.store_id == store_id, PickTask.state.in_(OPEN_TASKS))
        .group_by(PickTask.state)
    )
    return {str(state): count for state, count in session.execute(rows)}


def _begun(session: Session, person: Person) -> list[tuple[str, Walk | PutBack | FloorTask | PickTask | None]]:
    put_backs = select(PutBack).where(PutBack.person_id == person.id, PutBack.state == PutBackState.IN_PROGRESS)
    asked = select(FloorTask).where(FloorTask.person_id == person.id, FloorTask.state == FloorTaskState.IN_PROGRESS)
    return [
        ("walk", current_walk(session, person.id)),
        ("put_back", session.scalars(put_backs.order_by(PutBack.id).limit(1)).first()),
        ("floor_task", session.scalars(asked.order_by(FloorTask.due_at).limit(1)).first()),
        ("offer", next(iter(offered_tasks(session, person.id)), None)),
    ]


def _free_put_backs(person: Person, zone_ids: Collection[str]) -> Select[PutBack]:
    return (
        select(PutBack)
        .where(PutBack.store_id == person.store_id, PutBack.state == PutBackState.NEW)
        .where(or_(PutBack.zone_id.is_(None), PutBack.zone_id.in_(zone_ids)))
        .order_by(PutBack.due_at, PutBack.id)
    )


def _lines_of_walk(walk_id: str) -> Select[PickLine]:
    return select(PickLine).join(PickTask, PickTask.id == PickLine.task_id).where(PickTask.walk_id == walk_id)
