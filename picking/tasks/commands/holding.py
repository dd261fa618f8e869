"""Whose work it is: given back, taken over by agreement, freed when a device falls silent."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from picking.devices.lifecycle import DeviceState
from picking.devices.model import Device
from picking.floor.model import Zone
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.commands.queue import decline_offer
from picking.tasks.commands.steps import open_task, step_task
from picking.tasks.commands.walking import leave_walk, start_walk
from picking.tasks.lifecycle import (
    FloorTaskState,
    FloorTaskStep,
    PickTaskState,
    PickTaskStep,
    PutBackState,
    PutBackStep,
)
from picking.tasks.model import FloorTask, PickTask, PutBack
from picking.tasks.queries import IN_HAND
from picking.tasks.skills import at_work, check_skill

_SILENT = (DeviceState.OFFLINE, DeviceState.LOST)


def give_back(work: UnitOfWork, person_id: str) -> list[PickTask]:
    """Give back everything a person has in hand or is offered; what is picked stays picked."""
    if not work.by.is_system and work.by.person_id != person_id:
        work.by.require("take_over")
    return _release(work, person_id, PickTaskStep.GIVE_BACK, "flag_given_back")


def fall_silent(work: UnitOfWork, person_id: str) -> list[PickTask]:
    """Free the work of a person whose device has been silent too long; the next one sees what is in the basket."""
    return _release(work, person_id, PickTaskStep.FALL_SILENT, "flag_silent")


def free_silent(work: UnitOfWork) -> list[str]:
    """Free the work of everybody all of whose devices are silent too long; gives whose."""
    since = work.now - timedelta(minutes=work.settings.device_silent_minutes_max)
    reachable: dict[str, bool] = {}
    rows = select(Device).where(Device.store_id == work.by.store_id, Device.person_id.is_not(None))
    for device in work.session.scalars(rows):
        silent = device.state in _SILENT and device.state_since <= since
        reachable[device.person_id or ""] = reachable.get(device.person_id or "", False) or not silent
    gone = sorted(person_id for person_id, heard in reachable.items() if not heard)
    return [person_id for person_id in gone if fall_silent(work, person_id)]


def ask_take_over(work: UnitOfWork, task_id: str, to_person_id: str) -> PickTask:
    """Ask that a task goes to another person: the one who wants it asks the holder, or the holder asks that one."""
    work.by.require("pick")
    task = _held_task(work, task_id)
    asker = work.by.person_id
    if asker not in (task.person_id, to_person_id) or to_person_id == task.person_id:
        raise Refusal("take_over_not_yours")
    check_skill(at_work(work, to_person_id), work.get(Zone, task.zone_id))
    task.asked_by, task.asked_for = asker, to_person_id
    work.note(task, "ask_take_over", to=to_person_id)
    other = to_person_id if asker == task.person_id else task.person_id
    body = {"code": "take_over_asked", "task_id": task.id, "person_id": to_person_id, "name": work.by.name}
    work.push(f"person:{other}", "alert", body)
    return task


def take_over(work: UnitOfWork, task_id: str, to_person_id: str, agreed_by: str | None = None) -> PickTask:
    """Move a task with its basket to another person.

    Both agree (one has asked, `agreed_by` is the other and says so), or a lead decides. Refuses anything else.
    """
    task = _held_task(work, task_id)
    if not work.by.may("take_over"):
        _check_both_agree(work, task, to_person_id, agreed_by)
    check_skill(at_work(work, to_person_id), work.get(Zone, task.zone_id))
    before = task.person_id
    task.person_id, task.assigned_at = to_person_id, work.now
    task.asked_by = task.asked_for = None
    task.flagged = "flag_taken_over" if task.basket_id else None
    step_task(work, task, PickTaskStep.TAKE_OVER, before_person=before, to=to_person_id, agreed_by=agreed_by)
    leave_walk(work, task)
    start_walk(work, to_person_id, [task], "walk_taken_over")
    body = {"code": "work_went_over", "task_id": task.id, "person_id": to_person_id, "name": work.by.name}
    work.push(f"person:{before}", "alert", body)
    return task


def refuse_take_over(work: UnitOfWork, task_id: str) -> PickTask:
    """Say no: the task stays where it is, and who asked is told."""
    task = _held_task(work, task_id)
    if task.asked_by is None:
        raise Refusal("nothing_asked", state=str(task.state))
    body = {"code": "take_over_refused", "task_id": task.id, "person_id": task.asked_for, "name": work.by.name}
    work.push(f"person:{task.asked_by}", "alert", body)
    task.asked_by = task.asked_for = None
    work.note(task, "refuse_take_over")
    return task


def _held_task(work: UnitOfWork, task_id: str) -> PickTask:
    task = open_task(work, task_id)
    if task.state not in IN_HAND:
        raise Refusal("task_not_held", state=str(task.state))
    return task


def _check_both_agree(work: UnitOfWork, task: PickTask, to_person_id: str, agreed_by: str | None) -> None:
    asked = task.asked_for == to_person_id and task.asked_by is not None
    other = to_person_id if task.asked_by == task.person_id else task.person_id
    if not asked or agreed_by != other or work.by.person_id != other:
        raise Refusal("take_over_unagreed", person=_name(work, task.person_id))


def _release(work: UnitOfWork, person_id: str, step: PickTaskStep, flag: str) -> list[PickTask]:
    for offered in _ids(work, person_id, PickTaskState.OFFERED):
        if open_task(work, offered).state is PickTaskState.OFFERED:
            decline_offer(work, offered)
    released = [open_task(work, task_id) for task_id in _ids(work, person_id, *IN_HAND)]
    for task in released:
        step_task(work, task, step, basket=task.basket_id)
        leave_walk(work, task)
        task.person_id = task.assigned_at = task.asked_by = task.asked_for = None
        task.flagged = flag if task.basket_id else None
    _release_other_work(work, person_id)
    return released


def _release_other_work(work: UnitOfWork, person_id: str) -> None:
    put_backs = select(PutBack).where(PutBack.person_id == person_id, PutBack.state == PutBackState.IN_PROGRESS)
    for put_back in work.session.scalars(put_backs).all():
        work.step(put_back, PutBackStep.GIVE_BACK)
        put_back.person_id = None
    asked = select(FloorTask).where(FloorTask.person_id == person_id, FloorTask.state == FloorTaskState.IN_PROGRESS)
    for floor_task in work.session.scalars(asked).all():
        work.step(floor_task, FloorTaskStep.GIVE_BACK)
        floor_task.person_id = None


def _ids(work: UnitOfWork, person_id: str, *states: PickTaskState) -> Sequence[str]:
    rows = select(PickTask.id).where(PickTask.person_id == person_id, PickTask.state.in_(states))
    return work.session.scalars(rows.order_by(PickTask.id)).all()


def _name(work: UnitOfWork, person_id: str | None) -> str:
    person = work.find(Person, person_id) if person_id else None
    return person.name if person else ""
