"""/stores/…: what the tills have sold, what is kept back from the channels, what may be sold again, what is held."""

from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.catalogue.queries import FoundItem, read_code, resolve
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.commands.till_sales import TillDraft, TillLine
from picking.stock.off_sale import off_sale_with_stock
from picking.stock.queries import availability
from picking.stock.till import TillKind
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_store
from web_handheld.forms.base import Form, StrictBlueprint, text, time, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("selling", __name__, description="Tills and channels that sell the same goods")
LINES_MAX = 200
BULK_MAX = 1000
MINOR_MAX = 100_000_000


class TillLineForm(Form):
    """An item by its `sku` or by the `code` that was scanned; pieces, or grams of what is sold by weight.

    A pack's code counts its contents; a scale label's own weight stands where `weight_grams` is not sent.
    """

    line_no = whole(1, 9999, required=True)
    sku = text(32)
    code = text(64)
    quantity = whole(1, 10_000)
    weight_grams = whole(1, 1_000_000)
    amount_minor = whole(0, MINOR_MAX, required=True)

    @validates_schema
    def check_one_name(self, form: Json, **_: object) -> None:
        """Refuse a line that names its item twice or not at all."""
        if ("sku" in form) == ("code" in form):
            raise ValidationError("Either sku or code is wanted.", "sku")


class TillForm(Form):
    """A receipt of a till."""

    till = text(40, required=True)
    receipt = text(60, required=True)
    kind = fields.Enum(TillKind, by_value=True, load_default=TillKind.SALE)
    sold_at = time(required=True)
    lines = fields.List(fields.Nested(TillLineForm), required=True, validate=validate.Length(1, LINES_MAX))


class SafetyForm(Form):
    """How much of an item the channels must leave, in pieces or grams."""

    sku = text(32, required=True)
    quantity = whole(0, 10_000_000, required=True)


class SafetiesForm(Form):
    """Many at once."""

    items = fields.List(fields.Nested(SafetyForm), required=True, validate=validate.Length(1, BULK_MAX))


@blueprint.route("/stores/<store>/pos-sales", methods=["POST"])
@blueprint.arguments(TillForm)
@blueprint.response(HTTPStatus.CREATED)
def till_sold(form: Json, store: str) -> once.Answer:
    """Book what a till has sold or taken back; a receipt is booked once, however often it is sent."""
    by = asker()
    by.require("pos")
    own_store(by, store)

    def command(work: UnitOfWork) -> Json:
        lines = tuple(_line(work, store, line) for line in form["lines"])
        draft = TillDraft(form["till"], form["receipt"], form["sold_at"], lines, form["kind"])
        sale = stock.book_receipt(work, draft)
        work.session.flush()
        left = availability(work.session, store, sorted({line.sku for line in lines}))
        return {"sale_id": sale.id, "receipt": sale.receipt, "available": left}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/stores/<store>/safety-stock", methods=["POST"])
@blueprint.arguments(SafetiesForm)
@blueprint.response(HTTPStatus.OK)
def keep_back(form: Json, store: str) -> once.Answer:
    """Keep stock back from the channels, item by item; what that sells out or brings back is told to them."""
    by = asker()
    by.require("channel", "desk")
    own_store(by, store)

    def command(work: UnitOfWork) -> Json:
        for each in sorted(form["items"], key=lambda each: str(each["sku"])):
            stock.keep_safety_stock(work, store, each["sku"], each["quantity"])
        work.session.flush()
        return {"store": store, "available": availability(work.session, store, [each["sku"] for each in form["items"]])}

    return once.run(command)


@blueprint.route("/stores/<store>/off-sale", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def off_sale(store: str) -> Json:
    """Give what was taken off sale by hand and lies here again: list it with `POST /stores/{store}/sale`."""
    by = asker()
    by.require("desk", "channel")
    own_store(by, store)
    with parts().transactions.reading() as books:
        return {"store": store, "items": off_sale_with_stock(books, store)}


def _line(work: UnitOfWork, store: str, form: Json) -> TillLine:
    found = _found(work, store, form["code"]) if "code" in form else None
    sku = found.item.sku if found else form["sku"]
    quantity = form.get("weight_grams") or _by_code(found, form.get("quantity", 1))
    return TillLine(form["line_no"], sku, quantity, form["amount_minor"])


def _found(work: UnitOfWork, store: str, code: str) -> FoundItem:
    found = resolve(work.session, store, read_code(work.session, store, code))
    if found is None:
        raise Refusal("item_code_unknown", Kind.UNKNOWN, text=code)
    return found


def _by_code(found: FoundItem | None, quantity: int) -> int:
    if found is None:
        return quantity
    if found.item.unit is Unit.GRAM:
        return (found.weight_grams or 0) * quantity
    return found.contains * quantity
