"""/stores: what can be sold, what lies where, prices and items as the head office sends them, goods that arrive."""

from http import HTTPStatus

from marshmallow import fields, validate
from sqlalchemy import select

from picking.catalogue import commands as catalogue
from picking.catalogue.commands import CodeDraft, ItemDraft, Price
from picking.floor.model import Bin, Store
from picking.floor.queries import online_stock_of
from picking.foundation.kinds import Hygiene, TemperatureClass, WorkType
from picking.foundation.messages import LANGUAGES
from picking.foundation.quantity import Unit
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock import commands as stock
from picking.stock.conservation import conservation_errors
from picking.stock.model import StockLevel
from picking.stock.queries import availability
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_store
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("stores", __name__, description="Goods and stock of one store")
BULK_MAX = 1000
CODES_MAX = 20


def texts_by_language(*, required: bool = False) -> fields.Dict:
    """Give a field for a text in up to three languages."""
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    return fields.Dict(keys=language, values=text(120), required=required, validate=validate.Length(1))


class AvailabilityQuery(Form):
    """Which items; all where none is named."""

    sku = fields.List(text(32), validate=validate.Length(0, 200))


class PriceForm(Form):
    """An item's new price; `version` only grows."""

    sku = text(32, required=True)
    price_minor = whole(0, 100_000_000, required=True)
    version = whole(1, required=True)


class PricesForm(Form):
    """Many prices at once."""

    prices = fields.List(fields.Nested(PriceForm), required=True, validate=validate.Length(1, BULK_MAX))


class CodeForm(Form):
    """A code that means the item."""

    code = text(32, required=True)
    kind = fields.String(load_default="gtin", validate=validate.OneOf(("gtin", "pack", "plu")))
    contains = whole(1, 10_000, load_default=1)


class ItemForm(Form):
    """An item as the head office knows it."""

    sku = text(32, required=True)
    names = texts_by_language(required=True)
    category = text(40, required=True)
    temperature_class = fields.Enum(TemperatureClass, by_value=True, required=True)
    unit = fields.Enum(Unit, by_value=True, required=True)
    weight_grams = whole(0, 1_000_000, required=True)
    work_type = fields.Enum(WorkType, by_value=True)
    spec = text(40)
    unit_names = texts_by_language()
    weight_tolerance_permille = whole(0, 1000)
    shelf_life_days = whole(0, 10_000, allow_none=True)
    prep_seconds = whole(0, 86_400)
    fragile = fields.Boolean()
    heavy = fields.Boolean()
    hygiene = fields.Enum(Hygiene, by_value=True)
    scan_each = fields.Boolean()
    picture = text(40)
    codes = fields.List(fields.Nested(CodeForm), load_default=list, validate=validate.Length(0, CODES_MAX))


class ItemsForm(Form):
    """Many items at once."""

    items = fields.List(fields.Nested(ItemForm), required=True, validate=validate.Length(1, BULK_MAX))


class SaleForm(Form):
    """Which items, and whether they are sold from now on."""

    skus = fields.List(text(32), required=True, validate=validate.Length(1, BULK_MAX))
    on_sale = fields.Boolean(required=True)


class ReceiptLineForm(Form):
    """So much of an item into a bin, in pieces or grams."""

    sku = text(32, required=True)
    bin = text(64, required=True)
    quantity = whole(1, 10_000_000, required=True)
    lot = text(40, load_default="")
    expires_on = fields.Date(load_default=None, allow_none=True)


class ReceiptForm(Form):
    """A delivery as it was put away."""

    document = text(64, required=True)
    lines = fields.List(fields.Nested(ReceiptLineForm), required=True, validate=validate.Length(1, BULK_MAX))


