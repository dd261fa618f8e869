"""/desk/labels/…/own: a store's own templates of sheets, looked at before they are kept, and given up again."""

import base64
from http import HTTPStatus

from marshmallow import fields, validate

from picking.devices.commands.templates import give_up_template, keep_template, read_own, refused
from picking.devices.sheets import Sheets
from picking.devices.template_check import TemplateFault
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api import once
from web_handheld.api.desk_asking import at_desk
from web_handheld.forms.base import Form, StrictBlueprint, text
from web_handheld.parts import parts
from web_handheld.pictures import picture_of_sample

blueprint = StrictBlueprint("desk_templates", __name__, description="A store's own templates of sheets")
SOURCE_MAX = 20_000


class OwnForm(Form):
    """A template as TOML; with `trying` it is drawn, in this language, and not kept."""

    source = text(SOURCE_MAX, required=True)
    language = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))
    trying = fields.Boolean(load_default=False)


@blueprint.route("/desk/labels/<name>/own", methods=["POST"])
@blueprint.arguments(OwnForm)
@blueprint.response(HTTPStatus.OK)
def keep(form: Json, name: str) -> once.Answer:
    """Keep an own template of a sheet; refused with every fault by field, and drawn as a PNG (base64) when tried."""
    by = at_desk()
    if not form["trying"]:
        by.require("setup")
    drawn = _drawn(read_own(parts().sheets, name, form["source"]), name, form["language"])
    answer = {"template": name, "kept": not form["trying"], "picture": base64.b64encode(drawn).decode("ascii")}
    if form["trying"]:
        return answer, HTTPStatus.OK

    def command(work: UnitOfWork) -> Json:
        keep_template(work, parts().sheets, name, form["source"])
        return answer

    return once.run(command)


@blueprint.route("/desk/labels/<name>/shipped", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def give_up(name: str) -> once.Answer:
    """Print by the shipped template again."""
    return once.run(lambda work: {"template": name, "given_up": give_up_template(work, name)})


def _drawn(sheets: Sheets, name: str, language: str) -> bytes:
    """Draw it in all languages, for a barcode may hold what only one of them says."""
    try:
        drawn = {each: picture_of_sample(sheets, name, each) for each in LANGUAGES}
    except Refusal as no:
        raise refused(name, TemplateFault("", "template_not_drawn", {"why": str(no.facts.get("reason", no))})) from no
    return drawn[language]
