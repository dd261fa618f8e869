"""Who can walk, as pickers of a planning problem: where they are, when they are free, what they may do."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from picking.floor.model import Bin, Zone
from picking.foundation.settings import FloorSettings
from picking.people.model import Person
from picking.people.queries import breaks
from picking.planning import Limits, Picker
from picking.tasks.ledger import Ledger, ledgers
from picking.tasks.lifecycle import FloorTaskState, PutBackState
from picking.tasks.model import FloorTask, PickLine, PickTask, PutBack, Walk
from picking.tasks.pace import SPEEDS
from picking.tasks.presence import BUSY, askable_people
from picking.tasks.queries import TO_TAKE
from picking.tasks.skills import FREEZER, may_pick_in
from picking.tasks.standing.floor_now import FloorNow

OTHER_WORK_SECONDS = 120.0
"""How long putting back or another ask on the floor still takes, as far as anybody knows."""
SEEN_LATELY = timedelta(hours=1)


def pickers(
    session: Session, store_id: str, here: FloorNow, now: datetime, settings: FloorSettings
) -> tuple[Picker, ...]:
    """Give everybody who may walk more this shift; whoever has carried least comes first."""
    present = askable_people(session, store_id, now, settings)
    known = ledgers(session, present, now, settings)
    able = [person for person in present if not known[person.id].is_walked_out(settings)]
    able.sort(key=lambda person: (known[person.id].kilograms, person.id))
    ids = [person.id for person in able]
    zones = session.scalars(select(Zone).where(Zone.store_id == store_id)).all()
    standing_at, busy = _standing_at(session, ids, now), busy_seconds(session, ids)
    resting = {person_id: (until - now).total_seconds() for person_id, until in breaks(session, store_id, now).items()}
    return tuple(
        Picker(
            id=person.id,
            at=here.place_of.get(standing_at.get(person.id, -1)),
            zones=frozenset(zone.id for zone in zones if may_pick_in(person, zone)),
            skills=_skills(person),
            free_at=max(busy.get(person.id, 0.0), resting.get(person.id, 0.0)),
            allowance=_allowance(known[person.id], settings),
        )
        for person in able
    )


def _skills(person: Person) -> frozenset[str]:
    return frozenset({FREEZER} & set(person.skills))


def _allowance(ledger: Ledger, settings: FloorSettings) -> Limits:
    return Limits(ledger.left(settings))


def _standing_at(session: Session, ids: Collection[str], now: datetime) -> Mapping[str, int]:
    """Give the node of the bin each person took something from last, if that is not long ago."""
    rows = (
        select(PickTask.person_id, Bin.node)
        .join(PickLine, PickLine.task_id == PickTask.id)
        .join(Bin, Bin.id == PickLine.bin_id)
        .where(PickTask.person_id.in_(ids), PickLine.picked > 0, PickLine.state_since >= now - SEEN_LATELY)
        .order_by(PickLine.state_since, PickLine.rank)
    )
    return {person_id: node for person_id, node in session.execute(rows) if person_id is not None}


def busy_seconds(session: Session, ids: Collection[str]) -> dict[str, float]:
    """Guess how long each person is busy with what is in hand or offered."""
    seconds: dict[str, float] = {}
    for walk_seconds, person_id in _walks(session, ids):
        seconds[person_id] = seconds.get(person_id, 0.0) + walk_seconds
    others = (
        select(PutBack.person_id).where(PutBack.person_id.in_(ids), PutBack.state == PutBackState.IN_PROGRESS),
        select(FloorTask.person_id).where(FloorTask.person_id.in_(ids), FloorTask.state == FloorTaskState.IN_PROGRESS),
    )
    for person_id in (found for rows in others for found in session.scalars(rows) if found is not None):
        seconds[person_id] = seconds.get(person_id, 0.0) + OTHER_WORK_SECONDS
    return seconds


def _walks(session: Session, ids: Collection[str]) -> list[tuple[float, str]]:
    """Give the seconds left of each open walk: its lines, the rest of its way, and each basket's packing."""
    todo = func.sum(case((PickLine.state.in_(TO_TAKE), 1), else_=0))
    rows = (
        select(PickTask.person_id, Walk.id, Walk.metres, func.count(PickTask.id.distinct()), func.count(), todo)
        .join(Walk, Walk.id == PickTask.walk_id)
        .join(PickLine, PickLine.task_id == PickTask.id)
        .where(PickTask.person_id.in_(ids), PickTask.state.in_(BUSY))
        .group_by(PickTask.person_id, Walk.id, Walk.metres)
    )
    return [
        (
            SPEEDS.trip_seconds
            + SPEEDS.order_seconds * tasks
            + SPEEDS.line_seconds * left
            + SPEEDS.walking(metres * left / lines),
            person_id,
        )
        for person_id, _, metres, tasks, lines, left in session.execute(rows)
        if person_id is not None
    ]
