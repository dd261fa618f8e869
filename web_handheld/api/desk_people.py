"""/desk/people: who is at work, what each does and has before them, and what a lead does about it."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus

from marshmallow import fields, validate

from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from picking.reactions.going_home import send_home
from picking.reports.people_now import AtWork, people_now
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickTaskState
from web_handheld.api import once
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.desk.words import DeskWords
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_people", __name__, description="The desk's people and their load")
STEPS: Mapping[str, Callable[[UnitOfWork, str], object]] = {"free_work": tasks.give_back, "send_home": send_home}


class PersonStepForm(Form):
    """What a lead does about somebody."""

    step = fields.String(required=True, validate=validate.OneOf(tuple(STEPS)))


@blueprint.route("/desk/people", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_people(query: Json) -> Json:
    """Give who is on shift: what each does and holds, minutes ahead, kilograms, metres and cold with limits."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        say, now = words(books, by, query.get("lang")), transactions.clock.now()
        limits = transactions.settings_of(by.store_id)
        found = people_now(books, by.store_id, now, limits)
        return {
            "now": now.isoformat(),
            "limits": {
                "kilograms": limits.shift_kilograms_max, "metres": limits.shift_metres_max,
                "cold_minutes": limits.cold_minutes_max,
            },
            "people": [_person(each, say, by, limits) for each in found],
        }  # fmt: skip


@blueprint.route("/desk/people/<person_id>/steps", methods=["POST"])
@blueprint.arguments(PersonStepForm)
@blueprint.response(HTTPStatus.OK)
def step_person(form: Json, person_id: str) -> once.Answer:
    """Free everything somebody holds, or end their shift: the work goes to others, baskets stay where they are."""

    def command(work: UnitOfWork) -> Json:
        if work.get(Person, person_id).store_id != work.by.store_id:
            raise unknown("Person", person_id)
        work.by.require("take_over")
        STEPS[form["step"]](work, person_id)
        return {"person_id": person_id, "step": form["step"]}

    return once.run(command)


def _person(each: AtWork, say: DeskWords, by: Actor, limits: FloorSettings) -> Json:
    person, device = each.person, each.device
    return {
        "person_id": person.id,
        "name": person.name,
        "roles": person.roles,
        "skills": person.skills,
        "on_shift_since": each.since.isoformat() if each.since else None,
        "device_id": device.id if device else None,
        "device": {"name": device.name, "state": str(device.state), "text": say.device(device)} if device else None,
        "stall": {"stall_id": each.stall.id, "name": say.name(each.stall.names, each.stall.id)} if each.stall else None,
        "doing": list(_doing(each, say)),
        "ahead_minutes": round(each.ahead_seconds / 60),
        "kilograms": round(each.ledger.kilograms),
        "metres": each.ledger.metres,
        "cold_minutes": round(each.ledger.cold_minutes),
        "is_worn": each.ledger.is_walked_out(limits) or not all(each.ledger.left(limits).values()),
        "idle_since": each.idle_since.isoformat() if each.idle_since else None,
        "break_until": each.break_until.isoformat() if each.break_until else None,
        "possible": list(_steps(each, by)),
    }


def _doing(each: AtWork, say: DeskWords) -> Iterator[Json]:
    """Say what is in somebody's hands, a line each."""
    for task, order, zone in each.tasks:
        code = "doing_offer" if task.state is PickTaskState.OFFERED else f"doing_{task.state}"
        facts = {"number": order.number, "zone": say.name(zone.names, zone.code), "basket": task.basket_id or "-"}
        yield {"text": say.say(code, **facts), "order_id": order.id, "due_at": task.due_at.isoformat()}
    if each.put_backs:
        yield {"text": say.say("doing_put_back"), "order_id": None, "due_at": None}
    for kind in each.asked_for:
        yield {"text": say.say(f"doing_{kind}"), "order_id": None, "due_at": None}
    if each.stall is not None:
        at_stall: Json = {"stall": say.name(each.stall.names, each.stall.id), "tickets": each.tickets}
        yield {"text": say.say("doing_stall", **at_stall), "order_id": None, "due_at": None}


def _steps(each: AtWork, by: Actor) -> Iterator[str]:
    if not by.may("take_over"):
        return
    if each.tasks or each.put_backs or each.asked_for:
        yield "free_work"
    if each.since is not None and each.person.id != by.person_id:
        yield "send_home"
