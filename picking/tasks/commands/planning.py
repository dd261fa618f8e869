"""Lets work follow plans: a decision becomes the plan in force, and a planner's state is told to everybody."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select

from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.tasks.commands.joining import join_walk
from picking.tasks.commands.offering import offer_waiting
from picking.tasks.decisions import Decision, aisle_waited_for
from picking.tasks.events import WalksPlanned
from picking.tasks.explaining import Explaining
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.planned import Plan, PlanFloor, PlannedWalk, Planner, PlannerState
from picking.tasks.queries import planned_walks

ALERTS = {
    PlannerState.STARTING: "planner_starting",
    PlannerState.READY: "planner_ready",
    PlannerState.SLOW: "planner_slow",
    PlannerState.AWAY: "planner_away",
}
CLEARED_AT_ONCE_MAX = 500
TURNS_MAX = 3


def adopt_plan(work: UnitOfWork, decision: Decision, asked_by: Sequence[str] = ()) -> Plan | None:
    """Let work follow a decision, and ask whoever is free; None when it decides what is in force already.

    What people see already stays as it is: only tasks that are still free are planned.
    """
    adopted = None if _is_in_force(work, decision) else _adopt(work, decision, asked_by)
    work.session.flush()
    for join in decision.answer["joins"]:
        join_walk(work, join["walk"], join["order"])
    offer_waiting(work)
    return adopted


def planner_alert(state: str) -> str:
    """Give the code of the message that says how a planner is."""
    return ALERTS[PlannerState(state)]


def note_planner(work: UnitOfWork, state: PlannerState, detail: str = "") -> Planner:
    """Note how the store's planner is; while it is not ready its last plan is dropped and work goes by due time."""
    store_id = work.by.store_id
    planner = work.find(Planner, store_id, lock=True)
    if planner is None:
        planner = work.add(Planner(store_id=store_id, state=state, since=work.now, detail=detail[:200]))
    elif planner.state is state and planner.detail == detail[:200]:
        return planner
    planner.state, planner.since, planner.detail = state, work.now, detail[:200]
    if state is not PlannerState.READY:
        work.session.execute(delete(PlannedWalk).where(PlannedWalk.store_id == store_id))
    work.push(f"store:{store_id}", "alert", {"code": ALERTS[state], "detail": planner.detail})
    return planner


def clear_plans(work: UnitOfWork, hours: int) -> None:
    """Delete plans older than this, a part at a time, and floors that no plan was made on any more."""
    in_force = select(PlannedWalk.plan_id)
    old = select(Plan.id).where(Plan.made_at < work.now - timedelta(hours=hours), Plan.id.not_in(in_force))
    some = list(work.session.scalars(old.order_by(Plan.made_at).limit(CLEARED_AT_ONCE_MAX)))
    work.session.execute(delete(Plan).where(Plan.id.in_(some)), execution_options={"synchronize_session": False})
    unused = PlanFloor.digest.not_in(select(Plan.floor_digest))
    work.session.execute(delete(PlanFloor).where(unused), execution_options={"synchronize_session": False})


def _is_in_force(work: UnitOfWork, decision: Decision) -> bool:
    """Tell whether people's walks and what waits for what are the same as now, and nothing joins a walk."""
    if decision.answer["joins"]:
        return False
    bins = decision.answer["bins"]
    new = [
        (trip["picker"], trip["orders"], [bins[index] for index in trip["route"]])
        for trip, _ in _in_turn(decision.answer["trips"])
    ]
    known = [(walk.person_id, walk.tasks, walk.route) for walk in planned_walks(work.session, work.by.store_id)]
    return sorted(known) == sorted(new) and _last_left_the_same(work, decision, is_empty=not new)


def _last_left_the_same(work: UnitOfWork, decision: Decision, *, is_empty: bool) -> bool:
    """Tell whether the last plan held and could not plan the same, and, where nothing is planned now, nothing else."""
    last = select(Plan).where(Plan.store_id == work.by.store_id).order_by(Plan.made_at.desc(), Plan.id.desc())
    found = work.session.scalars(last.limit(1)).first()
    if found is None or (is_empty and found.answer["trips"]):
        return False
    left, was_left = ({each["order"] for each in answer["unplanned"]} for answer in (decision.answer, found.answer))
    return left == was_left and decision.answer["held"] == found.answer["held"]


def _adopt(work: UnitOfWork, decision: Decision, asked_by: Sequence[str]) -> Plan:
    store_id, answer = work.by.store_id, decision.answer
    if work.find(PlanFloor, decision.floor_digest) is None:
        work.add(PlanFloor(digest=decision.floor_digest, floor=decision.floor))
        work.session.flush()
    plan = work.add(
        Plan(
            id=work.ids.new(), store_id=store_id, made_at=work.now, asked_by=sorted(asked_by), seed=decision.seed,
            budget_ms=decision.budget_ms, plan_ms=decision.plan_ms, floor_digest=decision.floor_digest,
            question=decision.question, answer=answer,
        )
    )  # fmt: skip
    work.session.flush()
    work.session.execute(delete(PlannedWalk).where(PlannedWalk.store_id == store_id))
    next_trips = _in_turn(answer["trips"])
    free = _still_free(work, [task for trip, _ in next_trips for task in trip["orders"]])
    there = set(work.session.scalars(select(Person.id).where(Person.store_id == store_id, Person.active)))
    trips = ((decision.at + timedelta(seconds=trip["end"]), trip["orders"]) for trip in answer["trips"])
    work.tell(WalksPlanned(tuple((task, back_at) for back_at, tasks in trips for task in tasks)))
    explaining = Explaining(work.session, store_id, list(free))
    for trip, turn in next_trips:
        if trip["picker"] in there and free.intersection(trip["orders"]):
            work.add(_walk(work, plan, decision, trip, turn, explaining.trip(trip)))
    return plan


def _walk(work: UnitOfWork, plan: Plan, decision: Decision, trip: Json, turn: int, why: list[Json]) -> PlannedWalk:
    return PlannedWalk(
        id=work.ids.new(), store_id=plan.store_id, plan_id=plan.id, person_id=trip["picker"], turn=turn,
        starts_at=decision.at + timedelta(seconds=trip["start"]), ends_at=decision.at + timedelta(seconds=trip["end"]),
        metres=round(trip["metres"]), tasks=trip["orders"], why=why,
        route=[decision.answer["bins"][index] for index in trip["route"]],
    )  # fmt: skip


def _in_turn(trips: Sequence[Json]) -> list[tuple[Json, int]]:
    """Give each person's next trips with their turn; what comes later is planned anew long before.

    Who would have to wait for an aisle is asked when it opens or has room: until then another plan may be better.
    """
    turns: Counter[str] = Counter()
    found = []
    for trip in sorted(trips, key=lambda trip: trip["start"]):
        if aisle_waited_for(trip) is not None:
            turns[trip["picker"]] = TURNS_MAX
        if turns[trip["picker"]] < TURNS_MAX:
            found.append((trip, turns[trip["picker"]]))
        turns[trip["picker"]] += 1
    return found


def _still_free(work: UnitOfWork, task_ids: Sequence[str]) -> set[str]:
    rows = select(PickTask.id).where(PickTask.id.in_(task_ids), PickTask.state == PickTaskState.AVAILABLE)
    return set(work.session.scalars(rows))
