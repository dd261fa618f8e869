"""/stores/…/price-plans: promotions and prices that begin by themselves, and whether shelf labels show them."""

from http import HTTPStatus

from flask import request
from marshmallow import fields, validate
from sqlalchemy import select

from picking.catalogue import plans
from picking.catalogue.model import PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft
from picking.devices import commands as devices
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_store
from web_handheld.api.pages import page
from web_handheld.api.stores import texts_by_language
from web_handheld.forms.base import Form, Paged, StrictBlueprint, number, text, time, whole
from web_handheld.parts import parts
from web_handheld.price_feed import take_feed

blueprint = StrictBlueprint("prices", __name__, description="Prices that begin and end by themselves")
PRICES_MAX = 20_000
PLANS_MAX = 50
MINOR_MAX = 100_000_000


class PlannedPriceForm(Form):
    """What an item costs while the plan runs."""

    sku = text(32, required=True)
    price_minor = whole(0, MINOR_MAX, required=True)


class PlanForm(Form):
    """A promotion (with an end) or a new regular price (without): prices of items, or so much off all of them."""

    code = text(64, required=True)
    version = whole(1, 2**53, required=True)
    kind = fields.Enum(PlanKind, by_value=True, required=True)
    starts_at = time(required=True)
    ends_at = time(allow_none=True, load_default=None)
    names = texts_by_language()
    prices = fields.List(fields.Nested(PlannedPriceForm), validate=validate.Length(1, PRICES_MAX), load_default=list)
    off_permille = whole(1, 999, allow_none=True, load_default=None)
    category = text(40)


class PlansForm(Form):
    """Several plans, all or none."""

    plans = fields.List(fields.Nested(PlanForm), required=True, validate=validate.Length(1, PLANS_MAX))


class FeedQuery(Form):
    """The feed's version: it only grows."""

    version = number(1, 2**53, required=True)


@blueprint.route("/stores/<store>/price-plans", methods=["POST"])
@blueprint.arguments(PlansForm)
@blueprint.response(HTTPStatus.OK)
def plan(form: Json, store: str) -> once.Answer:
    """Keep plans as their newest version has them; says what became of each: planned, changed, same, older."""
    own_store(asker(), store)
    drafts = [_draft(each) for each in form["plans"]]
    return once.run(lambda work: {"plans": {each.code: plans.plan_prices(work, store, each) for each in drafts}})


def _draft(form: Json) -> PlanDraft:
    prices = {each["sku"]: each["price_minor"] for each in form.pop("prices")}
    return PlanDraft(**form, prices=prices)


@blueprint.route("/stores/<store>/price-feed", methods=["POST"])
@blueprint.arguments(FeedQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def feed(query: Json, store: str) -> once.Answer:
    """Take a price feed as CSV (`text/csv`): sku,price and where wanted store,from,until,promotion,name."""
    own_store(asker(), store)
    if request.mimetype != "text/csv":
        raise invalid("Content-Type", "text/csv is wanted")
    try:
        content = request.get_data().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise invalid("body", "is no UTF-8") from wrong

    def command(work: UnitOfWork) -> Json:
        taken = take_feed(work, store, content, query["version"])
        return {"plans": taken.plans, "left_out": taken.left_out}

    return once.run(command)


@blueprint.route("/stores/<store>/price-plans", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def show_plans(query: Json, store: str) -> Json:
    """Give all plans with their states, and how many of their shelf labels show them."""
    own_store(asker(), store)
    with parts().transactions.reading() as books:
        known = select(PricePlan).where(PricePlan.store_id == store)
        return page(books, known, [PricePlan.code.expression], _plan, query)


@blueprint.route("/stores/<store>/price-plans/<code>/cancellation", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def cancel(store: str, code: str) -> once.Answer:
    """Withdraw a plan; a running promotion ends now."""
    own_store(asker(), store)
    return once.run(lambda work: _plan(plans.cancel_plan(work, store, code)))


@blueprint.route("/stores/<store>/price-plans/<code>/override", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def override(store: str, code: str) -> once.Answer:
    """Take a plan for effective although too few labels have said so: a lead has looked."""
    own_store(asker(), store)
    return once.run(lambda work: _plan(devices.override_plan(work, store, code)))


def _plan(row: PricePlan) -> Json:
    return {
        "code": row.code,
        "version": row.feed_version,
        "kind": str(row.kind),
        "state": str(row.state),
        "names": row.names,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "off_permille": row.off_permille,
        "category": row.category,
        "labels": row.labels,
        "shown": row.shown,
    }
