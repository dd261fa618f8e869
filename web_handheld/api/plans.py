"""/desk/plans: who walks what next and why, what waits and why, how the planner is; and aisles that are closed."""

from datetime import timedelta
from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor import commands as floor
from picking.floor.model import Aisle
from picking.floor.queries import aisle_codes, aisles
from picking.foundation.actor import Actor
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.tasks.commands import planner_alert
from picking.tasks.plan_queries import (
    plan_explained,
    plan_in_force,
    plan_of,
    plan_view,
    planner_view,
    waiting_and_why,
    walks_now,
)
from picking.tasks.planned import Plan
from web_handheld.api import once
from web_handheld.api.asking import asker, language
from web_handheld.forms.base import Form, StrictBlueprint, whole
from web_handheld.parts import parts
from web_handheld.planning.again import made_again

blueprint = StrictBlueprint("plans", __name__, description="Plans: who walks what next, and why")
LATEST = 10


class PlansQuery(Form):
    """In which language; the asker's own where none is named."""

    lang = fields.String(validate=validate.OneOf(LANGUAGES))


class AisleStepForm(Form):
    """What becomes of an aisle: `close` for so many minutes, `open`, or `limit` to so many people."""

    step = fields.String(required=True, validate=validate.OneOf(("close", "open", "limit")))
    minutes = whole(1, 1440)
    people_max = whole(1, 100, allow_none=True)

    @validates_schema
    def check_facts(self, form: Json, **_: object) -> None:
        """Refuse a step without what it needs."""
        needed = {"close": "minutes", "limit": "people_max"}.get(form["step"])
        if needed is not None and needed not in form:
            raise ValidationError(f"The step {form['step']} wants it.", needed)


@blueprint.route("/desk/plans", methods=["GET"])
@blueprint.arguments(PlansQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_plans(query: Json) -> Json:
    """Give the planner's state, walks of now and of the plan in force, what waits, the latest plans, and the aisles."""
    by, words = _at_desk(), query.get("lang")
    transactions = parts().transactions
    with transactions.reading() as books:
        latest = select(Plan).where(Plan.store_id == by.store_id).order_by(Plan.made_at.desc(), Plan.id.desc())
        planner = planner_view(books, by.store_id)
        return {
            "planner": {**planner, "text": _text({"code": planner_alert(planner["state"]), "facts": {}}, words)},
            "now": [_in_words(walk, words) for walk in walks_now(books, by.store_id)],
            "walks": [_in_words(walk, words) for walk in plan_in_force(books, by.store_id)],
            "waiting": [_in_words(each, words) for each in waiting_and_why(books, by.store_id)],
            "latest": [plan_view(plan) for plan in books.scalars(latest.limit(LATEST))],
            "aisles": _aisles(books, by.store_id),
        }


@blueprint.route("/desk/plans/<plan_id>", methods=["GET"])
@blueprint.arguments(PlansQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_plan(query: Json, plan_id: str) -> Json:
    """Give a kept plan with its walks explained."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        plan, _ = plan_of(books, plan_id)
        if plan.store_id != by.store_id:
            raise unknown("plan", plan_id)
        walks = [_in_words(walk, query.get("lang")) for walk in plan_explained(books, plan)]
        return {**plan_view(plan), "walks": walks}


@blueprint.route("/desk/plans/<plan_id>/replay", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_replay(plan_id: str) -> Json:
    """Make a kept plan again from what it was made from; gives whether the same comes out."""
    by, settings = _at_desk(), parts().settings
    with parts().transactions.reading() as books:
        plan, _ = plan_of(books, plan_id)
        if plan.store_id != by.store_id:
            raise unknown("plan", plan_id)
    return made_again(plan_id, settings.database_url)


@blueprint.route("/desk/aisles/<code>/steps", methods=["POST"])
@blueprint.arguments(AisleStepForm)
@blueprint.response(HTTPStatus.OK)
def step_aisle(form: Json, code: str) -> once.Answer:
    """Close an aisle for a while, open it, or limit how many people are in it."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("desk")
        store_id = work.by.store_id
        if form["step"] == "close":
            return _aisle(floor.close_aisle(work, store_id, code, work.now + timedelta(minutes=form["minutes"])))
        if form["step"] == "limit":
            return _aisle(floor.limit_aisle(work, store_id, code, form["people_max"]))
        return _aisle(floor.open_aisle(work, store_id, code))

    return once.run(command)


def _aisles(books: Session, store_id: str) -> list[Json]:
    known = {aisle.code: aisle for aisle in aisles(books, store_id)}
    codes = sorted({*aisle_codes(books, store_id), *known})
    return [_aisle(known.get(code) or Aisle(store_id=store_id, code=code, hours=[])) for code in codes]


def _aisle(aisle: Aisle) -> Json:
    return {
        "aisle": aisle.code,
        "closed_until": aisle.closed_until.isoformat() if aisle.closed_until else None,
        "hours": aisle.hours,
        "people_max": aisle.people_max,
    }


def _in_words(shown: Json, lang: str | None) -> Json:
    why = shown["why"]
    reasons = why if isinstance(why, list) else [why]
    return {**shown, "why": [{**each, "text": _text(each, lang)} for each in reasons]}


def _text(message: Json, lang: str | None) -> str:
    return parts().messages.text(message["code"], lang or language(LANGUAGES), message["facts"])


def _at_desk() -> Actor:
    by = asker()
    by.require("desk")
    return by
