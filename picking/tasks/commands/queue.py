"""Who gets which work: people pull it, or it is offered to them; orders that fit share a walk."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select

from picking.floor.model import Zone
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.batching import form_trips
from picking.tasks.commands.steps import open_task, step_task
from picking.tasks.commands.walking import leave_walk, start_walk
from picking.tasks.lifecycle import PickTaskState, PickTaskStep
from picking.tasks.model import PickTask, Walk
from picking.tasks.queries import current_walk, free_tasks
from picking.tasks.skills import at_work, may_pick_in

COMPANY_MAX = 15
"""How many waiting tasks are looked at as company for the first; further down the queue is another walk's."""


def pull_work(work: UnitOfWork, person_id: str) -> Walk | None:
    """Give a person the next walk: the own one, then what is offered, then what is free and due first.

    Refuses who is not on shift. None when there is nothing this person may do.
    """
    _check_speaks_for(work, person_id)
    person = at_work(work, person_id)
    walk = current_walk(work.session, person_id)
    if walk is not None:
        return walk
    offered = _offered_to(work, person_id)
    if offered:
        return _take_all(work, person_id, offered)
    tasks = _next_trip(work, person)
    if not tasks:
        return None
    for task in tasks:
        _assign(work, task, person_id, PickTaskStep.PULL)
    return start_walk(work, person_id, tasks, "walk_pulled", _due(work, tasks))


def offer_trip(work: UnitOfWork, person_id: str, tasks: Sequence[PickTask], reason: str, **facts: object) -> Walk:
    """Ask a person to take several tasks as one walk."""
    patience = timedelta(seconds=work.settings.offer_seconds_max)
    for task in tasks:
        task.person_id = person_id
        step_task(work, task, PickTaskStep.OFFER, patience, to=person_id)
    return start_walk(work, person_id, tasks, reason, {**_due(work, tasks), **facts}, taken=False)


def take_offer(work: UnitOfWork, task_id: str) -> Walk:
    """Say yes to an offer, with everything that was offered together."""
    task = _offered_task(work, task_id)
    person_id = task.person_id or ""
    at_work(work, person_id)
    return _take_all(work, person_id, _together(work, task))


def decline_offer(work: UnitOfWork, task_id: str) -> PickTask:
    """Say no to an offer, with everything that was offered together: somebody else is asked."""
    task = _offered_task(work, task_id)
    for one in _together(work, task):
        _free(work, one, PickTaskStep.DECLINE)
    return task


def end_offer(work: UnitOfWork, task: PickTask) -> None:
    """End an offer that nobody answered: somebody else is asked."""
    _free(work, task, PickTaskStep.TIME_OUT)


def _next_trip(work: UnitOfWork, person: Person) -> list[PickTask]:
    """Choose the first free task and, when there is time, those that share its walk well."""
    zone_ids = [zone.id for zone in work.session.scalars(_zones(person)).all() if may_pick_in(person, zone)]
    free = free_tasks(person.store_id, zone_ids, person.id)
    first = work.session.scalars(_locked(free.limit(1))).first()
    if first is None:
        return []
    in_a_hurry = work.now + timedelta(minutes=work.settings.batch_slack_minutes_min)
    if first.due_at < in_a_hurry or work.settings.batch_orders_max <= 1:
        return [first]
    company = free_tasks(person.store_id, [first.zone_id], person.id).where(
        PickTask.id != first.id, PickTask.due_at >= in_a_hurry
    )
    others = work.session.scalars(_locked(company.limit(COMPANY_MAX))).all()
    trips = form_trips(work, [first, *others])
    return next(trip for trip in trips if first in trip)


def _zones(person: Person) -> Select[Zone]:
    return select(Zone).where(Zone.store_id == person.store_id)


def _locked(rows: Select[PickTask]) -> Select[PickTask]:
    """Pass over what somebody else is about to take, so that two who pull at once get different work."""
    return rows.with_for_update(skip_locked=True, of=PickTask)


def _assign(work: UnitOfWork, task: PickTask, person_id: str, step: PickTaskStep) -> None:
    task.person_id = person_id
    task.assigned_at = work.now
    step_task(work, task, step)


def _take_all(work: UnitOfWork, person_id: str, tasks: Sequence[PickTask]) -> Walk:
    for task in tasks:
        _assign(work, task, person_id, PickTaskStep.TAKE)
    walk_id = tasks[0].walk_id
    assert walk_id is not None, "an offer has a walk"
    walk = work.get(Walk, walk_id)
    walk.started_at = walk.taken_at = work.now
    return walk


def _offered_to(work: UnitOfWork, person_id: str) -> Sequence[PickTask]:
    rows = select(PickTask).where(PickTask.person_id == person_id, PickTask.state == PickTaskState.OFFERED)
    return work.session.scalars(rows.order_by(PickTask.id).with_for_update()).all()


def _offered_task(work: UnitOfWork, task_id: str) -> PickTask:
    task = open_task(work, task_id)
    if task.state is not PickTaskState.OFFERED:
        raise Refusal("offer_over", state=str(task.state))
    _check_speaks_for(work, task.person_id)
    return task


def _together(work: UnitOfWork, task: PickTask) -> list[PickTask]:
    rows = select(PickTask).where(PickTask.walk_id == task.walk_id, PickTask.state == PickTaskState.OFFERED)
    return list(work.session.scalars(rows.order_by(PickTask.id).with_for_update()).all())


def _free(work: UnitOfWork, task: PickTask, step: PickTaskStep) -> None:
    step_task(work, task, step)
    leave_walk(work, task)
    task.person_id = task.assigned_at = None


def _check_speaks_for(work: UnitOfWork, person_id: str | None) -> None:
    """Let people decide for themselves, and a lead for everybody."""
    work.by.require("pick")
    if not work.by.is_system and work.by.person_id != person_id:
        work.by.require("take_over")


def _due(work: UnitOfWork, tasks: Sequence[PickTask]) -> dict[str, object]:
    zone = work.get(Zone, tasks[0].zone_id)
    minutes = round((min(task.due_at for task in tasks) - work.now).total_seconds() / 60)
    return {"zone": zone.code, "minutes": minutes}
