"""/desk/replenishments, /desk/fill-plan, /desk/face-limits, /desk/purchase-demands: goods from behind to the faces."""

from datetime import timedelta
from http import HTTPStatus

from marshmallow import fields, validate

from picking.foundation.refusals import Refusal, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import FillDraft
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import Cause, FillPlan, PurchaseDemand, Replenishment
from picking.replenishing.queries import demands, replenishments
from web_handheld.api import once
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("filling", __name__, description="Faces: their limits, and goods from behind")
LIMITS_MAX = 2000
SOON = timedelta(minutes=30)


class ReplenishmentsQuery(Paged):
    """All of them, or those that stand so."""

    state = fields.Enum(ReplenishmentState, by_value=True)


class WishForm(Form):
    """So much more of an item in a face."""

    bin = text(64, required=True)
    sku = text(32, required=True)
    quantity = whole(1, required=True)


class DecisionForm(Form):
    """Whether a lead agrees to what came otherwise than asked for."""

    accept = fields.Boolean(required=True)


class FillPlanForm(Form):
    """How often faces are looked at, and when they are filled up for the morning."""

    every_minutes = whole(1, 24 * 60, required=True)
    closing_at = text(5, required=True)


class LimitForm(Form):
    """Below `least` a face is filled, up to `most`; pieces or grams."""

    bin = text(64, required=True)
    sku = text(32, required=True)
    least = whole(0, required=True)
    most = whole(1, required=True)


class LimitsForm(Form):
    """Some faces' limits."""

    limits = fields.List(fields.Nested(LimitForm), required=True, validate=validate.Length(1, LIMITS_MAX))


@blueprint.route("/desk/replenishments", methods=["GET"])
@blueprint.arguments(ReplenishmentsQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show(query: Json) -> Json:
    """Give what is fetched from behind, a page at a time."""
    by = at_desk()
    with parts().transactions.reading() as books:
        rows = replenishments(by.store_id)
        if "state" in query:
            rows = rows.where(Replenishment.state == query["state"])
        return page(books, rows, [Replenishment.id.expression], _shown, query)


@blueprint.route("/desk/replenishments", methods=["POST"])
@blueprint.arguments(WishForm)
@blueprint.response(HTTPStatus.CREATED)
def wish(form: Json) -> once.Answer:
    """Have a face filled; with nothing behind it has to be bought (`nothing_behind`)."""
    at_desk()

    def command(work: UnitOfWork) -> Json:
        wished = replenishing.wish(work, form["bin"], form["sku"], form["quantity"], Cause.LEAD, work.now + SOON)
        if wished is None:
            raise Refusal("nothing_behind", sku=form["sku"])
        return _shown(wished)

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/replenishments/back", methods=["POST"])
@blueprint.arguments(WishForm)
@blueprint.response(HTTPStatus.CREATED)
def wish_back(form: Json) -> once.Answer:
    """Have a face relieved: so much of an item goes behind, one wish for each bin there that takes some."""
    at_desk()

    def command(work: UnitOfWork) -> Json:
        made = replenishing.wish_back(work, form["bin"], form["sku"], form["quantity"], Cause.LEAD, work.now + SOON)
        if not made:
            raise Refusal("no_room_behind", sku=form["sku"], bin=form["bin"])
        return {"items": [_shown(each) for each in made]}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/replenishments/<replenishment_id>/decision", methods=["POST"])
@blueprint.arguments(DecisionForm)
@blueprint.response(HTTPStatus.OK)
def decide(form: Json, replenishment_id: str) -> once.Answer:
    """Agree to less than was asked for, or have its source counted."""
    at_desk()
    deed = replenishing.accept if form["accept"] else replenishing.refuse
    return once.run(lambda work: _shown(deed(work, replenishment_id)))


@blueprint.route("/desk/fill-plan", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_plan() -> Json:
    """Give how often the faces are looked at."""
    by = at_desk()
    with parts().transactions.reading() as books:
        plan = books.get(FillPlan, by.store_id)
        if plan is None:
            raise unknown("FillPlan", by.store_id)
        return _plan(plan)


@blueprint.route("/desk/fill-plan", methods=["PUT"])
@blueprint.arguments(FillPlanForm)
@blueprint.response(HTTPStatus.OK)
def keep_plan(form: Json) -> once.Answer:
    """Keep the plan as it is written now; a paused one goes on."""
    return once.run(lambda work: _plan(replenishing.keep_plan(work, FillDraft(**form))))


@blueprint.route("/desk/fill-plan/pause", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def pause_plan() -> once.Answer:
    """Fill nothing by the clock for now."""
    return once.run(lambda work: _plan(replenishing.pause_plan(work)))


@blueprint.route("/desk/face-limits", methods=["PUT"])
@blueprint.arguments(LimitsForm)
@blueprint.response(HTTPStatus.OK)
def keep_limits(form: Json) -> once.Answer:
    """Keep faces' own limits; they go before the forecast's."""
    limits = [(each["bin"], each["sku"], each["least"], each["most"]) for each in form["limits"]]
    return once.run(lambda work: {"kept": replenishing.keep_limits(work, limits)})


@blueprint.route("/desk/purchase-demands", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_demands() -> Json:
    """Give what has to be bought because nothing lies behind."""
    by = at_desk()
    with parts().transactions.reading() as books:
        return {"items": [_demand(each) for each in demands(books, by.store_id)]}


def _shown(row: Replenishment) -> Json:
    return {
        "id": row.id, "bin": row.bin_id, "from_bin": row.from_bin, "sku": row.sku, "cause": str(row.cause),
        "quantity": row.quantity, "moved": row.moved, "reason": row.reason, "state": str(row.state),
        "due_at": row.due_at.isoformat(),
    }  # fmt: skip


def _plan(plan: FillPlan) -> Json:
    return {"every_minutes": plan.every_minutes, "closing_at": plan.closing_at, "state": str(plan.state)}


def _demand(row: PurchaseDemand) -> Json:
    return {"sku": row.sku, "quantity": row.quantity, "cause": str(row.cause), "at": row.at.isoformat()}
