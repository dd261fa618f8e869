"""What each person has carried, walked and stood in the cold this shift, and how much more is allowed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.floor.model import Zone
from picking.foundation.kinds import TemperatureClass
from picking.foundation.settings import FloorSettings
from picking.people.model import Person, Shift
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask, Walk

_AT_THE_SHELVES = (PickTaskState.ASSIGNED, PickTaskState.IN_PROGRESS)
Stint = tuple[datetime, datetime]


@dataclass(frozen=True)
class Ledger:
    """One person's shift so far; `cold_minutes` are those since the last pause from the cold."""

    kilograms: float = 0.0
    metres: int = 0
    cold_minutes: float = 0.0

    def left(self, settings: FloorSettings) -> dict[str, float]:
        """Give how much more this person may carry and be in the cold, by key of a task's load."""
        return {
            "kg": max(0.0, settings.shift_kilograms_max - self.kilograms),
            "cold_minutes": max(0.0, settings.cold_minutes_max - self.cold_minutes),
        }

    def is_walked_out(self, settings: FloorSettings) -> bool:
        """Tell whether this person has walked enough for one shift."""
        return self.metres >= settings.shift_metres_max


def ledgers(session: Session, people: Sequence[Person], now: datetime, settings: FloorSettings) -> dict[str, Ledger]:
    """Give everybody's ledger of the shift that runs, by person."""
    begun = _shifts(session, people)
    kilograms, stints = _carried(session, begun, now)
    metres = _walked(session, begun)
    pause = timedelta(minutes=settings.cold_pause_minutes)
    return {
        person.id: Ledger(kilograms[person.id], metres[person.id], cold_minutes(stints[person.id], now, pause))
        for person in people
    }


def cold_minutes(stints: Iterable[Stint], now: datetime, pause: timedelta) -> float:
    """Add up the time in the cold since the last pause that was long enough."""
    total, until = timedelta(), None
    for begin, end in sorted(stints):
        if until is None or begin - until >= pause:
            total, until = timedelta(), begin
        total += max(timedelta(), end - max(begin, until))
        until = max(until, end)
    rested = until is None or now - until >= pause
    return 0.0 if rested else total.total_seconds() / 60


def _shifts(session: Session, people: Sequence[Person]) -> dict[str, datetime]:
    rows = select(Shift.person_id, Shift.started_at).where(
        Shift.person_id.in_([person.id for person in people]), Shift.ended_at.is_(None)
    )
    return {row.person_id: row.started_at for row in session.execute(rows)}


def _carried(
    session: Session, begun: dict[str, datetime], now: datetime
) -> tuple[dict[str, float], dict[str, list[Stint]]]:
    """Give each person's kilograms, and the times between taking a freezer task and its last goods."""
    taken = select(func.max(PickLine.state_since)).where(PickLine.task_id == PickTask.id, PickLine.picked > 0)
    rows = (
        select(PickTask.person_id, PickTask.assigned_at, PickTask.load, PickTask.state)
        .add_columns(Zone.temperature_class, taken.correlate(PickTask).scalar_subquery())
        .join(Zone, Zone.id == PickTask.zone_id)
        .where(PickTask.person_id.in_(begun), PickTask.assigned_at >= min(begun.values(), default=now))
    )
    kilograms: dict[str, float] = defaultdict(float)
    stints: dict[str, list[Stint]] = defaultdict(list)
    for person_id, assigned_at, load, state, temperature_class, last_taken in session.execute(rows):
        if person_id is None or assigned_at is None or assigned_at < begun[person_id]:
            continue
        kilograms[person_id] += load.get("grams", 0) / 1000
        if temperature_class is TemperatureClass.FROZEN:
            until = now if state in _AT_THE_SHELVES else last_taken
            stints[person_id] += [(assigned_at, max(assigned_at, until))] if until else []
    return kilograms, stints


def _walked(session: Session, begun: dict[str, datetime]) -> dict[str, int]:
    rows = select(Walk.person_id, Walk.taken_at, Walk.metres).where(
        Walk.person_id.in_(begun), Walk.taken_at.is_not(None)
    )
    metres: dict[str, int] = defaultdict(int)
    for person_id, taken_at, length in session.execute(rows):
        metres[person_id] += length if taken_at is not None and taken_at >= begun[person_id] else 0
    return metres
