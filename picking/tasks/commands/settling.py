"""What follows from a line's decision: the task goes on, parks, is picked or is empty; later it is put away."""

from sqlalchemy import func, select

from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.tasks.commands.steps import TO_PICK, WAITING, lines_of, open_task, step_task
from picking.tasks.commands.walking import leave_walk
from picking.tasks.events import PickTaskEmpty, PickTaskPicked, PickTaskPutAway
from picking.tasks.lifecycle import PickLineState, PickTaskState, PickTaskStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import TO_TAKE


def settle(work: UnitOfWork, task: PickTask) -> None:
    """Look at a task's lines and take the step they call for, if any."""
    if task.state not in TO_PICK:
        return
    work.session.flush()
    lines = lines_of(work, task)
    states = {line.state for line in lines}
    if states.intersection(TO_TAKE):
        _wake(work, task)
    elif PickLineState.UNVERIFIED in states:
        return
    elif states.intersection(WAITING):
        _park(work, task)
    elif any(line.picked for line in lines):
        _finish(work, task)
    else:
        _find_empty(work, task)


def pack_task(work: UnitOfWork, task_id: str) -> PickTask:
    """Note that the first bag of a picked task is opened; a repeat changes nothing."""
    task = open_task(work, task_id)
    if task.state is not PickTaskState.PACKING:
        step_task(work, task, PickTaskStep.PACK)
    return task


def put_away_task(work: UnitOfWork, task_id: str) -> PickTask:
    """Note that all bags of a task are in the slot; the sub-order arrives with its last task.

    May be said again when a bag was opened and put back: the sub-order then arrives again.
    """
    task = open_task(work, task_id)
    if task.state is PickTaskState.PICKED:
        step_task(work, task, PickTaskStep.PACK)
    if task.state is not PickTaskState.PUT_AWAY:
        step_task(work, task, PickTaskStep.PUT_AWAY)
        leave_walk(work, task, keep=True)
    work.tell(PickTaskPutAway(task.id, task.sub_order_id, task.order_id))
    close_sub_order(work, task.sub_order_id)
    return task


def close_sub_order(work: UnitOfWork, sub_order_id: str) -> None:
    """Let the sub-order arrive when its last task is in the slot, or be empty when every task was."""
    work.session.flush()
    states = set(work.session.scalars(select(PickTask.state).where(PickTask.sub_order_id == sub_order_id)))
    if states == {PickTaskState.EMPTY}:
        orders.empty_sub_order(work, sub_order_id)
    elif states <= {PickTaskState.EMPTY, PickTaskState.PUT_AWAY}:
        orders.arrive_sub_order(work, sub_order_id)


def tell_delivered(work: UnitOfWork, order_line_id: str) -> None:
    """Write onto the order's line how much of it is in baskets, substitutes counted."""
    work.session.flush()
    kept = PickLine.state.not_in((PickLineState.VOID, PickLineState.REVERSED))
    total = select(func.coalesce(func.sum(PickLine.picked), 0)).where(PickLine.order_line_id == order_line_id, kept)
    orders.deliver_line(work, order_line_id, work.session.scalars(total).one())


def _wake(work: UnitOfWork, task: PickTask) -> None:
    if task.state is PickTaskState.PARKED:
        task.flagged = "flag_woken"
        step_task(work, task, PickTaskStep.WAKE)


def _park(work: UnitOfWork, task: PickTask) -> None:
    """Free the picker; whoever held it keeps the first claim."""
    if task.state is PickTaskState.IN_PROGRESS:
        step_task(work, task, PickTaskStep.PARK)
        leave_walk(work, task)


def _finish(work: UnitOfWork, task: PickTask) -> None:
    """End the picking; a parked or waiting task first needs somebody who brings its basket."""
    if task.state is not PickTaskState.IN_PROGRESS:
        _wake(work, task)
        return
    step_task(work, task, PickTaskStep.FINISH_LINES)
    for order_line_id in sorted({line.order_line_id for line in lines_of(work, task)}):
        tell_delivered(work, order_line_id)
    work.tell(PickTaskPicked(task.id, task.order_id))


def _find_empty(work: UnitOfWork, task: PickTask) -> None:
    step_task(work, task, PickTaskStep.FIND_EMPTY)
    leave_walk(work, task, keep=True)
    for order_line_id in sorted({line.order_line_id for line in lines_of(work, task)}):
        tell_delivered(work, order_line_id)
    work.tell(PickTaskEmpty(task.id, task.sub_order_id))
    close_sub_order(work, task.sub_order_id)
