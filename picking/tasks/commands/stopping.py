"""Cancelling: the task stops in the hand that holds it, that hand says so, and what was picked goes back."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.tasks.commands.floor_tasks import drop_of_order
from picking.tasks.commands.reversing import make_put_backs
from picking.tasks.commands.settling import settle
from picking.tasks.commands.steps import lines_of, open_task, step_task
from picking.tasks.commands.walking import leave_walk
from picking.tasks.events import HolderStopped
from picking.tasks.lifecycle import PickLineState, PickLineStep, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import IN_HAND, stops_awaited

_UNTAKEN = (
    PickLineState.OPEN,
    PickLineState.AT_BIN,
    PickLineState.PARKED,
    PickLineState.SHORT_REPORTED,
    PickLineState.SUB_PROPOSED,
)
_TAKEN = (PickLineState.PARTIAL, PickLineState.PICKED, PickLineState.WEIGHED, PickLineState.UNVERIFIED)


def stop_order(work: UnitOfWork, order_id: str) -> bool:
    """Stop an order's tasks; True when somebody holds goods of it and must say that the hands are still.

    Work nobody holds confirms itself. The holder's device is told at once, on the whole screen.
    """
    for task in _open_tasks(work, order_id):
        if task.state is PickTaskState.PUT_AWAY:
            continue
        held = task.state in IN_HAND and task.basket_id is not None
        patience = timedelta(seconds=work.settings.offer_seconds_max)
        step_task(work, task, PickTaskStep.STOP, patience)
        task.stop_confirmed_at = None if held else work.now
        if held:
            _alert(work, task, "cancel_asked")
    work.session.flush()
    return bool(stops_awaited(work.session, order_id))


def confirm_stop(work: UnitOfWork, task_id: str) -> PickTask:
    """Say that one has stopped; with the last holder the floor's answer is given. A repeat changes nothing."""
    task = open_task(work, task_id)
    if task.state is not PickTaskState.STOPPED:
        raise Refusal("not_stopped", state=str(task.state))
    if not work.by.is_system and work.by.person_id != task.person_id:
        work.by.require("orders.cancel_answer")
    if task.stop_confirmed_at is not None:
        return task
    task.stop_confirmed_at = work.now
    work.note(task, "confirm_stop")
    work.session.flush()
    if not stops_awaited(work.session, task.order_id):
        work.tell(HolderStopped(task.order_id))
    return task


def withdraw_stop(work: UnitOfWork, order_id: str) -> list[PickTask]:
    """Let an order's stopped tasks go on where they stood."""
    tasks = [task for task in _open_tasks(work, order_id) if task.state is PickTaskState.STOPPED]
    for task in tasks:
        task.stop_confirmed_at = None
        step_task(work, task, PickTaskStep.WITHDRAW_STOP, timedelta(seconds=work.settings.offer_seconds_max))
        _alert(work, task, "cancel_withdrawn")
        settle(work, task)  # an answer may have come while it stood still
    return tasks


def cancel_tasks(work: UnitOfWork, order_id: str, places: Mapping[str, str] | None = None) -> list[PickTask]:
    """End all tasks of a cancelled order; what was picked becomes put-backs.

    `places` names for each task id where its goods stand now (the slot); by default it is the task's basket.
    """
    tasks = _open_tasks(work, order_id)
    taken: list[PickLine] = []
    for task in tasks:
        taken += _end_lines(work, task)
        _end_task(work, task)
    drop_of_order(work, order_id)
    make_put_backs(work, order_id, taken, {task.id: _where(work, task, places or {}) for task in tasks})
    return tasks


def _open_tasks(work: UnitOfWork, order_id: str) -> list[PickTask]:
    rows = select(PickTask.id).where(
        PickTask.order_id == order_id, PickTask.state.not_in((PickTaskState.CANCELLED, PickTaskState.EMPTY))
    )
    return [open_task(work, task_id) for task_id in work.session.scalars(rows.order_by(PickTask.id)).all()]


def _end_task(work: UnitOfWork, task: PickTask) -> None:
    if task.state is PickTaskState.PUT_AWAY:
        step_task(work, task, PickTaskStep.CANCEL)
        return
    if task.state is not PickTaskState.STOPPED:
        step_task(work, task, PickTaskStep.STOP)
    step_task(work, task, PickTaskStep.CONFIRM_STOP)
    leave_walk(work, task, keep=True)


def _end_lines(work: UnitOfWork, task: PickTask) -> list[PickLine]:
    """Void what was not taken and reverse what was; gives the lines whose goods must go back."""
    lines: Sequence[PickLine] = lines_of(work, task)
    for line in lines:
        if line.state in _UNTAKEN:
            work.step(line, PickLineStep.VOID)
    return [line for line in lines if line.state in _TAKEN]


def _where(work: UnitOfWork, task: PickTask, places: Mapping[str, str]) -> str:
    return places.get(task.id) or task.basket_id or work.get(Order, task.order_id).number


def _alert(work: UnitOfWork, task: PickTask, code: str) -> None:
    """Show something on the holder's whole screen until it is answered."""
    if task.person_id is None:
        return
    facts = {"number": work.get(Order, task.order_id).number, "basket": task.basket_id}
    body = {"code": code, "full_screen": True, "task_id": task.id, "order_id": task.order_id, "facts": facts}
    work.push(f"person:{task.person_id}", "alert", body)