@blueprint.route("/stores/<store>/availability", methods=["GET"])
@blueprint.arguments(AvailabilityQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def available(query: Json, store: str) -> Json:
    """Give what can be sold online now, pieces or grams by item: of the store, or of the stock it shares."""
    own_store(asker(), store)
    transactions = parts().transactions
    with transactions.reading() as books:
        stock_of = online_stock_of(books, store)
        today = books.get_one(Store, stock_of).day(transactions.clock.now())
        left = availability(books, stock_of, query.get("sku"), today=today)
        return {"store": store, "stock_of": stock_of, "available": left}


@blueprint.route("/stores/<store>/stock", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def levels(query: Json, store: str) -> Json:
    """Give each item's figures, a page at a time: on hand, locked for payment, committed to orders."""
    own_store(asker(), store)
    with parts().transactions.reading() as books:
        statement = select(StockLevel).where(StockLevel.store_id == store)
        return page(books, statement, [StockLevel.sku.expression], _level, query)


@blueprint.route("/stores/<store>/stock/conservation", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def conservation(store: str) -> Json:
    """Hold ledger, places, figures and reservations against each other; `errors` is empty when all is well."""
    by = asker()
    by.require("desk")
    own_store(by, store)
    with parts().transactions.reading() as books:
        return {"store": store, "errors": conservation_errors(books, store)}


@blueprint.route("/stores/<store>/prices", methods=["POST"])
@blueprint.arguments(PricesForm)
@blueprint.response(HTTPStatus.OK)
def set_prices(form: Json, store: str) -> once.Answer:
    """Set prices; one that is not newer than ours changes nothing. Says what became of each."""
    own_store(asker(), store)
    prices = [Price(**each) for each in form["prices"]]
    return once.run(lambda work: {"prices": catalogue.set_prices(work, store, prices)})


@blueprint.route("/stores/<store>/items", methods=["POST"])
@blueprint.arguments(ItemsForm)
@blueprint.response(HTTPStatus.OK)
def keep_items(form: Json, store: str) -> once.Answer:
    """Keep items: new ones are added, known ones changed."""
    own_store(asker(), store)
    drafts = [ItemDraft(**{**each, "codes": [CodeDraft(**code) for code in each["codes"]]}) for each in form["items"]]

    def command(work: UnitOfWork) -> Json:
        return {"items": [catalogue.upsert_item(work, draft).sku for draft in drafts]}

    return once.run(command)


@blueprint.route("/stores/<store>/sale", methods=["POST"])
@blueprint.arguments(SaleForm)
@blueprint.response(HTTPStatus.OK)
def put_on_sale(form: Json, store: str) -> once.Answer:
    """Take items off sale by hand (a recall, a broken fryer), or list them again; the channels are told."""
    by = asker()
    by.require("desk")
    own_store(by, store)
    deed = stock.put_on_sale if form["on_sale"] else stock.take_off_sale

    def command(work: UnitOfWork) -> Json:
        for sku in sorted(set(form["skus"])):
            deed(work, store, sku)
        work.session.flush()
        return {"store": store, "available": availability(work.session, store, form["skus"])}

    return once.run(command)


@blueprint.route("/stores/<store>/receipts", methods=["POST"])
@blueprint.arguments(ReceiptForm)
@blueprint.response(HTTPStatus.CREATED)
def receive(form: Json, store: str) -> once.Answer:
    """Take a delivery into the books, all lines or none."""
    by = asker()
    own_store(by, store)
    if not by.may("pos"):
        by.require("count")

    def command(work: UnitOfWork) -> Json:
        return {"lots": [_receive(work, store, form["document"], line) for line in form["lines"]]}

    return once.run(command, HTTPStatus.CREATED)


def _receive(work: UnitOfWork, store: str, document: str, line: Json) -> str:
    if work.get(Bin, line["bin"]).store_id != store:
        raise unknown("Bin", line["bin"])
    lot = stock.receive(
        work, store, line["sku"], line["bin"], line["quantity"],
        lot_code=line["lot"], expires_on=line["expires_on"], document=document,
    )  # fmt: skip
    return lot.id


def _level(row: StockLevel) -> Json:
    return {"sku": row.sku, "on_hand": row.on_hand, "locked": row.locked, "committed": row.committed}
