"""/after-sales: complaints about delivered orders, what the service desk and the floor decide, goods that came back."""

from http import HTTPStatus

from marshmallow import fields, validate
from sqlalchemy.orm import Session

from picking.aftersales import commands as aftersales, queries
from picking.aftersales.commands import Finding
from picking.aftersales.drafts import Complaint, ComplaintLine
from picking.aftersales.lifecycle import WorkOrderState
from picking.aftersales.model import Verdict, WorkKind, WorkOrder, WorkOrderLine
from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.model import Lot
from picking.stock.queries import held_goods
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import order_of, own_store, speaks_for
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, whole
from web_handheld.forms.orders import GRAMS_MAX, MINOR_MAX, ReasonForm
from web_handheld.parts import parts

blueprint = StrictBlueprint("after_sales", __name__, description="After the hand-over: returns, exchanges, refunds")
LINES_MAX = 200
SHA256 = r"\A[0-9a-f]{64}\Z"


class ComplaintLineForm(Form):
    """A line of the order and what is wanted for it; quantities are pieces, or grams of what is sold by weight."""

    line_no = whole(1, 9999, required=True)
    quantity = whole(1, GRAMS_MAX, required=True)
    wanted_sku = text(32)
    wanted_quantity = whole(1, GRAMS_MAX)
    amount_minor = whole(1, MINOR_MAX)


class ComplaintForm(Form):
    """A complaint about a delivered order."""

    external_id = text(80, required=True)
    kind = fields.Enum(WorkKind, by_value=True, required=True)
    order_id = text(36, required=True)
    reason = text(200, required=True)
    requested_by = text(40, required=True)
    return_store = text(64)
    lines = fields.List(fields.Nested(ComplaintLineForm), required=True, validate=validate.Length(1, LINES_MAX))


class AfterSalesChoiceForm(Form):
    """What the customer gets after all."""

    kind = fields.Enum(WorkKind, by_value=True, required=True)
    lines = fields.List(fields.Nested(ComplaintLineForm), load_default=list, validate=validate.Length(0, LINES_MAX))


class StockAnswerForm(Form):
    """Whether the goods are there."""

    yes = fields.Boolean(required=True)


class ReturnedGoodsForm(Form):
    """What came back over the counter, by line."""

    lines = fields.Dict(
        keys=text(36), values=whole(0, GRAMS_MAX), required=True, validate=validate.Length(1, LINES_MAX)
    )


