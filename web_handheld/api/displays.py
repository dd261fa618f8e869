"""/desk/displays: items shown at a second place for a while, filled and emptied by themselves."""

from http import HTTPStatus

from marshmallow import fields

from picking.foundation.tables import Json
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import DisplayDraft
from picking.replenishing.lifecycle import DisplayState
from picking.replenishing.model import Display
from picking.replenishing.queries import displays
from web_handheld.api import once
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, text, time, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("displays", __name__, description="Displays: items at a second place for a while")


class DisplaysQuery(Paged):
    """All of them, or those that stand so."""

    state = fields.Enum(DisplayState, by_value=True)


class DisplayForm(Form):
    """So much of an item in a face from one time to another."""

    bin = text(64, required=True)
    sku = text(32, required=True)
    quantity = whole(1, required=True)
    begins_at = time(required=True)
    ends_at = time(required=True)


@blueprint.route("/desk/displays", methods=["GET"])
@blueprint.arguments(DisplaysQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show(query: Json) -> Json:
    """Give the store's displays, a page at a time."""
    by = at_desk()
    with parts().transactions.reading() as books:
        rows = displays(by.store_id)
        if "state" in query:
            rows = rows.where(Display.state == query["state"])
        return page(books, rows, [Display.id.expression], _shown, query)


@blueprint.route("/desk/displays", methods=["POST"])
@blueprint.arguments(DisplayForm)
@blueprint.response(HTTPStatus.CREATED)
def plan(form: Json) -> once.Answer:
    """Plan a display; at its beginning goods are fetched for it, at its end what is left goes back behind."""
    at_desk()
    draft = DisplayDraft(form["bin"], form["sku"], form["quantity"], form["begins_at"], form["ends_at"])
    return once.run(lambda work: _shown(replenishing.plan_display(work, draft)), HTTPStatus.CREATED)


@blueprint.route("/desk/displays/<display_id>/end", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def end(display_id: str) -> once.Answer:
    """Take a display down now, or do not build it."""
    at_desk()
    return once.run(lambda work: _shown(replenishing.end_display(work, display_id)))


def _shown(row: Display) -> Json:
    return {
        "id": row.id, "bin": row.bin_id, "sku": row.sku, "quantity": row.quantity, "state": str(row.state),
        "begins_at": row.begins_at.isoformat(), "ends_at": row.ends_at.isoformat(),
    }  # fmt: skip
