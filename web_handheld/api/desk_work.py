"""/desk/work: the open pick tasks, who has each, and a lead who gives one to somebody or frees it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.floor.model import Zone
from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.people.model import Person
from picking.reports.work_now import SHOWN, TaskLines, able_people, lines_of_tasks, open_work, times_refused
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickTask
from picking.tasks.queries import IN_HAND
from picking.tasks.views import flag_of
from web_handheld.api import once
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.desk.words import DeskWords
from web_handheld.forms.base import Form, StrictBlueprint, number, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_work", __name__, description="The desk's open work, and who has it")
# A part of the work as a lead speaks of it -> its states.
PARTS: Mapping[str, Sequence[PickTaskState]] = {
    "all": SHOWN,
    "free": (PickTaskState.AVAILABLE,),
    "offered": (PickTaskState.OFFERED,),
    "in_hand": IN_HAND,
    "parked": (PickTaskState.PARKED,),
    "stopped": (PickTaskState.STOPPED,),
}
STEPS: Mapping[str, Callable[[UnitOfWork, str, Json], object]] = {
    "give": lambda work, key, form: tasks.give_task(work, key, form["person"]),
    "free": lambda work, key, _: tasks.free_task(work, key),
    "agree": lambda work, key, _: tasks.agree_take_over(work, key),
    "keep": lambda work, key, _: tasks.refuse_take_over(work, key),
}


class WorkQuery(DeskQuery):
    """Which part of the open work, a page at a time, what is due first in front."""

    part = fields.String(load_default="all", validate=validate.OneOf(tuple(PARTS)))
    page = number(1, 10_000, load_default=1)
    limit = number(1, 200, load_default=50)


class TaskStepForm(Form):
    """What becomes of a task; `give` needs a person."""

    step = fields.String(required=True, validate=validate.OneOf(tuple(STEPS)))
    person = text(36)

    @validates_schema
    def check_person(self, form: Json, **_: object) -> None:
        """Refuse to give a task to nobody."""
        if form["step"] == "give" and "person" not in form:
            raise ValidationError("Who is to get it is wanted.", "person")


@blueprint.route("/desk/work", methods=["GET"])
@blueprint.arguments(WorkQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_work(query: Json) -> Json:
    """Give a page of the open pick tasks with holder, basket, lines, refusals, and who may have each (`able`)."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        say = words(books, by, query.get("lang"))
        rows = open_work(by.store_id, PARTS[query["part"]]).order_by(PickTask.due_at, PickTask.id)
        begin = (query["page"] - 1) * query["limit"]
        found = books.scalars(rows.limit(query["limit"]).offset(begin)).all()
        return {
            "now": transactions.clock.now().isoformat(),
            "counts": _counts(books, by.store_id),
            "page": query["page"],
            "limit": query["limit"],
            "tasks": list(_tasks(books, found, say, by)),
            "able": {
                zone: [{"person_id": one.id, "name": one.name} for one in people]
                for zone, people in able_people(books, by.store_id).items()
            },
        }


@blueprint.route("/desk/work/<task_id>/steps", methods=["POST"])
@blueprint.arguments(TaskStepForm)
@blueprint.response(HTTPStatus.OK)
def step_task(form: Json, task_id: str) -> once.Answer:
    """Give a task to somebody, free it, or answer a take-over that was asked for."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("take_over")
        if work.get(PickTask, task_id).store_id != work.by.store_id:
            raise unknown("PickTask", task_id)
        STEPS[form["step"]](work, task_id, form)
        work.session.flush()
        after = work.get(PickTask, task_id)
        return {"task_id": after.id, "state": str(after.state), "person_id": after.person_id}

    return once.run(command)


def _counts(books: Session, store_id: str) -> dict[str, int]:
    rows = select(PickTask.state, func.count()).where(PickTask.store_id == store_id, PickTask.state.in_(SHOWN))
    by_state = dict(books.execute(rows.group_by(PickTask.state)).all())
    return {part: sum(by_state.get(state, 0) for state in states) for part, states in PARTS.items()}


def _tasks(books: Session, found: Sequence[PickTask], say: DeskWords, by: Actor) -> Iterator[Json]:
    ids = [task.id for task in found]
    lines, refused = lines_of_tasks(books, ids), times_refused(books, ids)
    wanted = {key for task in found for key in (task.person_id, task.asked_for) if key is not None}
    names = dict(books.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all())
    for task in found:
        order, zone = books.get_one(Order, task.order_id), books.get_one(Zone, task.zone_id)
        count, flag = lines.get(task.id, TaskLines()), flag_of(books, task)
        is_held = task.state is not PickTaskState.AVAILABLE
        yield {
            "task_id": task.id, "order_id": order.id, "number": order.number, "state": str(task.state),
            "text": say.say(f"task_{task.state}"), "zone_id": zone.id, "zone": say.name(zone.names, zone.code),
            "due_at": task.due_at.isoformat(), "since": task.state_since.isoformat(), "basket": task.basket_id,
            "person_id": task.person_id if is_held else None,
            "holder": names.get(task.person_id or "") if is_held else None,
            "to_take": count.to_take, "taken": count.taken, "waiting": count.waiting,
            "refused": refused.get(task.id, 0),
            "flag": say.messages.text(flag["code"], say.language, flag["facts"]) if flag else None,
            "asked_for": names.get(task.asked_for or ""),
            "possible": list(_steps(task, by)),
        }  # fmt: skip


def _steps(task: PickTask, by: Actor) -> Iterator[str]:
    if not by.may("take_over"):
        return
    if task.asked_by is not None:
        yield from ("agree", "keep")
    if task.state in (PickTaskState.AVAILABLE, PickTaskState.OFFERED, *IN_HAND):
        yield "give"
    if task.state in (PickTaskState.OFFERED, *IN_HAND):
        yield "free"
