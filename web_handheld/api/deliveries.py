"""/stores/{store}/deliveries: what is to come, told as JSON or CSV; /desk/deliveries: what came of it."""

from datetime import datetime
from http import HTTPStatus

from flask import request
from marshmallow import fields, validate
from sqlalchemy.orm import Session

from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving import commands as receiving
from picking.receiving.commands import DeliveryDraft, DraftLine, Loaded
from picking.receiving.commands.expecting import LINES_MAX
from picking.receiving.files import drafts_of
from picking.receiving.lifecycle import DeliveryState
from picking.receiving.model import Delivery, DeliveryKind, DeliveryLine
from picking.receiving.queries import deliveries, delivery_of, lines_of
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.owning import own_store
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, time, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("deliveries", __name__, description="Deliveries: announced, taken in, put away")
DELIVERIES_MAX = 200


class DeliveryLineForm(Form):
    """So many pieces or grams of an item."""

    sku = text(32, required=True)
    quantity = whole(1, required=True)


class DeliveryForm(Form):
    """One sender's goods that come together; the same number again replaces what was announced."""

    number = text(64, required=True)
    supplier = text(80, required=True)
    expected_at = time(required=True)
    kind = fields.Enum(DeliveryKind, by_value=True, load_default=DeliveryKind.PURCHASE)
    lines = fields.List(fields.Nested(DeliveryLineForm), required=True, validate=validate.Length(1, LINES_MAX))


class DeliveriesForm(Form):
    """Some deliveries."""

    deliveries = fields.List(fields.Nested(DeliveryForm), required=True, validate=validate.Length(1, DELIVERIES_MAX))


class TransferLineForm(Form):
    """So many pieces or grams of an item out of a bin."""

    bin = text(64, required=True)
    sku = text(32, required=True)
    quantity = whole(1, required=True)


class TransferForm(Form):
    """Goods for a sister store, and when it may expect them."""

    to = text(64, required=True)
    expected_at = time(required=True)
    lines = fields.List(fields.Nested(TransferLineForm), required=True, validate=validate.Length(1, 500))


class DeliveriesQuery(Paged):
    """All of them, or those that stand so."""

    state = fields.Enum(DeliveryState, by_value=True)


@blueprint.route("/stores/<store>/deliveries", methods=["POST"])
@blueprint.arguments(DeliveriesForm)
@blueprint.response(HTTPStatus.CREATED)
def announce(form: Json, store: str) -> once.Answer:
    """Announce deliveries, all or none."""
    drafts = [
        DeliveryDraft(**{**each, "lines": [DraftLine(**line) for line in each["lines"]]}) for each in form["deliveries"]
    ]
    return _announce(store, drafts)


@blueprint.route("/stores/<store>/deliveries.csv", methods=["POST"])
@blueprint.response(HTTPStatus.CREATED)
def announce_file(store: str) -> once.Answer:
    """Announce deliveries as CSV: `number,supplier,expected_at,sku,quantity`, a row an item; all or none."""
    return _announce(store, drafts_of(request.get_data(as_text=True)))


def _announce(store: str, drafts: list[DeliveryDraft]) -> once.Answer:
    by = asker()
    own_store(by, store)
    if not by.may("pos"):
        by.require("desk")

    def command(work: UnitOfWork) -> Json:
        return {"deliveries": [_shown(receiving.expect(work, store, draft)) for draft in drafts]}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/deliveries", methods=["GET"])
@blueprint.arguments(DeliveriesQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show(query: Json) -> Json:
    """Give the store's deliveries, a page at a time, in the order in which they were announced."""
    by = at_desk()
    with parts().transactions.reading() as books:
        rows = deliveries(by.store_id)
        if "state" in query:
            rows = rows.where(Delivery.state == query["state"])
        return page(books, rows, [Delivery.id.expression], _shown, query)


@blueprint.route("/desk/deliveries/<delivery_id>", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_one(delivery_id: str) -> Json:
    """Give a delivery with its lines: announced, taken in, refused, and why."""
    by = at_desk()
    with parts().transactions.reading() as books:
        delivery = delivery_of(books, by.store_id, delivery_id)
        return {**_shown(delivery), "lines": _lines(books, delivery)}


@blueprint.route("/desk/deliveries/<delivery_id>/cancellation", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def cancel(delivery_id: str) -> once.Answer:
    """Call a delivery off that nobody has begun with."""
    at_desk()
    return once.run(lambda work: _shown(receiving.cancel_delivery(work, delivery_id)))


@blueprint.route("/stores/<store>/transfers", methods=["POST"])
@blueprint.arguments(TransferForm)
@blueprint.response(HTTPStatus.CREATED)
def send(form: Json, store: str) -> once.Answer:
    """Send goods to a sister store: out of these books at once, announced to the other's bay."""
    own_store(asker(), store)
    loaded = [Loaded(line["bin"], line["sku"], line["quantity"]) for line in form["lines"]]

    def command(work: UnitOfWork) -> Json:
        return _shown(receiving.send_transfer(work, form["to"], loaded, form["expected_at"]))

    return once.run(command, HTTPStatus.CREATED)


def _shown(delivery: Delivery) -> Json:
    return {
        "id": delivery.id,
        "number": delivery.number,
        "kind": str(delivery.kind),
        "supplier": delivery.supplier,
        "state": str(delivery.state),
        "expected_at": delivery.expected_at.isoformat(),
        "arrived_at": _iso(delivery.arrived_at),
        "finished_at": _iso(delivery.finished_at),
    }


def _lines(books: Session, delivery: Delivery) -> list[Json]:
    return [_line(line) for line in lines_of(books, delivery.id)]


def _line(line: DeliveryLine) -> Json:
    return {
        "line_no": line.line_no,
        "sku": line.sku,
        "expected": line.expected,
        "received": line.received,
        "refused": line.refused,
        "difference_reason": line.difference_reason,
        "refusal_reason": line.refusal_reason,
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
