"""/desk/staffing: how many people a day needs; thought through beside the service, looked at, given up."""

from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.foundation.actor import Actor
from picking.foundation.messages import LANGUAGES
from picking.foundation.tables import Json
from web_handheld.api.asking import asker, language
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.parts import parts
from web_handheld.staffing.questions import Question

blueprint = StrictBlueprint("staffing", __name__, description="How many people a day needs")
PERMILLE = 1000


class StaffingForm(Form):
    """What the day is like: a planning file as text, or the store's own last such weekday (today's if unnamed)."""

    file = fields.String(validate=validate.Length(min=2))
    day = fields.Date(metadata={"description": "the day that is asked about; the last one like it is taken"})
    late_permille = fields.Integer(strict=True, validate=validate.Range(0, PERMILLE))

    @validates_schema
    def check_one(self, form: Json, **_: object) -> None:
        """Refuse two days at once."""
        if "file" in form and "day" in form:
            raise ValidationError("Either a file or a day is wanted.", "day")


class LanguageQuery(Form):
    """The language to answer in; the asker's own where none is named."""

    lang = fields.String(validate=validate.OneOf(LANGUAGES))


@blueprint.route("/desk/staffing", methods=["POST"])
@blueprint.arguments(StaffingForm)
@blueprint.response(HTTPStatus.ACCEPTED)
def ask(form: Json) -> Json:
    """Begin to think; the answer is looked at later. Refused while another question of the store is open."""
    by, settings = _at_desk(), parts().settings
    late = form.get("late_permille", settings.staffing.late_permille)
    day = form.get("day")
    question = Question(
        store=by.store_id,
        late_share=late / PERMILLE,
        decision_ms=settings.staffing.decision_ms,
        minutes_max=settings.staffing.answer_minutes_max,
        weeks_max=settings.staffing.weeks_back_max,
        batch_orders_max=parts().transactions.settings_of(by.store_id).batch_orders_max,
        day=day.isoformat() if day else None,
        file=form.get("file"),
    )
    return _in_words(parts().questions.ask(question))


@blueprint.route("/desk/staffing", methods=["GET"])
@blueprint.arguments(LanguageQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def look(query: Json) -> Json:
    """Give the question: none, thinking, answered or failed; each count of people tried so far, and the answer."""
    return _in_words(parts().questions.look(_at_desk().store_id), query.get("lang"))


@blueprint.route("/desk/staffing", methods=["DELETE"])
@blueprint.response(HTTPStatus.OK)
def stop() -> Json:
    """Give the question up and forget its answer."""
    return _in_words(parts().questions.stop(_at_desk().store_id))


def _in_words(view: Json, asked: str | None = None) -> Json:
    """Say why there is no answer."""
    failure = view.get("failure")
    if failure:
        failure["words"] = parts().messages.text(failure["code"], asked or language(LANGUAGES), failure["facts"])
    return view


def _at_desk() -> Actor:
    by = asker()
    by.require("desk")
    return by
