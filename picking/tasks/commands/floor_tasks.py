"""Floor tasks: something else somebody is asked to do, once for each subject, until it is done or not needed."""

from datetime import datetime

from sqlalchemy import select

from picking.foundation.locking import LOCK
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.tasks.commands.wished import follow_task
from picking.tasks.events import QuestionAsked
from picking.tasks.lifecycle import FloorTaskStep
from picking.tasks.model import FloorTask, FloorTaskKind
from picking.tasks.queries import OPEN_FLOOR_TASKS
from picking.tasks.skills import RIGHT_FOR, at_work


def ask(
    work: UnitOfWork,
    kind: FloorTaskKind,
    key: str,
    subject: Json,
    due_at: datetime,
    *,
    zone_id: str | None = None,
    order_id: str | None = None,
) -> FloorTask:
    """Ask for something; the open task is given back when the same `key` was asked for already."""
    known = _open_by_key(work, key)
    if known is not None:
        known.due_at = min(known.due_at, due_at)
        return known
    task = work.add(
        FloorTask(
            id=work.ids.new(), store_id=work.by.store_id, kind=kind, key=key, order_id=order_id, zone_id=zone_id,
            subject=subject, due_at=due_at,
        )
    )  # fmt: skip
    work.session.flush()
    _tell(work, task)
    if kind is FloorTaskKind.QUESTION:
        work.tell(QuestionAsked(task.id, zone_id))
    return task


def take_floor_task(work: UnitOfWork, floor_task_id: str) -> FloorTask:
    """Go and do it; refuses who is not at work and what somebody else does already."""
    task = work.get(FloorTask, floor_task_id, lock=True)
    work.by.require(RIGHT_FOR[task.kind])
    if work.by.person_id is not None and task.subject.get("not_by") == work.by.person_id:
        raise Refusal("count_by_other", Kind.FORBIDDEN, bin=task.subject["bin_id"])
    if work.by.person_id is not None:
        at_work(work, work.by.person_id)
    _step(work, task, FloorTaskStep.TAKE)
    task.person_id = work.by.person_id
    return task


def give_floor_task_back(work: UnitOfWork, floor_task_id: str) -> FloorTask:
    """Let somebody else go on."""
    task = _own(work, floor_task_id)
    _step(work, task, FloorTaskStep.GIVE_BACK)
    task.person_id = None
    return task


def close_floor_task(work: UnitOfWork, floor_task_id: str, answer: Json) -> FloorTask:
    """Write down a task's answer and end it; what follows from the answer is `finishing`'s."""
    task = _own(work, floor_task_id)
    task.answer = answer
    if task.person_id is None:
        task.person_id = work.by.person_id
    _step(work, task, FloorTaskStep.FINISH)
    return task


def open_task(work: UnitOfWork, key: str) -> FloorTask | None:
    """Give the open task of a key, if there is one."""
    return _open_by_key(work, key)


def drop(work: UnitOfWork, key: str) -> None:
    """Cancel the open task of a key, if there is one."""
    known = _open_by_key(work, key)
    if known is not None:
        _step(work, known, FloorTaskStep.CANCEL)


def drop_of_order(work: UnitOfWork, order_id: str) -> None:
    """Cancel everything that was asked for an order's sake."""
    rows = (
        select(FloorTask)
        .where(FloorTask.order_id == order_id, FloorTask.state.in_(OPEN_FLOOR_TASKS))
        .order_by(FloorTask.id)
    )
    for task in work.session.scalars(rows).all():
        _step(work, task, FloorTaskStep.CANCEL)


def _own(work: UnitOfWork, floor_task_id: str) -> FloorTask:
    task = work.get(FloorTask, floor_task_id, lock=True)
    work.by.require(RIGHT_FOR[task.kind])
    if task.person_id is not None and not work.by.is_system and task.person_id != work.by.person_id:
        raise Refusal("floor_task_of_other")
    return task


def _open_by_key(work: UnitOfWork, key: str) -> FloorTask | None:
    rows = select(FloorTask).where(
        FloorTask.store_id == work.by.store_id, FloorTask.key == key, FloorTask.state.in_(OPEN_FLOOR_TASKS)
    )
    return work.session.scalars(rows.with_for_update(**LOCK)).one_or_none()


def _step(work: UnitOfWork, task: FloorTask, step: FloorTaskStep) -> None:
    work.step(task, step)
    follow_task(work, task, step)
    _tell(work, task)


def _tell(work: UnitOfWork, task: FloorTask) -> None:
    body = {"floor_task_id": task.id, "kind": str(task.kind), "state": str(task.state), "key": task.key}
    rooms = {f"store:{task.store_id}", f"zone:{task.zone_id}" if task.zone_id else f"store:{task.store_id}"}
    for room in sorted(rooms | ({f"person:{task.person_id}"} if task.person_id else set())):
        work.push(room, "task", body)
