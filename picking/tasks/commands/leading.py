"""What a lead does with other people's work: gives one task to somebody, or frees it for whoever is next."""

from picking.floor.model import Zone
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.tasks.commands.holding import take_over
from picking.tasks.commands.queue import decline_offer
from picking.tasks.commands.steps import open_task, step_task
from picking.tasks.commands.walking import leave_walk, start_walk
from picking.tasks.lifecycle import PickTaskState, PickTaskStep
from picking.tasks.model import PickTask
from picking.tasks.queries import IN_HAND
from picking.tasks.skills import at_work, check_skill


def give_task(work: UnitOfWork, task_id: str, to_person_id: str) -> PickTask:
    """Give a task to somebody, whoever has it now; nobody is asked, both are told. For leads.

    Refuses people who are not on shift and those without the skill of its zone.
    """
    work.by.require("take_over")
    task = open_task(work, task_id)
    if task.state in IN_HAND:
        if task.person_id == to_person_id:
            raise Refusal("already_done", thing=task.lifecycle.name, state=str(task.state))
        take_over(work, task_id, to_person_id)
    else:
        _give_free(work, task, to_person_id)
    _tell(work, task, to_person_id, "work_given")
    return task


def agree_take_over(work: UnitOfWork, task_id: str) -> PickTask:
    """Let a task go over to whoever it was asked for. For leads."""
    return give_task(work, task_id, work.get(PickTask, task_id).asked_for or "")


def _give_free(work: UnitOfWork, task: PickTask, to_person_id: str) -> None:
    check_skill(at_work(work, to_person_id), work.get(Zone, task.zone_id))
    if task.state is PickTaskState.OFFERED:
        decline_offer(work, task.id)
    task.person_id, task.assigned_at = to_person_id, work.now
    step_task(work, task, PickTaskStep.PULL, to=to_person_id)
    start_walk(work, to_person_id, [task], "walk_given", {"name": work.by.name})


def free_task(work: UnitOfWork, task_id: str) -> PickTask:
    """Take one task from whoever has it or is offered it; what is picked stays picked. For leads."""
    work.by.require("take_over")
    task = open_task(work, task_id)
    if task.state is PickTaskState.OFFERED:
        return decline_offer(work, task_id)
    before = task.person_id
    step_task(work, task, PickTaskStep.GIVE_BACK, basket=task.basket_id)
    leave_walk(work, task)
    task.person_id = task.assigned_at = task.asked_by = task.asked_for = None
    task.flagged = "flag_given_back" if task.basket_id else None
    if before is not None:
        _tell(work, task, before, "work_freed")
    return task


def _tell(work: UnitOfWork, task: PickTask, person_id: str, code: str) -> None:
    work.push(f"person:{person_id}", "alert", {"code": code, "task_id": task.id, "name": work.by.name})
