"""/desk/devices: the registry with who holds what and how each is, gateways, stalls' screens, and what a lead does."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import ValidationError, fields, validate, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices import commands as devices, queries
from picking.devices.model import Device, DeviceClass, Gateway
from picking.floor.model import Stall
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.people.model import Person
from web_handheld.api import once
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.desk.registry import device_view, gateway_view, station_view
from web_handheld.desk.sheets import job_view
from web_handheld.forms.base import Form, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_devices", __name__, description="The desk's registry of devices")
# step -> what it needs
NEEDS: Mapping[str, str | None] = {
    "lost": None, "find": None, "retire": None, "take_back": None,
    "rename": "name", "give": "person", "reroute": "device",
}  # fmt: skip


class DevicesQuery(DeskQuery):
    """Whether shelf labels are to be listed too: a store has thousands."""

    labels = fields.Boolean(load_default=True)


class DeviceStepForm(Form):
    """What becomes of a device; `give` needs a person, `rename` a name, `reroute` another printer."""

    step = fields.String(required=True, validate=validate.OneOf(tuple(NEEDS)))
    name = text(80)
    person = text(36)
    device = text(130)
    take_over = fields.Boolean(load_default=False)

    @validates_schema
    def check_facts(self, form: Json, **_: object) -> None:
        """Refuse a step without what it needs."""
        needed = NEEDS[form["step"]]
        if needed is not None and needed not in form:
            raise ValidationError(f"The step {form['step']} wants it.", needed)


STEPS: Mapping[str, Callable[[UnitOfWork, str, Json], object]] = {
    "lost": lambda work, key, _: devices.report_lost(work, key),
    "find": lambda work, key, _: devices.find(work, key),
    "retire": lambda work, key, _: devices.retire(work, key),
    "take_back": lambda work, key, _: devices.take_back(work, key),
    "rename": lambda work, key, form: devices.rename(work, key, form["name"]),
    "give": lambda work, key, form: devices.give(work, key, form["person"], take_over=form["take_over"]),
    "reroute": lambda work, key, form: devices.reroute_queue(work, key, form["device"]),
}


@blueprint.route("/desk/devices", methods=["GET"])
@blueprint.arguments(DevicesQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_devices(query: Json) -> Json:
    """Give devices with who holds them, state and cause in words; gateways, stalls' screens, open print jobs."""
    by = at_desk()
    with parts().transactions.reading() as books:
        say = words(books, by, query.get("lang"))
        known = [each for each in queries.devices(books, by.store_id) if query["labels"] or not _is_label(each)]
        depths, people = queries.queue_depths(books, by.store_id), _names(books, by.store_id)
        gateways = books.scalars(select(Gateway).where(Gateway.store_id == by.store_id).order_by(Gateway.id))
        stalls = books.scalars(select(Stall).where(Stall.store_id == by.store_id, ~Stall.retired).order_by(Stall.id))
        sessions = queries.open_sessions(books, by.store_id)
        return {
            "devices": [device_view(each, say, by, people, depths.get(each.id, 0)) for each in known],
            "gateways": [gateway_view(books, each, say, by) for each in gateways],
            "stations": [station_view(each, sessions.get(each.id), say, by, people) for each in stalls],
            "print_jobs": [job_view(books, each, say, by) for each in queries.open_jobs(books, by.store_id)],
            "not_shown": [wish.device_id for wish in queries.stale_wishes(books, by.store_id)],
        }


@blueprint.route("/desk/devices/<gateway>/<device>/steps", methods=["POST"])
@blueprint.arguments(DeviceStepForm)
@blueprint.response(HTTPStatus.OK)
def step_device(form: Json, gateway: str, device: str) -> once.Answer:
    """Give a device to somebody or take it back, name it, report it lost or found, retire it, move its queue."""

    def command(work: UnitOfWork) -> Json:
        key = f"{gateway}/{device}"
        if work.get(Device, key).store_id != work.by.store_id:
            raise unknown("Device", key)
        STEPS[form["step"]](work, key, form)
        work.session.flush()
        say = words(work.session, work.by, None)
        depth = queries.queue_depths(work.session, work.by.store_id).get(key, 0)
        return device_view(work.get(Device, key), say, work.by, _names(work.session, work.by.store_id), depth)

    return once.run(command)


def _is_label(device: Device) -> bool:
    return device.device_class is DeviceClass.SHELF_LABEL


def _names(books: Session, store_id: str) -> Mapping[str, str]:
    return dict(books.execute(select(Person.id, Person.name).where(Person.store_id == store_id)).all())
