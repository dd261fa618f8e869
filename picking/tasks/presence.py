"""Who can be asked to walk: on shift with the right to pick, reachable, and not somebody who just left an offer lie."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.foundation.settings import FloorSettings
from picking.people.model import Person
from picking.people.queries import breaks, on_shift
from picking.people.rights import rights_of
from picking.tasks.lifecycle import FloorTaskState, PickTaskState, PutBackState
from picking.tasks.model import FloorTask, PickTask, PutBack, Walk
from picking.tasks.queries import IN_HAND

_UNREACHABLE = (DeviceState.OFFLINE, DeviceState.LOST)
BUSY = (*IN_HAND, PickTaskState.OFFERED, PickTaskState.STOPPED)


def askable_people(session: Session, store_id: str, now: datetime, settings: FloorSettings) -> list[Person]:
    """List whom work can be given to, busy or not, by name."""
    since = now - timedelta(minutes=settings.device_silent_minutes_max)
    unwilling = set(
        session.scalars(select(Walk.person_id).where(Walk.taken_at.is_(None), Walk.ended_at >= since))
    )  # fmt: skip
    reachable: dict[str, bool] = {}
    for device in session.scalars(select(Device).where(Device.person_id.is_not(None))):
        holder = device.person_id or ""
        reachable[holder] = reachable.get(holder, False) or device.state not in _UNREACHABLE
    return [
        person
        for person in on_shift(session, store_id)
        if "pick" in rights_of(person.roles) and person.id not in unwilling and reachable.get(person.id, True)
    ]


def free_of(session: Session, people: Sequence[Person], now: datetime) -> list[Person]:
    """Keep those who have nothing in hand, nothing offered, and no break."""
    ids = [person.id for person in people]
    busy = select(PickTask.person_id).where(PickTask.person_id.in_(ids), PickTask.state.in_(BUSY))
    putting_back = select(PutBack.person_id).where(
        PutBack.person_id.in_(ids), PutBack.state == PutBackState.IN_PROGRESS
    )
    taken = {*session.scalars(busy), *session.scalars(putting_back)}
    if people:
        taken |= breaks(session, people[0].store_id, now).keys()
    return [person for person in people if person.id not in taken]


def busy_in(session: Session, store_id: str, zone_id: str | None) -> Sequence[str]:
    """Give the ids of those who work in a zone now, on a walk or another task; of the whole store without a zone."""
    walks = select(PickTask.person_id).where(PickTask.store_id == store_id, PickTask.state.in_(IN_HAND))
    others = select(FloorTask.person_id).where(
        FloorTask.store_id == store_id, FloorTask.state == FloorTaskState.IN_PROGRESS
    )
    if zone_id is not None:
        walks, others = walks.where(PickTask.zone_id == zone_id), others.where(FloorTask.zone_id == zone_id)
    rows = union(walks, others)
    return [person_id for person_id in session.scalars(rows) if person_id is not None]
