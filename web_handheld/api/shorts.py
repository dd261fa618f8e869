"""/reports/shorts-by-week: the series, the same as a file, and as a picture."""

from http import HTTPStatus

from flask import Response

from picking.floor.model import Store
from picking.foundation.messages import LANGUAGES
from picking.foundation.tables import Json
from picking.reports.shorts_by_week import Week, shorts_by_week
from web_handheld.api.asking import language
from web_handheld.api.csv_file import csv_file
from web_handheld.api.desk_asking import DeskQuery, at_desk
from web_handheld.forms.base import StrictBlueprint, number
from web_handheld.parts import parts
from web_handheld.shorts_chart import shorts_picture
from web_handheld.staffing.shapes import svg

blueprint = StrictBlueprint("shorts", __name__, description="Whether the bins come true, week by week")
COLUMNS = ("week", "lines", "shorts", "short_permille", "counts", "differences_minor")


class WeeksQuery(DeskQuery):
    """How many weeks, this one included."""

    weeks = number(1, 53, load_default=12)


@blueprint.route("/reports/shorts-by-week", methods=["GET"])
@blueprint.arguments(WeeksQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show(query: Json) -> Json:
    """Give lines, shorts, counts and their differences of each week, by its Monday."""
    return {"weeks": [dict(zip(COLUMNS, _row(week), strict=True)) for week in _weeks(query)]}


@blueprint.route("/reports/shorts-by-week.csv", methods=["GET"])
@blueprint.arguments(WeeksQuery, location="query")
def file(query: Json) -> Response:
    """Give the same as a file."""
    return csv_file("shorts-by-week", COLUMNS, [_row(week) for week in _weeks(query)])


@blueprint.route("/reports/shorts-by-week.svg", methods=["GET"])
@blueprint.arguments(WeeksQuery, location="query")
def picture(query: Json) -> Response:
    """Draw shorts of a hundred lines, a bar a week."""
    spoken = query.get("lang") or language(LANGUAGES)
    title, below = (parts().messages.text(code, spoken, {}) for code in ("shorts_by_week", "shorts_by_week_below"))
    return Response(svg(shorts_picture(_weeks(query), title, below)), mimetype="image/svg+xml")


def _weeks(query: Json) -> list[Week]:
    by = at_desk()
    transactions = parts().transactions
    with transactions.reading() as books:
        store = books.get_one(Store, by.store_id)
        return shorts_by_week(books, store, transactions.clock.now(), query["weeks"])


def _row(week: Week) -> tuple[object, ...]:
    monday = week.monday.isoformat()
    return (monday, week.lines, week.shorts, week.short_permille, week.counts, week.differences_minor)
