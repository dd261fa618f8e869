"""/stations/{stall}/session: who works a stall's screen, asked for and never stolen."""

from http import HTTPStatus

from marshmallow import fields
from sqlalchemy.orm import Session

from picking.devices import commands as devices
from picking.devices.model import StationSession
from picking.devices.queries import session_at
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import own_stall
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.parts import parts

blueprint = StrictBlueprint("station_screens", __name__, description="Who works a stall's screen")


class SessionForm(Form):
    """Whether a screen that somebody works is asked for."""

    take_over = fields.Boolean(load_default=False)


class TakeoverForm(Form):
    """Yes or no to whoever asks for the screen."""

    agree = fields.Boolean(required=True)


@blueprint.route("/stations/<stall_id>/session", methods=["POST"])
@blueprint.arguments(SessionForm)
@blueprint.response(HTTPStatus.OK)
def open_screen(form: Json, stall_id: str) -> once.Answer:
    """Begin to work a stall's screen; somebody else's is asked for (`take_over`) and not stolen."""

    def command(work: UnitOfWork) -> Json:
        work.by.require("stall")
        own_stall(work, stall_id)
        if work.by.person_id is None:
            raise unknown("Person", work.by.name)
        take = devices.ask_takeover if form["take_over"] else devices.open_station
        taken = take(work, stall_id, work.by.person_id)
        return session_view(work.session, taken)

    return once.run(command)


@blueprint.route("/stations/<stall_id>/session/answer", methods=["POST"])
@blueprint.arguments(TakeoverForm)
@blueprint.response(HTTPStatus.OK)
def answer_takeover(form: Json, stall_id: str) -> once.Answer:
    """Hand the screen over to whoever asks for it, or keep it; for who works it, or a lead."""

    def command(work: UnitOfWork) -> Json:
        own_stall(work, stall_id)
        running = session_at(work.session, stall_id)
        if running is None:
            raise unknown("StationSession", stall_id)
        after = devices.answer_takeover(work, running.id, agree=form["agree"])
        return session_view(work.session, after)

    return once.run(command)


@blueprint.route("/stations/<stall_id>/session", methods=["DELETE"])
@blueprint.response(HTTPStatus.NO_CONTENT)
def close_screen(stall_id: str) -> None:
    """Leave a stall's screen; its tickets stay."""

    def command(work: UnitOfWork) -> None:
        own_stall(work, stall_id)
        devices.close_station(work, stall_id)

    parts().transactions.run(asker(), command)


def session_view(books: Session, of: StationSession) -> Json:
    """Show who works a stall's screen, and who asks for it."""
    return {
        "session_id": of.id, "stall_id": of.stall_id, "state": str(of.state),
        "person_id": of.person_id, "name": _name(books, of.person_id),
        "asked_by": of.asked_by, "asked_name": _name(books, of.asked_by),
    }  # fmt: skip


def _name(books: Session, person_id: str | None) -> str | None:
    person = books.get(Person, person_id) if person_id else None
    return person.name if person else None
