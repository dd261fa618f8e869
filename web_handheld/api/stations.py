"""/stations/{stall}/steps and /scans: what the people of a stall do with its tickets."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.devices import commands as devices
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.stall_scan import scan_at_stall
from picking.handheld.stall_weight import weigh_at_stall
from picking.stations import commands as stations
from picking.stations.model import Ticket, TicketItem
from picking.stations.views import ticket_view
from web_handheld.api import once
from web_handheld.api.owning import own_stall
from web_handheld.forms.base import Form, OnceForm, StrictBlueprint, number, text

blueprint = StrictBlueprint("stations", __name__, description="Stalls that make goods ready")


class StepFacts(Form):
    """What a step may need: the ticket or one of its items, a reason, another stall, whether it was made, a weight.

    A weight that is to be accepted outside its tolerance may carry the code of a lead's `badge`.
    """

    ticket_id = text(36)
    item_id = text(36)
    item_ids = fields.List(text(36), validate=validate.Length(1, 100))
    reason = text(80)
    stall_id = text(64)
    made = fields.Boolean()
    grams = number(1, 1_000_000)
    accept = fields.Boolean()
    badge = text(200)


class StationStepForm(OnceForm):
    """A tap on a stall's screen."""

    step = text(24, required=True)
    facts = fields.Nested(StepFacts, required=True)

    @validates_schema
    def check_facts(self, form: Json, **_: object) -> None:
        """Refuse a step nobody knows, and one without what it needs."""
        if form["step"] not in STEPS:
            raise ValidationError(f"One of {', '.join(sorted(STEPS))} is wanted.", "step")
        missing = [name for name in STEPS[form["step"]][0] if name not in form["facts"]]
        if missing:
            raise ValidationError(f"{', '.join(missing)} is wanted for {form['step']}.", "facts")


class StationScanForm(OnceForm):
    """A code scanned at a stall's screen; `ticket_id` names the ticket whose goods are in hand."""

    ticket_id = text(36)
    text = fields.String(required=True, validate=validate.Length(1, 7089))


# step -> what it needs, what it does
STEPS: Mapping[str, tuple[tuple[str, ...], Callable[[UnitOfWork, Json], Ticket]]] = {
    "claim": (("ticket_id",), lambda work, f: stations.claim(work, f["ticket_id"])),
    "unclaim": (("ticket_id",), lambda work, f: stations.unclaim(work, f["ticket_id"])),
    "do_item": (("item_id",), lambda work, f: stations.do_item(work, f["item_id"])),
    "weigh_item": (("item_id",), weigh_at_stall),
    "put_at_scale": (("item_id",), lambda work, f: stations.put_at_scale(work, f["item_id"])),
    "undo_item": (("item_id",), lambda work, f: stations.undo_item(work, f["item_id"])),
    "finish": (("ticket_id",), lambda work, f: stations.finish(work, f["ticket_id"])),
    "recall": (("ticket_id",), lambda work, f: stations.recall(work, f["ticket_id"])),
    "remake": (("ticket_id", "reason"), lambda work, f: stations.remake(work, f["ticket_id"], f["reason"])),
    "pass_to": (("ticket_id", "stall_id"), lambda work, f: stations.pass_to(work, f["ticket_id"], f["stall_id"])),
    "sell_out": (
        ("ticket_id", "reason"),
        lambda work, f: stations.sell_out(work, f["ticket_id"], f["reason"], f.get("item_ids")),
    ),
    "hurry": (("ticket_id",), lambda work, f: stations.hurry(work, f["ticket_id"])),
    "bump": (("ticket_id",), lambda work, f: stations.bump(work, f["ticket_id"])),
    "print": (("ticket_id",), lambda work, f: stations.print_again(work, f["ticket_id"])),
    "fire": (("ticket_id",), lambda work, f: stations.fire(work, f["ticket_id"])),
    "answer_void": (("ticket_id", "made"), lambda work, f: stations.answer_void(work, f["ticket_id"], f["made"])),
}


@blueprint.route("/stations/<stall_id>/steps", methods=["POST"])
@blueprint.arguments(StationStepForm)
@blueprint.response(HTTPStatus.OK)
def step(form: Json, stall_id: str) -> once.Answer:
    """Do a step with a ticket and give the ticket as it stands; sent again with its id it gets the first answer."""

    def command(work: UnitOfWork) -> Json:
        _own_ticket(work, stall_id, form["facts"])
        ticket = STEPS[form["step"]][1](work, form["facts"])
        devices.touch_station(work, stall_id)
        return _shown(work, ticket)

    return once.run(command, once_key=f"station:{form['id']}")


@blueprint.route("/stations/<stall_id>/scans", methods=["POST"])
@blueprint.arguments(StationScanForm)
@blueprint.response(HTTPStatus.OK)
def scan(form: Json, stall_id: str) -> once.Answer:
    """Take the scan of a slip, of a bag, or of a staging position: what it did, the ticket, where its goods go."""

    def command(work: UnitOfWork) -> Json:
        own_stall(work, stall_id)
        done = scan_at_stall(work, stall_id, form["text"], ticket_id=form.get("ticket_id"))
        devices.touch_station(work, stall_id)
        return {"did": done.did, "position": done.position, "ticket": _shown(work, done.ticket)}

    return once.run(command, once_key=f"station:{form['id']}")


def _shown(work: UnitOfWork, ticket: Ticket) -> Json:
    work.session.flush()
    return ticket_view(work.session, ticket, now=work.now, language=work.by.language)


def _own_ticket(work: UnitOfWork, stall_id: str, facts: Json) -> None:
    """A ticket or item of another stall, or of another store, is unknown here."""
    key = facts.get("ticket_id")
    if key is None:
        key = work.get(TicketItem, facts["item_id"]).ticket_id
    ticket = work.get(Ticket, key)
    if ticket.stall_id != stall_id or ticket.store_id != work.by.store_id:
        raise unknown("Ticket", key)
