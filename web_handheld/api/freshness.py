"""/desk/freshness, /desk/markdowns, /desk/write-offs: near its end, cheaper for it, lost or given away."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http import HTTPStatus

from flask import Response
from marshmallow import fields
from sqlalchemy.orm import Session

from picking.catalogue.model import Item
from picking.floor.model import Store
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import commands as freshness, ladder, queries
from picking.freshness.commands import FreshDayDraft
from picking.freshness.lifecycle import MarkdownState
from picking.freshness.model import FreshDay, Gone, Markdown, WriteOff
from picking.freshness.queries import DatedShare
from picking.stock.model import Lot
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.csv_file import csv_file
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("freshness", __name__, description="What does not keep: markdowns, write-offs, donations")
COLUMNS = ("at", "gone", "bin", "sku", "item", "lot", "expires_on", "quantity", "reason", "worth_minor", "person")


class MarkdownsQuery(Paged):
    """Open markdowns, or only those that stand so."""

    state = fields.Enum(MarkdownState, by_value=True)


class WriteOffForm(Form):
    """So much of a lot leaves its bin unsold."""

    bin = text(64, required=True)
    lot_id = text(36, required=True)
    quantity = whole(1, required=True)
    reason = text(40, required=True)
    gone = fields.Enum(Gone, by_value=True, load_default=Gone.WASTE)
    photo = text(64, allow_none=True, load_default=None)


class DaysQuery(Form):
    """From which day, until which day; today where nothing is said."""

    since = fields.Date()
    until = fields.Date()


class FreshDayForm(Form):
    """The store's hours for fresh goods."""

    opens_at = text(5, required=True)
    marks_down_at = text(5, required=True)
    clears_at = text(5, required=True)
    by_itself = fields.Boolean(load_default=False)


