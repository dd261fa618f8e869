"""The open pick tasks of a store as a lead sees them: who has each, how often it was refused, who may have it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from picking.floor.model import Zone
from picking.foundation.records import JournalRow
from picking.people.model import Person
from picking.people.queries import on_shift
from picking.people.rights import rights_of
from picking.tasks.lifecycle import PICK_TASK, PickLineState, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE
from picking.tasks.skills import may_pick_in

REFUSALS = (str(PickTaskStep.DECLINE), str(PickTaskStep.TIME_OUT))
SHOWN = tuple(PICK_TASK.open_states() - {PickTaskState.CREATED, PickTaskState.PUT_AWAY})
TAKEN = (PickLineState.PARTIAL, PickLineState.PICKED, PickLineState.WEIGHED, PickLineState.UNVERIFIED)


@dataclass(frozen=True)
class TaskLines:
    """How far a task is: lines still to take, lines in the basket, lines that wait for an answer or a search."""

    to_take: int = 0
    taken: int = 0
    waiting: int = 0


def open_work(store_id: str, states: Sequence[PickTaskState] = SHOWN) -> Select[PickTask]:
    """Select a store's open pick tasks in these states."""
    return select(PickTask).where(PickTask.store_id == store_id, PickTask.state.in_(states))


def times_refused(session: Session, task_ids: Collection[str]) -> dict[str, int]:
    """Count how often each task was offered in vain."""
    rows = (
        select(JournalRow.thing_id, func.count())
        .where(JournalRow.thing == PICK_TASK.name, JournalRow.thing_id.in_(task_ids), JournalRow.step.in_(REFUSALS))
        .group_by(JournalRow.thing_id)
    )
    return dict(session.execute(rows).all())


def lines_of_tasks(session: Session, task_ids: Collection[str]) -> Mapping[str, TaskLines]:
    """Count each task's lines."""
    rows = (
        select(PickLine.task_id, PickLine.state, func.count())
        .where(PickLine.task_id.in_(task_ids))
        .group_by(PickLine.task_id, PickLine.state)
    )
    found: dict[str, TaskLines] = {}
    waits = (PickLineState.PARKED, PickLineState.SHORT_REPORTED, PickLineState.SUB_PROPOSED)
    for task_id, state, count in session.execute(rows):
        one = found.get(task_id, TaskLines())
        found[task_id] = TaskLines(
            one.to_take + count * (state in TO_TAKE),
            one.taken + count * (state in TAKEN),
            one.waiting + count * (state in waits),
        )
    return found


def pickers_on_shift(session: Session, store_id: str) -> Sequence[Person]:
    """Give who on shift may pick at all, by name."""
    return [one for one in on_shift(session, store_id) if "pick" in rights_of(one.roles)]


def able_people(session: Session, store_id: str) -> Mapping[str, Sequence[Person]]:
    """Give who on shift may pick in each zone, by name."""
    people = pickers_on_shift(session, store_id)
    zones = session.scalars(select(Zone).where(Zone.store_id == store_id).order_by(Zone.id))
    return {zone.id: [one for one in people if may_pick_in(one, zone)] for zone in zones}
