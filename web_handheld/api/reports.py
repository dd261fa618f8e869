"""/stores/…/reports: figures of the floor as JSON, CSV or XLSX, in the asker's language."""

from http import HTTPStatus

from flask import Response, request
from marshmallow import fields, validate

from picking.foundation.messages import LANGUAGES
from picking.foundation.tables import Json
from picking.reports.asking import Report
from picking.reports.registry import REPORTS, report_named
from web_handheld.api.asking import asker, language
from web_handheld.api.owning import own_store
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.parts import parts
from web_handheld.reporting.running import Question, run
from web_handheld.reporting.writing import MEDIA_TYPES, FileKind

blueprint = StrictBlueprint("reports", __name__, description="Figures of the floor")
OWN = "own"


class ReportQuery(Form):
    """From which day to which, as which file (else what `Accept` names, else JSON), in which language."""

    first = fields.Date()
    last = fields.Date()
    format = fields.Enum(FileKind, by_value=True)
    lang = fields.String(validate=validate.OneOf(LANGUAGES))


@blueprint.route("/stores/<store>/reports", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def listed(store: str) -> Json:
    """List the reports with their titles and columns."""
    by = asker()
    by.require("desk")
    own_store(by, store)
    lang = language(LANGUAGES)
    return {
        "reports": [
            {
                "name": report.name,
                "title": title_of(report, lang),
                "columns": [column.key for column in report.columns],
                "days": report.days,
            }
            for report in REPORTS.values()
        ]
    }


@blueprint.route("/stores/<store>/reports/<name>", methods=["GET"])
@blueprint.arguments(ReportQuery, location="query")
def report(query: Json, store: str, name: str) -> Response:
    """Make a report, at most 10,000 rows of at most 366 days. Everybody may ask for `own`, one's own figures."""
    by = asker()
    own_store(by, store)
    report_named(name)
    if name != OWN or by.person_id is None:
        by.require("desk")
    kind = query.get("format") or _accepted()
    question = Question(
        name=name,
        store=store,
        kind=kind,
        language=query.get("lang") or language(LANGUAGES),
        first=query["first"].isoformat() if "first" in query else None,
        last=query["last"].isoformat() if "last" in query else None,
        person=by.person_id if name == OWN else None,
    )
    answer = Response(run(question, parts().settings, parts().transactions.clock.now()), content_type=MEDIA_TYPES[kind])
    if kind is not FileKind.JSON:
        answer.headers["Content-Disposition"] = f'attachment; filename="{store}-{name}.{kind}"'
    return answer


def title_of(report: Report, lang: str) -> str:
    """Give a report's title in a language."""
    return parts().messages.text(f"report_{report.name.replace('-', '_')}", lang, {})


def _accepted() -> FileKind:
    by_type = {media.partition(";")[0]: kind for kind, media in MEDIA_TYPES.items()}
    best = request.accept_mimetypes.best_match(sorted(by_type), default="application/json")
    wanted = by_type[best]
    return FileKind.JSON if request.accept_mimetypes.accept_json else wanted
