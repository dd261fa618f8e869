"""/stores/…: what the coming days should sell, what to order for them, and the days that are special."""

from datetime import date
from http import HTTPStatus

from marshmallow import fields, validate
from sqlalchemy import select

from picking.demand import Proposal
from picking.floor.model import Store
from picking.forecasting import commands as forecasting, queries
from picking.forecasting.model import ForecastDay
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_store
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("forecast", __name__, description="What will be sold, and what to order")
DAYS_MAX = 400


class ForecastQuery(Paged):
    """Which day, today where none is named; which item, all where none is named."""

    day = fields.Date()
    sku = text(32)


class SpecialDaysForm(Form):
    """What is special about some days, in the store's own words; an empty word makes a day ordinary again."""

    days = fields.Dict(
        keys=fields.Date(),
        values=fields.String(validate=validate.Length(0, 24)),
        required=True,
        validate=validate.Length(1, DAYS_MAX),
    )


@blueprint.route("/stores/<store>/forecast", methods=["GET"])
@blueprint.arguments(ForecastQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def forecast(query: Json, store: str) -> Json:
    """Give what each item should sell in each hour of a day, and the least and most of its face."""
    _reader(store)
    with parts().transactions.reading() as books:
        day: date = query.get("day") or _today(store)
        rows = select(ForecastDay).where(ForecastDay.store_id == store, ForecastDay.day == day)
        if "sku" in query:
            rows = rows.where(ForecastDay.sku == query["sku"])
        return page(books, rows, [ForecastDay.sku.expression], queries.forecast_row, query)


@blueprint.route("/stores/<store>/purchase-proposal", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def proposal(query: Json, store: str) -> Json:
    """Say what to order, item by item: `next` names the item to go on behind."""
    _reader(store)
    settings = parts().transactions.settings_of(store)
    with parts().transactions.reading() as books:
        found = queries.purchase_proposals(
            books, store, _today(store), settings, after=query.get("cursor") or "", limit=query["limit"]
        )
    items = [{"sku": item.sku, **_proposal(each)} for item, each in found]
    return {"items": items, "next": found[-1][0].sku if len(found) == query["limit"] else None}


@blueprint.route("/stores/<store>/special-days", methods=["POST"])
@blueprint.arguments(SpecialDaysForm)
@blueprint.response(HTTPStatus.OK)
def special_days(form: Json, store: str) -> once.Answer:
    """Keep the calendar: which days sell otherwise, and by what word they are known."""
    own_store(asker(), store)

    def command(work: UnitOfWork) -> Json:
        forecasting.keep_special_days(work, store, form["days"])
        return {"days": {day.isoformat(): kind for day, kind in sorted(form["days"].items())}}

    return once.run(command)


def _proposal(each: Proposal) -> Json:
    return {
        "order": each.quantity,
        "needed": each.needed,
        "usable": each.usable,
        "expires_unsold": each.waste,
        "because": list(each.because),
    }


def _today(store: str) -> date:
    transactions = parts().transactions
    with transactions.reading() as books:
        found = books.get(Store, store)
        if found is None:
            raise unknown("Store", store)
        return found.day(transactions.clock.now())


def _reader(store: str) -> None:
    by = asker()
    by.require("desk", "channel")
    own_store(by, store)