@blueprint.route("/desk/freshness", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show() -> Json:
    """Give today's colour and everything that is near its end or over, first what ends first."""
    by = at_desk()
    with parts().transactions.reading() as books:
        today = _today(books, by.store_id)
        near = queries.near_its_end(books, by.store_id, today)
        return {
            "today": today.isoformat(),
            "day_colour": str(ladder.day_colour(today)),
            "goods": [_share(each, today, by.language) for each in near],
        }


@blueprint.route("/desk/markdowns", methods=["GET"])
@blueprint.arguments(MarkdownsQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_markdowns(query: Json) -> Json:
    """Give the markdowns that are proposed or run, a page at a time."""
    by = at_desk()
    with parts().transactions.reading() as books:
        rows = queries.open_markdowns(by.store_id)
        if "state" in query:
            rows = rows.where(Markdown.state == query["state"])
        return page(books, rows, [Markdown.id.expression], _markdown, query)


@blueprint.route("/desk/markdowns/<markdown_id>/approval", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def approve(markdown_id: str) -> once.Answer:
    """Let a markdown reach price and shelf label."""
    return once.run(lambda work: _markdown(freshness.approve_markdown(work, _own(work, markdown_id))))


@blueprint.route("/desk/markdowns/<markdown_id>/refusal", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def refuse(markdown_id: str) -> once.Answer:
    """Leave the price as it is."""
    return once.run(lambda work: _markdown(freshness.refuse_markdown(work, _own(work, markdown_id))))


@blueprint.route("/desk/markdowns/<markdown_id>/withdrawal", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def withdraw(markdown_id: str) -> once.Answer:
    """Ask the regular price again, now."""
    return once.run(lambda work: _markdown(freshness.withdraw_markdown(work, _own(work, markdown_id))))


@blueprint.route("/desk/fresh-day", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_day() -> Json:
    """Give the store's hours for fresh goods."""
    by = at_desk()
    with parts().transactions.reading() as books:
        day = books.get(FreshDay, by.store_id)
        if day is None:
            raise unknown("FreshDay", by.store_id)
        return _day(day)


@blueprint.route("/desk/fresh-day", methods=["PUT"])
@blueprint.arguments(FreshDayForm)
@blueprint.response(HTTPStatus.OK)
def keep_day(form: Json) -> once.Answer:
    """Keep the store's hours for fresh goods as they are written now."""
    return once.run(lambda work: _day(freshness.keep_day(work, FreshDayDraft(**form))))


@blueprint.route("/stores/<store>/write-offs", methods=["POST"])
@blueprint.arguments(WriteOffForm)
@blueprint.response(HTTPStatus.CREATED)
def write_off(form: Json, store: str) -> once.Answer:
    """Write goods off with a reason, or give them away; what is dear needs a photo that was sent before."""
    if store != asker().store_id:
        raise unknown("Store", store)

    def command(work: UnitOfWork) -> Json:
        written = freshness.write_off(
            work, form["bin"], form["lot_id"], form["quantity"], form["reason"],
            gone=form["gone"], photo=form["photo"],
        )  # fmt: skip
        return {"id": written.id, "worth_minor": written.worth_minor}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/write-offs", methods=["GET"])
@blueprint.arguments(DaysQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_write_offs(query: Json) -> Json:
    """Give what was lost and what was given away in these days, and what it was worth."""
    by = at_desk()
    with parts().transactions.reading() as books:
        since, until = _days(books, by.store_id, query)
        worth = queries.lost_minor(books, by.store_id, since, until)
        rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(books, by.store_id, since, until, None)]
        return {"worth_minor": {str(gone): minor for gone, minor in worth.items()}, "rows": rows}


@blueprint.route("/desk/write-offs.csv", methods=["GET"])
@blueprint.arguments(DaysQuery, location="query")
def write_offs_file(query: Json) -> Response:
    """Give the same as a file."""
    return _file("write-offs", query, None)


@blueprint.route("/desk/donations.csv", methods=["GET"])
@blueprint.arguments(DaysQuery, location="query")
def donations_file(query: Json) -> Response:
    """Give the donation list as a file: what the food bank signs for."""
    return _file("donations", query, Gone.DONATION)


def _file(name: str, query: Json, gone: Gone | None) -> Response:
    by = at_desk()
    with parts().transactions.reading() as books:
        since, until = _days(books, by.store_id, query)
        return csv_file(name, COLUMNS, list(_rows(books, by.store_id, since, until, gone)))


def _rows(
    books: Session, store_id: str, since: datetime, until: datetime, gone: Gone | None
) -> Iterator[tuple[object, ...]]:
    language = asker().language
    rows = queries.write_offs(store_id, since, until, gone).order_by(WriteOff.at, WriteOff.id)
    with_goods = rows.join(Lot, Lot.id == WriteOff.lot_id).join(Item, Item.sku == WriteOff.sku)
    for row, lot, item in books.execute(with_goods.with_only_columns(WriteOff, Lot, Item)):
        yield (
            row.at.isoformat(), str(row.gone), row.bin_id, row.sku, item.name(language), lot.code,
            lot.expires_on.isoformat() if lot.expires_on else None, row.quantity, row.reason, row.worth_minor,
            row.person_id,
        )  # fmt: skip


def _days(books: Session, store_id: str, query: Json) -> tuple[datetime, datetime]:
    store = books.get_one(Store, store_id)
    since: date = query.get("since") or _today(books, store_id)
    until: date = query.get("until") or since
    return store.beginning_of(since), store.beginning_of(until + timedelta(days=1))


def _today(books: Session, store_id: str) -> date:
    return books.get_one(Store, store_id).day(parts().transactions.clock.now())


def _own(work: UnitOfWork, markdown_id: str) -> str:
    if work.get(Markdown, markdown_id).store_id != work.by.store_id:
        raise unknown("Markdown", markdown_id)
    return markdown_id


def _share(each: DatedShare, today: date, language: str) -> Json:
    return {
        "bin": each.bin.id, "sku": each.item.sku, "item": each.item.name(language), "lot_id": each.lot.id,
        "lot": each.lot.code, "expires_on": each.ends_on.isoformat(), "days_left": (each.ends_on - today).days,
        "colour": str(each.colour(today)), "day_colour": str(ladder.day_colour(each.ends_on)),
        "quantity": each.share.quantity, "unit": str(each.item.unit),
    }  # fmt: skip


def _markdown(row: Markdown) -> Json:
    return {
        "id": row.id, "sku": row.sku, "state": str(row.state), "cause": str(row.cause),
        "expires_on": row.expires_on.isoformat(), "quantity": row.quantity, "off_permille": row.off_permille,
        "regular_minor": row.regular_minor, "price_minor": row.price_minor,
        "starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat(), "decided_by": row.decided_by,
    }  # fmt: skip


def _day(day: FreshDay) -> Json:
    return {
        "state": str(day.state), "opens_at": day.opens_at, "marks_down_at": day.marks_down_at,
        "clears_at": day.clears_at, "by_itself": day.by_itself,
        "next_at": day.deadline_at.isoformat() if day.deadline_at else None,
    }  # fmt: skip
