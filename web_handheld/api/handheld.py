"""/handheld: scans and steps over HTTP; the websocket and MQTT have the same function behind their doors."""

from http import HTTPStatus

from marshmallow import fields

from picking.foundation.tables import Json
from picking.handheld.answer import facts_in_words
from picking.handheld.commands import options_of
from picking.handheld.screens import ALL
from web_handheld.api.asking import asker
from web_handheld.api.handheld_packets import check_pass
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.forms.handheld import ScanForm, StepForm, scan_request, step_request
from web_handheld.parts import parts

blueprint = StrictBlueprint("handheld", __name__, description="The one scan box, and the screens it leads to")


class Message(Form):
    """A sentence in the person's language."""

    key = fields.String()
    text = fields.String()
    facts = fields.Dict()


class Screen(Form):
    """The screen to draw and what stands on it."""

    name = fields.String()
    facts = fields.Dict()


class AnswerSchema(Form):
    """What a scan or step did, how it sounds, and the screen that follows with its possible steps."""

    outcome = fields.String(metadata={"description": "done, refused or repeat"})
    code = fields.String()
    message = fields.Nested(Message)
    tone = fields.String(metadata={"description": "right, wrong, attention or finished"})
    screen = fields.Nested(Screen)
    possible = fields.List(fields.String())
    version = fields.Integer()


@blueprint.route("/handheld/scans", methods=["POST"])
@blueprint.arguments(ScanForm)
@blueprint.response(HTTPStatus.OK, AnswerSchema)
def scan(form: Json) -> Json:
    """Answer a scanned or typed code; sent again with its id it gets the first answer."""
    check_pass(asker(), form["packet"])
    return parts().handheld.answer(asker(), scan_request(form))


@blueprint.route("/handheld/steps", methods=["POST"])
@blueprint.arguments(StepForm)
@blueprint.response(HTTPStatus.OK, AnswerSchema)
def step(form: Json) -> Json:
    """Answer a button; sent again with its id it gets the first answer."""
    check_pass(asker(), form["packet"])
    return parts().handheld.answer(asker(), step_request(form))


@blueprint.route("/handheld/screen", methods=["GET"])
@blueprint.response(HTTPStatus.OK, AnswerSchema)
def screen() -> Json:
    """Give the screen as it stands: what a page asks for when it comes back."""
    return parts().handheld.screen(asker())


@blueprint.route("/handheld/buttons", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def buttons() -> Json:
    """Describe what is entered with each button of each screen, in the person's language; it changes with releases.

    A field has `name`, `entry` (number, text, day, photo or choice), `needed` and the `options` of a choice; where
    those are null, they are asked for at the moment of the press. With `when` it is asked only sometimes: `any` where
    its options are not empty, `less` where less was entered than the screen wants.
    """
    by = asker()
    entered = {screen.name: screen.entered() for screen in ALL}
    return {"buttons": facts_in_words(parts().messages, entered, by.language)}


@blueprint.route("/handheld/steps/<name>/options", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def options(name: str) -> Json:
    """Give what can be chosen now for each field of a button of this person's screen."""
    by = asker()
    found = parts().transactions.run(by, lambda work: options_of(work, name))
    return {"options": facts_in_words(parts().messages, found, by.language)}
