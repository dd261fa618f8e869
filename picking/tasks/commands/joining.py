"""An order joins a walk that somebody is on: its lines come behind what the picker sees, its basket when it is due."""

from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.tasks.commands.steps import own_task, step_task
from picking.tasks.commands.walking import rank_behind_seen
from picking.tasks.lifecycle import PickTaskState, PickTaskStep
from picking.tasks.model import PickTask, Walk
from picking.tasks.queries import IN_HAND, JOINED, LEFT_OUT, tasks_of_walk


def join_walk(work: UnitOfWork, walk_id: str, task_id: str) -> bool:
    """Put a free task into a started walk; False when the floor has moved on meanwhile."""
    walk = work.find(Walk, walk_id, lock=True)
    task = work.find(PickTask, task_id, lock=True)
    if walk is None or walk.ended_at is not None or task is None or task.state is not PickTaskState.AVAILABLE:
        return False
    company = tasks_of_walk(work.session, walk_id)
    still_on = [one for one in company if one.person_id == walk.person_id and one.state in IN_HAND]
    if len(company) != len(still_on) or len(company) >= work.settings.batch_orders_max:
        return False
    task.person_id, task.walk_id, task.assigned_at, task.flagged = walk.person_id, walk.id, work.now, JOINED
    task.colour = company[0].colour
    step_task(work, task, PickTaskStep.JOIN)
    walk.metres = rank_behind_seen(work, walk)
    return True


def leave_joined(work: UnitOfWork, task_id: str) -> PickTask:
    """Say no to an order that joined the walk, before its basket is scanned: the rest of the walk goes on."""
    task = own_task(work, task_id)
    if task.state is not PickTaskState.ASSIGNED or task.flagged != JOINED:
        raise Refusal("joined_begun", state=str(task.state))
    step_task(work, task, PickTaskStep.GIVE_BACK)
    task.walk_id = task.person_id = task.assigned_at = None
    task.flagged = LEFT_OUT
    return task
