"""What can be asked about plans: how the planner is, what is planned and why, what waits and why, earlier plans."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.people.model import Person
from picking.tasks.explaining import Explaining
from picking.tasks.model import PickTask, Walk
from picking.tasks.planned import Plan, PlanFloor, PlannedWalk, Planner, PlannerState
from picking.tasks.queries import planned_walks

NOT_STARTED = {"state": str(PlannerState.AWAY), "since": None, "detail": ""}


def planner_view(session: Session, store_id: str) -> Json:
    """Show how a store's planner is."""
    planner = session.get(Planner, store_id)
    if planner is None:
        return NOT_STARTED
    return {"state": str(planner.state), "since": planner.since.isoformat(), "detail": planner.detail}


def plan_in_force(session: Session, store_id: str) -> list[Json]:
    """Show the walks nobody has been asked to do yet, each person's in turn, with the messages that explain them."""
    walks = planned_walks(session, store_id)
    numbers = _numbers(session, [task for walk in walks for task in walk.tasks])
    names = {row.id: row.name for row in session.scalars(select(Person).where(Person.store_id == store_id))}
    return [_walk(walk, names[walk.person_id], numbers) for walk in walks]


def walks_now(session: Session, store_id: str) -> list[Json]:
    """Show the walks people are on or asked to do, with the messages that say why they are theirs."""
    open_walks = (
        select(Walk).where(Walk.store_id == store_id, Walk.ended_at.is_(None)).order_by(Walk.started_at, Walk.id)
    )
    walks = session.scalars(open_walks).all()
    rows = (
        select(PickTask.walk_id, Order.number)
        .join(Order, Order.id == PickTask.order_id)
        .where(PickTask.walk_id.in_([walk.id for walk in walks]))
        .order_by(PickTask.due_at, PickTask.id)
    )
    numbers: dict[str, list[str]] = {}
    for row in session.execute(rows):
        numbers.setdefault(row.walk_id, []).append(row.number)
    names = {row.id: row.name for row in session.scalars(select(Person).where(Person.store_id == store_id))}
    return [
        {
            "person_id": walk.person_id,
            "person": names[walk.person_id],
            "starts_at": walk.started_at.isoformat(),
            "is_taken": walk.taken_at is not None,
            "metres": walk.metres,
            "orders": list(dict.fromkeys(numbers.get(walk.id, ()))),
            "why": walk.reason_facts.get("why") or [{"code": walk.reason, "facts": walk.reason_facts}],
        }
        for walk in walks
    ]


def waiting_and_why(session: Session, store_id: str) -> list[Json]:
    """Show what the last plan could give to nobody, with the message that says why."""
    last = select(Plan).where(Plan.store_id == store_id).order_by(Plan.made_at.desc(), Plan.id.desc())
    plan = session.scalars(last.limit(1)).first()
    if plan is None:
        return []
    held = [(task_id, why) for task_id, why in plan.answer["held"].items()]
    left = [(each["order"], each["why"]) for each in plan.answer["unplanned"]]
    explaining = Explaining(session, store_id, [task_id for task_id, _ in (*held, *left)])
    return [
        {"task_id": task_id, "number": explaining.numbers.get(task_id), "why": explaining.left(why)}
        for task_id, why in (*held, *left)
    ]


def plan_of(session: Session, plan_id: str) -> tuple[Plan, PlanFloor]:
    """Open a kept plan and the floor it was made on; refuses one nobody knows."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise unknown("plan", plan_id)
    return plan, session.get_one(PlanFloor, plan.floor_digest)


def plan_view(plan: Plan) -> Json:
    """Show a kept plan in short."""
    return {
        "plan_id": plan.id,
        "made_at": plan.made_at.isoformat(),
        "asked_by": plan.asked_by,
        "plan_ms": round(plan.plan_ms, 1),
        "walks": len(plan.answer["trips"]),
        "tasks": sum(len(trip["orders"]) for trip in plan.answer["trips"]),
        "joins": len(plan.answer["joins"]),
        "metres": round(plan.answer["metres"]),
        "late": plan.answer["late"],
        "waiting": len(plan.answer["unplanned"]) + len(plan.answer["held"]),
    }


def plan_explained(session: Session, plan: Plan) -> list[Json]:
    """Show a kept plan's walks with people's names, order numbers and the messages that explain them."""
    trips, joins = plan.answer["trips"], plan.answer["joins"]
    task_ids = [task for trip in trips for task in trip["orders"]] + [join["order"] for join in joins]
    explaining = Explaining(session, plan.store_id, task_ids)
    joined = [
        {
            "person": explaining.name(join["picker"]),
            "start_seconds": 0,
            "orders": [explaining.numbers.get(join["order"], join["order"])],
            "route": [],
            "metres": round(join["metres"]),
            "why": [explaining.joined(join)],
        }
        for join in joins
    ]
    return joined + [
        {
            "person": explaining.name(trip["picker"]),
            "start_seconds": round(trip["start"]),
            "orders": list(dict.fromkeys(explaining.numbers.get(task, task) for task in trip["orders"])),
            "route": [plan.answer["bins"][index] for index in trip["route"]],
            "metres": round(trip["metres"]),
            "why": explaining.trip(trip),
        }
        for trip in trips
    ]


def _walk(walk: PlannedWalk, name: str, numbers: dict[str, str]) -> Json:
    return {
        "plan_id": walk.plan_id,
        "person_id": walk.person_id,
        "person": name,
        "turn": walk.turn,
        "starts_at": walk.starts_at.isoformat(),
        "ends_at": walk.ends_at.isoformat(),
        "metres": walk.metres,
        "orders": list(dict.fromkeys(numbers.get(task, task) for task in walk.tasks)),
        "route": walk.route,
        "why": walk.why,
    }


def _numbers(session: Session, task_ids: Sequence[str]) -> dict[str, str]:
    rows = select(PickTask.id, Order.number).join(Order, Order.id == PickTask.order_id).where(PickTask.id.in_(task_ids))
    return {row.id: row.number for row in session.execute(rows)}
