"""/desk/setup: the store's own lists, shown by pages, changed by rows or by a sheet, and given out as files."""

from http import HTTPStatus
from typing import Any

from flask import Response, json, request
from marshmallow import fields, validate
from sqlalchemy import select

from picking.foundation.actor import Actor
from picking.foundation.own_settings import OwnSetting
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.setup import SECTIONS, Section, SetUp, page_of, rows_of, section_named, set_up
from picking.imports.setup.commands import ROWS_MAX
from picking.imports.setup.sheet import rows_of_sheet, sheet_of
from web_handheld.api import once
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.pages import read_cursor, write_cursor
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text
from web_handheld.parts import parts
from web_handheld.settings_table import settings_table
from web_handheld.setup_views import section_view, set_up_view

blueprint = StrictBlueprint("desk_setup", __name__, description="The store's own lists, and how it is set")
SHEET_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class RowsQuery(Paged):
    """Which rows: those that hold a text, and with `retired` those too that left."""

    search = text(80)
    retired = fields.Boolean(load_default=False)


class RowsForm(Form):
    """Rows of a section, each with its key and the fields that shall differ.

    With `trying` nothing is kept; `seen` is the sign of the changes that somebody has looked at.
    """

    rows = fields.List(fields.Raw(), required=True, validate=validate.Length(1, ROWS_MAX))
    trying = fields.Boolean(load_default=False)
    seen = text(64)


class SheetQuery(Form):
    """As which file."""

    format = fields.String(load_default="csv", validate=validate.OneOf(tuple(SHEET_TYPES)))
    lang = fields.String()


class TakeQuery(Form):
    """Whether it is only tried, and the sign of the changes that were looked at."""

    trying = fields.Boolean(load_default=False)
    seen = text(64)


@blueprint.route("/desk/setup", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_sections() -> Json:
    """Give the lists I may look at, with their fields and what I may change in them."""
    by = at_desk()
    return {"sections": [section_view(each, by) for each in SECTIONS.values() if _may_see(by, each)]}


@blueprint.route("/desk/settings", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_settings() -> Json:
    """Give everything that can be set: unit, range, default, what holds; secrets only as set or not.

    A store's own are set as the list `settings` of `/desk/setup`; each has who set it, and when.
    """
    by = at_desk()
    by.require("settings")
    with parts().transactions.reading() as books:
        own = books.scalars(select(OwnSetting).where(OwnSetting.store_id == by.store_id)).all()
        return {"items": settings_table(parts().settings, own), "next": None}


@blueprint.route("/desk/setup/<name>", methods=["GET"])
@blueprint.arguments(RowsQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_rows(query: Json, name: str) -> Json:
    """Give a page of a list's rows in the order of their keys."""
    by, section = _opened(name)
    cursor = query.get("cursor")
    after = read_cursor(cursor, 1 if section.name == "devices" else len(section.key)) if cursor else None
    with parts().transactions.reading() as books:
        page = page_of(
            books, by.store_id, section, limit=query["limit"], after=after,
            search=query.get("search", ""), retired=query["retired"],
        )  # fmt: skip
    return {"items": page.rows, "next": write_cursor(page.last) if page.last else None}


@blueprint.route("/desk/setup/<name>", methods=["POST"])
@blueprint.arguments(RowsForm)
@blueprint.response(HTTPStatus.OK)
def change_rows(form: Json, name: str) -> once.Answer:
    """Add, change or retire rows, all of them or none; says what becomes of each field."""
    return _take(name, form["rows"], trying=form["trying"], seen=form.get("seen"))


@blueprint.route("/desk/setup/<name>/sheet", methods=["GET"])
@blueprint.arguments(SheetQuery, location="query")
@blueprint.response(HTTPStatus.OK, content_type="text/csv")
def give_out(query: Json, name: str) -> Response:
    """Give a whole list as a CSV sheet or as a part of a store file; badges, PINs and keys never leave."""
    by, section = _opened(name)
    with parts().transactions.reading() as books:
        rows = rows_of(books, by.store_id, section)
    kind = query["format"]
    made = sheet_of(section, rows) if kind == "csv" else json.dumps({"format": 1, name: rows}, ensure_ascii=False)
    headers = {"Content-Disposition": f'attachment; filename="{by.store_id}-{name}.{kind}"'}
    return Response(made, content_type=SHEET_TYPES[kind], headers=headers)


@blueprint.route("/desk/setup/<name>/sheet", methods=["POST"])
@blueprint.arguments(TakeQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def take_in(query: Json, name: str) -> once.Answer:
    """Take a CSV sheet (`text/csv`) or a part of a store file (`application/json`), all of it or nothing."""
    _, section = _opened(name)
    content = request.get_data()
    rows: list[Any] = (
        rows_of_sheet(section, content) if request.mimetype == "text/csv" else _rows_of_part(name, content)
    )
    return _take(name, rows, trying=query["trying"], seen=query.get("seen"))


def _take(name: str, rows: list[Any], *, trying: bool, seen: str | None) -> once.Answer:
    by, _ = _opened(name)
    if trying:
        made: SetUp = parts().transactions.try_out(by, lambda work: set_up(work, name, rows, seen=seen))
        return set_up_view(made, kept=False), HTTPStatus.OK

    def command(work: UnitOfWork) -> Json:
        return set_up_view(set_up(work, name, rows, seen=seen), kept=True)

    return once.run(command)


def _rows_of_part(name: str, content: bytes) -> list[object]:
    try:
        tree = json.loads(content)
    except ValueError as wrong:
        raise invalid("body", "is no JSON") from wrong
    rows = tree.get(name) if isinstance(tree, dict) else None
    if not isinstance(rows, list):
        raise invalid("body", f'holds no list "{name}"')
    return rows


def _opened(name: str) -> tuple[Actor, Section]:
    by, section = at_desk(), section_named(name)
    by.require(*section.rights)
    return by, section


def _may_see(by: Actor, section: Section) -> bool:
    return any(by.may(right) for right in section.rights)
