"""/desk/reports: which reports there are and how each is drawn, and a report page by page with its chart's figures."""

from datetime import date
from http import HTTPStatus

from marshmallow import fields

from picking.floor.model import Store
from picking.foundation.actor import Actor
from picking.foundation.messages import LANGUAGES
from picking.foundation.tables import Json
from picking.reports.asking import Column, Report, Shape
from picking.reports.charts import TIMES
from picking.reports.registry import REPORTS, report_named, usual_days
from web_handheld.api.asking import language
from web_handheld.api.desk_asking import DeskQuery, at_desk
from web_handheld.api.reports import OWN, title_of
from web_handheld.forms.base import StrictBlueprint, number, text
from web_handheld.parts import parts
from web_handheld.reporting.kept import KeptReports
from web_handheld.reporting.pages import shown_columns
from web_handheld.reporting.running import Question

blueprint = StrictBlueprint("desk_reports", __name__, description="Reports at the desk: tables and charts")


class PageQuery(DeskQuery):
    """From which day to which, in which language; `cursor` is the `next` of the page before."""

    first = fields.Date()
    last = fields.Date()
    cursor = text(100, load_default="")
    limit = number(1, 200, load_default=50)


@blueprint.route("/desk/reports", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def listed(query: Json) -> Json:
    """List the reports with columns, charts and usual days, in words; and the currency their money is in."""
    by, lang = at_desk(), query.get("lang") or language(LANGUAGES)
    transactions = parts().transactions
    with transactions.reading() as books:
        store = books.get_one(Store, by.store_id)
        today = store.day(transactions.clock.now())
        return {
            "currency": store.currency,
            "today": today.isoformat(),
            "reports": [_report(report, lang, *usual_days(report, today)) for report in REPORTS.values()],
        }


@blueprint.route("/desk/reports/<name>", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show(query: Json, name: str) -> Json:
    """Make a report and give its first page with the chart's figures; with `cursor`, another page of the same.

    `items` are rows, each a list of cells in the order of the columns; words are in the language, money whole minor
    units, shares thousandths, an amount a pair of quantity and unit. `figures` are None where there is nothing to draw.
    """
    by = at_desk()
    report_named(name)
    kept = KeptReports(parts().settings, by.store_id, parts().transactions.clock.now())
    if query["cursor"]:
        return kept.turn(query["cursor"], query["limit"])
    return kept.ask(_question(by, name, query), query["limit"])


def _question(by: Actor, name: str, query: Json) -> Question:
    days = {key: query[key].isoformat() for key in ("first", "last") if key in query}
    spoken = query.get("lang") or language(LANGUAGES)
    return Question(name, by.store_id, None, spoken, **days, person=by.person_id if name == OWN else None)


def _report(report: Report, lang: str, first: date, last: date) -> Json:
    chart = report.chart
    by_key = {column.key: column for column in report.columns}
    return {
        "name": report.name,
        "title": title_of(report, lang),
        "columns": [_column(column, lang) for column in shown_columns(report)],
        "first": first.isoformat(),
        "last": last.isoformat(),
        "beside": report.beside,
        "chart": chart
        and {
            "kind": str(chart.kind),
            "by": _column(by_key[chart.by], lang),
            "values": [_column(by_key.get(key) or Column(TIMES, Shape.COUNT), lang) for key in chart.values],
            "stacked": chart.stacked,
        },
    }


def _column(column: Column, lang: str) -> Json:
    return {
        "key": column.key,
        "title": parts().messages.text(f"column_{column.key}", lang, {}),
        "shape": str(column.shape),
    }
