"""Who is at work now: what is in everybody's hands and ahead of them, what was carried, since when who is idle."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.devices.lifecycle import StationSessionState
from picking.devices.model import Device, StationSession
from picking.floor.model import Stall, Zone
from picking.foundation.settings import FloorSettings
from picking.orders.model import Order
from picking.people.model import Person, Shift
from picking.people.queries import breaks
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.tasks.ledger import Ledger, ledgers
from picking.tasks.lifecycle import FloorTaskState, PickTaskState, PutBackState
from picking.tasks.model import FloorTask, FloorTaskKind, PickTask, PutBack, Walk
from picking.tasks.presence import BUSY
from picking.tasks.standing.people import busy_seconds

TO_MAKE = (TicketState.QUEUED, TicketState.IN_PREP)


@dataclass(frozen=True)
class AtWork:
    """One person now; `ahead_seconds` is the work in the hands and at the stall, `idle_since` is of the idle only."""

    person: Person
    since: datetime | None
    ledger: Ledger
    device: Device | None = None
    stall: Stall | None = None
    tasks: Sequence[tuple[PickTask, Order, Zone]] = ()
    put_backs: int = 0
    asked_for: Sequence[FloorTaskKind] = field(default_factory=tuple)
    tickets: int = 0
    ahead_seconds: float = 0.0
    idle_since: datetime | None = None
    break_until: datetime | None = None


def people_now(session: Session, store_id: str, now: datetime, settings: FloorSettings) -> list[AtWork]:
    """Give everybody on shift, and those who hold work although their shift is over, by name."""
    shifts = _shifts(session, store_id)
    held = _held(session, store_id)
    rows = select(Person).where(Person.id.in_({*shifts, *held})).order_by(Person.name, Person.id)
    people = session.scalars(rows).all()
    ids = [person.id for person in people]
    known, ahead = ledgers(session, people, now, settings), busy_seconds(session, ids)
    devices = {each.person_id: each for each in session.scalars(select(Device).where(Device.person_id.in_(ids)))}
    stalls, tickets = _stalls(session, store_id), _tickets(session, store_id)
    put_backs, asked = _put_backs(session, ids), _asked(session, ids)
    last, resting = _last_walks(session, ids), breaks(session, store_id, now)

    def at_work(person: Person) -> AtWork:
        stall = stalls.get(person.id)
        count, seconds = tickets.get(stall.id, (0, 0)) if stall else (0, 0)
        tasks, doing = held.get(person.id, ()), put_backs.get(person.id, 0) + len(asked[person.id])
        is_idle = not tasks and not doing and stall is None and person.id not in resting
        since = shifts.get(person.id)
        return AtWork(
            person, since, known[person.id], devices.get(person.id), stall, tasks, put_backs.get(person.id, 0),
            asked[person.id], count, ahead.get(person.id, 0.0) + seconds,
            max((at for at in (last.get(person.id), since) if at), default=None) if is_idle else None,
            resting.get(person.id),
        )  # fmt: skip

    return [at_work(person) for person in people]


def _shifts(session: Session, store_id: str) -> dict[str, datetime]:
    rows = select(Shift.person_id, Shift.started_at).join(Person, Person.id == Shift.person_id)
    return dict(session.execute(rows.where(Shift.store_id == store_id, Shift.ended_at.is_(None), Person.active)).all())


def _held(session: Session, store_id: str) -> Mapping[str, list[tuple[PickTask, Order, Zone]]]:
    rows = (
        select(PickTask, Order, Zone)
        .join(Order, Order.id == PickTask.order_id)
        .join(Zone, Zone.id == PickTask.zone_id)
        .where(PickTask.store_id == store_id, PickTask.person_id.is_not(None), PickTask.state.in_(BUSY))
        .order_by(PickTask.due_at, PickTask.id)
    )
    found: dict[str, list[tuple[PickTask, Order, Zone]]] = defaultdict(list)
    for task, order, zone in session.execute(rows):
        if task.state is not PickTaskState.STOPPED or task.stop_confirmed_at is None:
            found[str(task.person_id)].append((task, order, zone))
    return found


def _stalls(session: Session, store_id: str) -> dict[str, Stall]:
    rows = (
        select(StationSession.person_id, Stall)
        .join(Stall, Stall.id == StationSession.stall_id)
        .where(StationSession.store_id == store_id, StationSession.state != StationSessionState.CLOSED)
        .order_by(StationSession.opened_at)
    )
    return dict(session.execute(rows).all())


def _tickets(session: Session, store_id: str) -> dict[str, tuple[int, int]]:
    """Count each stall's tickets to be made, and their seconds."""
    rows = (
        select(Ticket.stall_id, func.count(), func.sum(Ticket.prep_seconds))
        .where(Ticket.store_id == store_id, Ticket.state.in_(TO_MAKE))
        .group_by(Ticket.stall_id)
    )
    return {stall_id: (count, int(seconds)) for stall_id, count, seconds in session.execute(rows)}


def _put_backs(session: Session, ids: Collection[str]) -> dict[str, int]:
    rows = select(PutBack.person_id, func.count()).group_by(PutBack.person_id)
    mine = rows.where(PutBack.person_id.in_(ids), PutBack.state == PutBackState.IN_PROGRESS)
    return {str(person_id): count for person_id, count in session.execute(mine)}


def _asked(session: Session, ids: Collection[str]) -> Mapping[str, list[FloorTaskKind]]:
    rows = select(FloorTask.person_id, FloorTask.kind).where(
        FloorTask.person_id.in_(ids), FloorTask.state == FloorTaskState.IN_PROGRESS
    )
    found: dict[str, list[FloorTaskKind]] = defaultdict(list)
    for person_id, kind in session.execute(rows.order_by(FloorTask.id)):
        found[str(person_id)].append(kind)
    return found


def _last_walks(session: Session, ids: Collection[str]) -> dict[str, datetime]:
    rows = select(Walk.person_id, func.max(Walk.ended_at)).group_by(Walk.person_id)
    mine = rows.where(Walk.person_id.in_(ids), Walk.ended_at.is_not(None), Walk.taken_at.is_not(None))
    return {person_id: at for person_id, at in session.execute(mine) if at is not None}