class ReturnFindingForm(Form):
    """What somebody found about so much of a line; `photo` is the SHA-256 of the picture."""

    line_id = text(36, required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    quantity = whole(1, GRAMS_MAX, required=True)
    bin = text(64)
    reason = text(80)
    photo = fields.String(validate=validate.Regexp(SHA256, error="64 hexadecimal digits are wanted."))


class WorkOrderQuery(Paged):
    """Which of them."""

    state = fields.Enum(WorkOrderState, by_value=True)


class HeldGoodsForm(Form):
    """What becomes of held goods: so much into a bin, so much damaged."""

    lot_id = text(36, required=True)
    sku = text(32, required=True)
    restocked = whole(0, GRAMS_MAX, load_default=0)
    damaged = whole(0, GRAMS_MAX, load_default=0)
    bin = text(64)
    reason = text(40)


@blueprint.route("/after-sales", methods=["POST"])
@blueprint.arguments(ComplaintForm)
@blueprint.response(HTTPStatus.CREATED)
def complain(form: Json) -> once.Answer:
    """Open a work order: a return waits for its goods, a refund is paid, an exchange asks the floor first."""
    asker().require("channel", "desk")

    def command(work: UnitOfWork) -> Json:
        order_of(work, form["order_id"])
        return _shown(work, aftersales.open_work_order(work, _complaint(form)))

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/after-sales", methods=["GET"])
@blueprint.arguments(WorkOrderQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def listed(query: Json) -> Json:
    """List the open work orders of the store, or those in a state, a page at a time."""
    by = asker()
    by.require("desk", "return_in")
    states = (query["state"],) if "state" in query else ()
    with parts().transactions.reading() as books:
        statement = queries.of_store(by.store_id, *states)
        return page(books, statement, [WorkOrder.id.expression], queries.summary, query)


@blueprint.route("/after-sales/<work_order_id>", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show(work_order_id: str) -> Json:
    """Give a work order with its lines and what was decided about each."""
    by = asker()
    by.require("desk", "channel", "return_in")
    with parts().transactions.reading() as books:
        wish = books.get(WorkOrder, work_order_id)
        if wish is None:
            raise unknown("WorkOrder", work_order_id)
        _check_own(books, by, wish)
        return queries.work_order_view(books, work_order_id)


@blueprint.route("/after-sales/<work_order_id>/decision", methods=["POST"])
@blueprint.arguments(AfterSalesChoiceForm)
@blueprint.response(HTTPStatus.OK)
def decide(form: Json, work_order_id: str) -> once.Answer:
    """Decide again where the goods were not there: other goods, the money, or a return."""

    def command(work: UnitOfWork) -> Json:
        _own(work, work_order_id)
        wanted = [ComplaintLine(**line) for line in form["lines"]]
        return _shown(work, aftersales.decide(work, work_order_id, form["kind"], wanted))

    return once.run(command)


@blueprint.route("/after-sales/<work_order_id>/rejection", methods=["POST"])
@blueprint.arguments(ReasonForm)
@blueprint.response(HTTPStatus.OK)
def reject(form: Json, work_order_id: str) -> once.Answer:
    """Refuse a complaint, with the reason for the customer."""

    def command(work: UnitOfWork) -> Json:
        _own(work, work_order_id)
        return _shown(work, aftersales.reject(work, work_order_id, form["reason"]))

    return once.run(command)


@blueprint.route("/after-sales/<work_order_id>/stock-answer", methods=["POST"])
@blueprint.arguments(StockAnswerForm)
@blueprint.response(HTTPStatus.OK)
def answer_stock(form: Json, work_order_id: str) -> once.Answer:
    """Say whether the goods are there, from a screen that shows the question beside other work."""

    def command(work: UnitOfWork) -> Json:
        _own(work, work_order_id)
        return _shown(work, aftersales.answer_stock(work, work_order_id, yes=form["yes"]))

    return once.run(command)


@blueprint.route("/after-sales/<work_order_id>/goods", methods=["POST"])
@blueprint.arguments(ReturnedGoodsForm)
@blueprint.response(HTTPStatus.OK)
def goods_came(form: Json, work_order_id: str) -> once.Answer:
    """Note what came back over the counter."""

    def command(work: UnitOfWork) -> Json:
        _own(work, work_order_id)
        return _shown(work, aftersales.return_in(work, work_order_id, form["lines"]))

    return once.run(command)


@blueprint.route("/after-sales/<work_order_id>/findings", methods=["POST"])
@blueprint.arguments(ReturnFindingForm)
@blueprint.response(HTTPStatus.OK)
def found(form: Json, work_order_id: str) -> once.Answer:
    """Decide about goods that came back: restock, damage or hold."""

    def command(work: UnitOfWork) -> Json:
        _own(work, work_order_id)
        if work.get(WorkOrderLine, form["line_id"]).work_order_id != work_order_id:
            raise unknown("WorkOrderLine", form["line_id"])
        finding = Finding(
            form["verdict"], form["quantity"], form.get("bin"), form.get("reason"), form.get("photo")
        )  # fmt: skip
        return _shown(work, aftersales.inspect(work, form["line_id"], finding))

    return once.run(command)


@blueprint.route("/stores/<store>/held", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def held(store: str) -> Json:
    """List goods that came back and wait for somebody's decision, at most 200."""
    by = asker()
    by.require("desk", "return_in")
    own_store(by, store)
    with parts().transactions.reading() as books:
        return {"items": [_held(share.sku, share.quantity, lot) for share, lot in held_goods(books, store)]}


@blueprint.route("/stores/<store>/held", methods=["POST"])
@blueprint.arguments(HeldGoodsForm)
@blueprint.response(HTTPStatus.OK)
def settle(form: Json, store: str) -> once.Answer:
    """Decide about held goods: into a bin, or damaged."""
    own_store(asker(), store)

    def command(work: UnitOfWork) -> Json:
        stock.settle_hold(
            work, form["sku"], form["lot_id"], form["restocked"], form["damaged"], form.get("bin"), form.get("reason")
        )
        work.session.flush()
        return {"items": [_held(share.sku, share.quantity, lot) for share, lot in held_goods(work.session, store)]}

    return once.run(command)


def _complaint(form: Json) -> Complaint:
    lines = tuple(ComplaintLine(**line) for line in form["lines"])
    return Complaint(
        form["external_id"], form["kind"], form["order_id"], form["reason"], form["requested_by"], lines,
        form.get("return_store"),
    )  # fmt: skip


def _own(work: UnitOfWork, work_order_id: str) -> WorkOrder:
    """Open a work order of the asker's store, its own or coming back to it; a channel knows only its own."""
    wish = work.get(WorkOrder, work_order_id)
    _check_own(work.session, work.by, wish)
    return wish


def _check_own(books: Session, by: Actor, wish: WorkOrder) -> None:
    here = by.store_id in (wish.store_id, wish.return_store_id)
    if not here or not speaks_for(books, by, wish.channel):
        raise unknown("WorkOrder", wish.id)


def _shown(work: UnitOfWork, wish: WorkOrder) -> Json:
    """Show a work order after everything the deed has set off."""
    work.follow()
    work.session.flush()
    return queries.work_order_view(work.session, wish.id)


def _held(sku: str, quantity: int, lot: Lot) -> Json:
    return {
        "sku": sku,
        "quantity": quantity,
        "lot_id": lot.id,
        "lot": lot.code,
        "expires_on": lot.expires_on.isoformat() if lot.expires_on else None,
    }
