"""/stations: a stall's wall of tickets and what its people do with them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.devices import commands as devices
from picking.devices.model import StationSession
from picking.devices.queries import session_at
from picking.floor.model import Stall
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations import commands as stations
from picking.stations.model import Ticket, TicketItem
from picking.stations.queries import ticket_view, wall
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.forms.base import Form, OnceForm, StrictBlueprint, number, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("stations", __name__, description="Stalls that make goods ready")


class StepFacts(Form):
    """What a step may need: the ticket or one of its items, a reason, another stall, whether it was made."""

    ticket_id = text(36)
    item_id = text(36)
    item_ids = fields.List(text(36), validate=validate.Length(1, 100))
    reason = text(80)
    stall_id = text(64)
    made = fields.Boolean()


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


class SessionForm(Form):
    """Whether a screen that somebody works is asked for."""

    take_over = fields.Boolean(load_default=False)


class TakeoverForm(Form):
    """Yes or no to whoever asks for the screen."""

    agree = fields.Boolean(required=True)


class WallQuery(Form):
    """From which place on."""

    after_place = number(0, load_default=0)


# step -> what it needs, what it does
STEPS: Mapping[str, tuple[tuple[str, ...], Callable[[UnitOfWork, Json], Ticket]]] = {
    "claim": (("ticket_id",), lambda work, f: stations.claim(work, f["ticket_id"])),
    "unclaim": (("ticket_id",), lambda work, f: stations.unclaim(work, f["ticket_id"])),
    "do_item": (("item_id",), lambda work, f: stations.do_item(work, f["item_id"])),
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
    "fire": (("ticket_id",), lambda work, f: stations.fire(work, f["ticket_id"])),
    "answer_void": (("ticket_id", "made"), lambda work, f: stations.answer_void(work, f["ticket_id"], f["made"])),
}


@blueprint.route("/stations/<stall_id>/tickets", methods=["GET"])
@blueprint.arguments(WallQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def tickets(query: Json, stall_id: str) -> Json:
    """Give a stall's wall in its fixed order, voided tickets struck through until they are bumped."""
    by = asker()
    if not by.may("desk"):
        by.require("stall")
    transactions = parts().transactions
    with transactions.reading() as books:
        stall = books.get(Stall, stall_id)
        if stall is None or stall.store_id != by.store_id:
            raise unknown("Stall", stall_id)
        now = transactions.clock.now()
        shown = wall(books, stall_id, after_place=query["after_place"], now=now, language=by.language)
        return {"stall": stall_id, "name": stall.names.get(by.language) or stall.names["en"], "tickets": shown}


@blueprint.route("/stations/<stall_id>/steps", methods=["POST"])
@blueprint.arguments(StationStepForm)
@blueprint.response(HTTPStatus.OK)
def step(form: Json, stall_id: str) -> once.Answer:
    """Do a step with a ticket and give the ticket as it stands; sent again with its id it gets the first answer."""

    def command(work: UnitOfWork) -> Json:
        _check_stall(work, stall_id, form["facts"])
        ticket = STEPS[form["step"]][1](work, form["facts"])
        devices.touch_station(work, stall_id)
        work.session.flush()
        return ticket_view(work.session, ticket, now=work.now, language=work.by.language)

    return once.run(command, once_key=f"station:{form['id']}")


@blueprint.route("/stations/<stall_id>/session", methods=["POST"])
@blueprint.arguments(SessionForm)
@blueprint.response(HTTPStatus.OK)
def open_screen(form: Json, stall_id: str) -> once.Answer:
    """Begin to work a stall's screen; somebody else's is asked for (`take_over`) and not stolen."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("stall")
        _own_stall(work, stall_id)
        if work.by.person_id is None:
            raise unknown("Person", work.by.name)
        take = devices.ask_takeover if form["take_over"] else devices.open_station
        return _session(take(work, stall_id, work.by.person_id))

    return once.run(command)


@blueprint.route("/stations/<stall_id>/session/answer", methods=["POST"])
@blueprint.arguments(TakeoverForm)
@blueprint.response(HTTPStatus.OK)
def answer_takeover(form: Json, stall_id: str) -> once.Answer:
    """Hand the screen over to whoever asks for it, or keep it; for who works it, or a lead."""

    def command(work: UnitOfWork) -> Json:
        _own_stall(work, stall_id)
        running = session_at(work.session, stall_id)
        if running is None:
            raise unknown("StationSession", stall_id)
        return _session(devices.answer_takeover(work, running.id, agree=form["agree"]))

    return once.run(command)


@blueprint.route("/stations/<stall_id>/session", methods=["DELETE"])
@blueprint.response(HTTPStatus.NO_CONTENT)
def close_screen(stall_id: str) -> None:
    """Leave a stall's screen; its tickets stay."""

    def command(work: UnitOfWork) -> None:
        _own_stall(work, stall_id)
        devices.close_station(work, stall_id)

    parts().transactions.run(asker(), command)


def _own_stall(work: UnitOfWork, stall_id: str) -> Stall:
    """A stall of another store is unknown here."""
    stall = work.get(Stall, stall_id)
    if stall.store_id != work.by.store_id:
        raise unknown("Stall", stall_id)
    return stall


def _session(of: StationSession) -> Json:
    return {"session_id": of.id, "state": str(of.state), "person_id": of.person_id, "asked_by": of.asked_by}


def _check_stall(work: UnitOfWork, stall_id: str, facts: Json) -> None:
    """A ticket or item of another stall, or of another store, is unknown here."""
    key = facts.get("ticket_id")
    if key is None:
        key = work.get(TicketItem, facts["item_id"]).ticket_id
    ticket = work.get(Ticket, key)
    if ticket.stall_id != stall_id or ticket.store_id != work.by.store_id:
        raise unknown("Ticket", key)
