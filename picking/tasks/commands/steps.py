"""What every command of this room begins with: open the task or line, refuse who may not, step, and tell the rooms."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, select

from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.lifecycle import PickLineState, PickLineStep, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import IN_HAND

# Made once: putting a statement together takes longer than the database needs to answer it.
_LINES = select(PickLine).where(PickLine.task_id == bindparam("of_task")).order_by(PickLine.rank, PickLine.id)
WAITING = (PickLineState.PARKED, PickLineState.SHORT_REPORTED, PickLineState.SUB_PROPOSED)
GONE = (PickLineState.VOID, PickLineState.REVERSED)
TO_PICK = (
    PickTaskState.CREATED,
    PickTaskState.AVAILABLE,
    PickTaskState.OFFERED,
    PickTaskState.ASSIGNED,
    PickTaskState.IN_PROGRESS,
    PickTaskState.PARKED,
)

_LINE_SAYS = {
    PickLineState.PARKED: "line_parked",
    PickLineState.SHORT_REPORTED: "line_waits_for_answer",
    PickLineState.SUB_PROPOSED: "line_waits_for_answer",
    PickLineState.UNVERIFIED: "line_unverified",
    PickLineState.VOID: "line_cancelled",
    PickLineState.REVERSED: "line_cancelled",
}
_TASK_SAYS = {
    PickTaskState.STOPPED: "order_stopped",
    PickTaskState.CANCELLED: "line_cancelled",
    PickTaskState.ASSIGNED: "basket_missing",
}


def step_task(
    work: UnitOfWork, task: PickTask, step: PickTaskStep, patience: timedelta | None = None, **facts: object
) -> None:
    """Take a pick task one step on and tell its zone, its store and whoever holds it."""
    work.step(task, step, patience, **facts)
    body = task_body(task)
    for room in (f"zone:{task.zone_id}", f"store:{task.store_id}"):
        work.push(room, "task", body)
    if task.person_id:
        work.push(f"person:{task.person_id}", "task", body)


def task_body(task: PickTask) -> Json:
    """Give what a room is told of a task: ids and state, never its lines."""
    return {
        "task_id": task.id, "order_id": task.order_id, "zone_id": task.zone_id,
        "state": str(task.state), "person_id": task.person_id, "walk_id": task.walk_id,
    }  # fmt: skip


def tell_line(work: UnitOfWork, task: PickTask, line: PickLine) -> None:
    """Tell the holder that a line changed without the holder's doing; the holder's own scans are answered anyway."""
    if task.person_id and task.person_id != work.by.person_id:
        body = {"task_id": task.id, "line_id": line.id, "state": str(line.state), "bin_id": line.bin_id}
        work.push(f"person:{task.person_id}", "task", body)


def open_task(work: UnitOfWork, task_id: str) -> PickTask:
    """Open a pick task so that nobody else changes it meanwhile."""
    return work.get(PickTask, task_id, lock=True)


def own_task(work: UnitOfWork, task_id: str) -> PickTask:
    """Open a task the actor holds; refuses somebody else's, by name."""
    task = open_task(work, task_id)
    _check_holder(work, task)
    return task


def open_line(work: UnitOfWork, line_id: str) -> tuple[PickLine, PickTask]:
    """Open a line with its task; refuses one that is not there any more."""
    known = work.find(PickLine, line_id)
    if known is None:
        raise Refusal("line_vanished", Kind.UNKNOWN, line=line_id)
    task = open_task(work, known.task_id)
    return work.get(PickLine, line_id, lock=True), task


def own_line(work: UnitOfWork, line_id: str, *states: PickLineState) -> tuple[PickLine, PickTask]:
    """Open a line the actor is picking, in one of these states; every other state has its own refusal."""
    work.by.require("pick")
    line, task = open_line(work, line_id)
    if line.state in GONE:
        raise Refusal("line_cancelled", line=line_id)
    if task.state in (PickTaskState.STOPPED, PickTaskState.CANCELLED):
        raise Refusal(_TASK_SAYS[task.state], order_id=task.order_id)
    if line.state not in states:
        raise Refusal(_LINE_SAYS.get(line.state, "line_finished"), line=line_id, state=str(line.state))
    _check_holder(work, task)
    if task.state is not PickTaskState.IN_PROGRESS:
        raise Refusal(_TASK_SAYS.get(task.state, "task_not_started"), state=str(task.state))
    return line, task


def lines_of(work: UnitOfWork, task: PickTask) -> Sequence[PickLine]:
    """Give all lines of a task by rank."""
    return work.session.scalars(_LINES, {"of_task": task.id}).all()


def done_step(line: PickLine, *, weighed: bool) -> PickLineStep:
    """Choose the step that ends a line of which everything is taken."""
    if line.typed:
        return PickLineStep.TAKE_UNVERIFIED
    return PickLineStep.WEIGH if weighed else PickLineStep.TAKE_ALL


def _check_holder(work: UnitOfWork, task: PickTask) -> None:
    if work.by.is_system or (task.person_id is not None and task.person_id == work.by.person_id):
        return
    holder = work.find(Person, task.person_id) if task.person_id else None
    if holder is None or task.state not in IN_HAND:
        raise Refusal("task_not_yours", state=str(task.state))
    raise Refusal("task_of_other", person=holder.name)
