"""Who gets which work: people pull it, or it is offered to them; orders that fit share a walk."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, select

from picking.floor.model import Zone
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.commands.steps import open_task, step_task
from picking.tasks.commands.walking import leave_walk, start_walk
from picking.tasks.due_order import trips_by_due_time
from picking.tasks.lifecycle import PickTaskState, PickTaskStep
from picking.tasks.model import PickTask, Walk
from picking.tasks.planned import PlannedWalk
from picking.tasks.queries import current_walk, free_tasks, planned_walks, zones_of
from picking.tasks.shut import is_open
from picking.tasks.skills import at_work

COMPANY_MAX = 15
"""How many waiting tasks are looked at as company for the first; further down the queue is another walk's."""


def pull_work(work: UnitOfWork, person_id: str) -> Walk | None:
    """Give a person the next walk: the own one, what is offered, the one planned, then what is free and due first.

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
    planned, tasks = _next_planned(work, person)
    tasks = tasks or _next_due(work, person)
    if not tasks:
        return None
    for task in tasks:
        _assign(work, task, person_id, PickTaskStep.PULL)
    if planned is None:
        return start_walk(work, person_id, tasks, "walk_pulled", _due(work, tasks))
    return start_walk(work, person_id, tasks, "walk_planned", _why(work, planned, tasks), route=planned.route)


def offer_planned(work: UnitOfWork, person: Person) -> Walk | None:
    """Ask a person to take the next walk of the plan in force; None when it has none for this person."""
    planned, tasks = _next_planned(work, person)
    if planned is None:
        return None
    return offer_trip(work, person.id, tasks, "walk_planned", {"why": planned.why}, route=planned.route)


def offer_trip(
    work: UnitOfWork,
    person_id: str,
    tasks: Sequence[PickTask],
    reason: str,
    facts: Json | None = None,
    *,
    route: Sequence[str] = (),
) -> Walk:
    """Ask a person to take several tasks as one walk, in the order of a planned `route` of bins if there is one."""
    patience = timedelta(seconds=work.settings.offer_seconds_max)
    for task in tasks:
        task.person_id = person_id
        step_task(work, task, PickTaskStep.OFFER, patience, to=person_id)
    return start_walk(work, person_id, tasks, reason, {**_due(work, tasks), **(facts or {})}, taken=False, route=route)


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


def _next_planned(work: UnitOfWork, person: Person) -> tuple[PlannedWalk | None, Sequence[PickTask]]:
    """Take the person's next walk out of the plan, with what of it is still free; what is gone is passed over."""
    may_go = set(zones_of(work.session, person))
    for planned in planned_walks(work.session, person.store_id, person.id):
        free = select(PickTask).where(PickTask.id.in_(planned.tasks), PickTask.state == PickTaskState.AVAILABLE)
        found = work.session.scalars(_locked(free.order_by(PickTask.due_at, PickTask.id))).all()
        work.session.delete(planned)
        tasks = [task for task in found if task.zone_id in may_go]
        if tasks:
            return planned, tasks
    return None, ()


def _next_due(work: UnitOfWork, person: Person) -> Sequence[PickTask]:
    """Choose the first free task and, when there is time, those due next in its zone.

    What leads into an aisle that is closed or full waits.
    """
    zone_ids = zones_of(work.session, person)
    may_begin = is_open(work.session, person.store_id, work.now)
    mine = free_tasks(person.store_id, zone_ids, person.id).where(may_begin)
    first = work.session.scalars(_locked(mine.limit(1))).first()
    if first is None:
        return ()
    hurry = work.now + timedelta(minutes=work.settings.batch_slack_minutes_min)
    if first.due_at < hurry:
        return [first]
    company = free_tasks(person.store_id, [first.zone_id], person.id).where(
        PickTask.id != first.id, PickTask.due_at >= hurry, may_begin
    )
    others = work.session.scalars(_locked(company.limit(COMPANY_MAX))).all()
    return trips_by_due_time([first, *others], work.now, work.settings)[0]


def _locked(rows: Select[PickTask]) -> Select[PickTask]:
    """Pass over what somebody else is about to take, so that two who pull at once get different work."""
    return rows.with_for_update(**LOCK, skip_locked=True, of=PickTask)


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
    return work.session.scalars(rows.order_by(PickTask.id).with_for_update(**LOCK)).all()


def _offered_task(work: UnitOfWork, task_id: str) -> PickTask:
    task = open_task(work, task_id)
    if task.state is not PickTaskState.OFFERED:
        raise Refusal("offer_over", state=str(task.state))
    _check_speaks_for(work, task.person_id)
    return task


def _together(work: UnitOfWork, task: PickTask) -> list[PickTask]:
    rows = select(PickTask).where(PickTask.walk_id == task.walk_id, PickTask.state == PickTaskState.OFFERED)
    return list(work.session.scalars(rows.order_by(PickTask.id).with_for_update(**LOCK)).all())


def _free(work: UnitOfWork, task: PickTask, step: PickTaskStep) -> None:
    step_task(work, task, step)
    leave_walk(work, task)
    task.person_id = task.assigned_at = None


def _check_speaks_for(work: UnitOfWork, person_id: str | None) -> None:
    """Let people decide for themselves, and a lead for everybody."""
    work.by.require("pick")
    if not work.by.is_system and work.by.person_id != person_id:
        work.by.require("take_over")


def _why(work: UnitOfWork, planned: PlannedWalk, tasks: Sequence[PickTask]) -> dict[str, object]:
    return {**_due(work, tasks), "why": planned.why}


def _due(work: UnitOfWork, tasks: Sequence[PickTask]) -> dict[str, object]:
    zone = work.get(Zone, tasks[0].zone_id)
    minutes = round((min(task.due_at for task in tasks) - work.now).total_seconds() / 60)
    return {"zone": zone.code, "minutes": minutes}
