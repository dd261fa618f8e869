"""/session: sign in with badge and PIN, take a device, sign out."""

from datetime import timedelta
from http import HTTPStatus

from flask import g
from marshmallow import fields

from picking.devices import commands as devices
from picking.devices.queries import device_of
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people import commands as people
from picking.people.model import Person
from picking.people.queries import actor_for, open_shift
from picking.people.sign_in import sign_in
from web_handheld.api import once
from web_handheld.api.asking import asker, seat, take_seat
from web_handheld.forms.base import Form, StrictBlueprint, text
from web_handheld.parts import parts
from web_handheld.signing_in import Seat

BADGE = "U:"
DEVICE = "D:"
blueprint = StrictBlueprint("session", __name__, description="Who is signed in, and at which device")


class SignInForm(Form):
    """A badge as scanned (with or without `U:`) and the PIN."""

    badge = text(80, required=True)
    pin = text(16, required=True, metadata={"format": "password"})
    device = text(130, load_default=None, allow_none=True, metadata={"description": "gateway/device in my hand"})


class DeviceForm(Form):
    """A device as scanned from its label (`D:gateway/device`); null puts it down."""

    device = text(132, required=True, allow_none=True)
    take_over = fields.Boolean(load_default=False, metadata={"description": "yes, take it from who has it"})


class WhoSchema(Form):
    """Who is signed in."""

    person_id = fields.String()
    name = fields.String()
    store = fields.String()
    language = fields.String()
    roles = fields.List(fields.String())
    rights = fields.List(fields.String())
    device_id = fields.String(allow_none=True)
    on_shift = fields.Boolean()
    until = fields.String()


@blueprint.route("/session", methods=["POST"])
@blueprint.arguments(SignInForm)
@blueprint.response(HTTPStatus.CREATED, WhoSchema)
def enter(form: Json) -> tuple[Json, int]:
    """Sign in; the cookie is for this browser only. Signing in starts the shift."""
    transactions = parts().transactions
    person = sign_in(transactions, form["badge"].removeprefix(BADGE), form["pin"])
    with transactions.reading() as books:
        by = actor_for(books, person.id)
    transactions.run(by, lambda work: _begin(work, person.id, form["device"]))
    until = transactions.clock.now() + timedelta(hours=parts().settings.service.session_hours)
    _sit(Seat(person.id, form["device"], until))
    return _who(), HTTPStatus.CREATED


@blueprint.route("/session", methods=["GET"])
@blueprint.response(HTTPStatus.OK, WhoSchema)
def look() -> Json:
    """Tell who is signed in."""
    return _who()


@blueprint.route("/session/device", methods=["POST"])
@blueprint.arguments(DeviceForm)
@blueprint.response(HTTPStatus.OK, WhoSchema)
def hold(form: Json) -> once.Answer:
    """Take a scanner into the hand, or put it down: what it scans from now on is said in this person's name."""
    device = form["device"].removeprefix(DEVICE) if form["device"] else None

    def command(work: UnitOfWork) -> Json:
        _change_device(work, device, take_over=form["take_over"])
        return {}

    _, status = once.run(command)
    sitting = seat()
    if sitting is not None:
        _sit(Seat(sitting.person_id, device, sitting.until))
    return _who(), status


@blueprint.route("/session", methods=["DELETE"])
@blueprint.response(HTTPStatus.NO_CONTENT)
def leave() -> None:
    """Sign out: the device is put down and the shift ends."""
    by = asker()
    parts().transactions.run(by, _end)
    take_seat(None)


def _begin(work: UnitOfWork, person_id: str, device: str | None) -> None:
    people.start_shift(work, person_id)
    if device is not None:
        devices.sign_on(work, device, person_id)


def _change_device(work: UnitOfWork, device: str | None, *, take_over: bool) -> None:
    person_id = work.by.person_id or ""
    if device is not None:
        devices.sign_on(work, device, person_id, take_over=take_over)
        return
    held = device_of(work.session, person_id)
    if held is not None:
        devices.sign_off(work, held.id)


def _end(work: UnitOfWork) -> None:
    if work.by.person_id is not None:
        _change_device(work, None, take_over=False)
        devices.leave_scale(work, work.by.person_id)
        people.end_shift(work, work.by.person_id)


def _sit(taken: Seat) -> None:
    take_seat(taken)
    g.pop("asker", None)


def _who() -> Json:
    by: Actor = asker()
    sitting = seat()
    with parts().transactions.reading() as books:
        person = books.get(Person, by.person_id) if by.person_id else None
        return {
            "person_id": by.person_id,
            "name": by.name,
            "store": by.store_id,
            "language": by.language,
            "roles": person.roles if person else [],
            "rights": sorted(by.rights),
            "device_id": by.device_id,
            "on_shift": person is not None and open_shift(books, person.id) is not None,
            "until": sitting.until.isoformat() if sitting else None,
        }
