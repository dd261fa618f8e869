"""/desk: what a lead looks at: the queue, what is late and why, devices, people, exceptions."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import ValidationError, fields, validates_schema
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices import commands as devices, queries as device_queries
from picking.devices.model import DeadLetter, Device, Gateway, GatewayAccess, GatewayConfiguration, PrintJob
from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.queries import queue, queue_figures
from picking.people.queries import on_shift
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.gateways import configuration
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, number, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk", __name__, description="The lead's desk")


class QueueQuery(Form):
    """One page of the queue."""

    after = text(36, load_default="")
    limit = number(1, 200, load_default=50)


class PrintJobStepForm(Form):
    """What a person decides about a sheet."""

    step = fields.String(required=True)
    device = text(130)

    @validates_schema
    def check_step(self, form: Json, **_: object) -> None:
        """Refuse a step nobody knows, and a way to no printer."""
        if form["step"] not in PRINT_STEPS:
            raise ValidationError(f"One of {', '.join(sorted(PRINT_STEPS))} is wanted.", "step")
        if form["step"] == "reroute" and "device" not in form:
            raise ValidationError("The printer that is to take it is wanted.", "device")


PRINT_STEPS: Mapping[str, Callable[[UnitOfWork, str, str | None], PrintJob]] = {
    "confirm": lambda work, key, _: devices.confirm(work, key),
    "retry": lambda work, key, _: devices.retry(work, key),
    "drop": lambda work, key, _: devices.drop(work, key),
    "reprint": lambda work, key, device: devices.reprint(work, key, device_id=device),
    "reroute": lambda work, key, device: devices.reroute_by_hand(work, key, device or ""),
}


@blueprint.route("/desk/queue", methods=["GET"])
@blueprint.arguments(QueueQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_queue(query: Json) -> Json:
    """Give the queue in figures and one page of its orders."""
    by = _at_desk()
    transactions = parts().transactions
    with transactions.reading() as books:
        return {
            "figures": queue_figures(books, by.store_id, transactions.clock.now()),
            "orders": queue(books, by.store_id, after=query["after"], limit=query["limit"]),
        }


@blueprint.route("/desk/devices", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_devices() -> Json:
    """Give all devices with state and cause, their gateways, open print jobs, and what is not shown yet."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        gateways = books.scalars(select(Gateway).where(Gateway.store_id == by.store_id).order_by(Gateway.id))
        return {
            "devices": [_device(device) for device in device_queries.devices(books, by.store_id)],
            "gateways": [_gateway(books, gateway) for gateway in gateways],
            "print_jobs": [_job(job) for job in device_queries.open_jobs(books, by.store_id)],
            "not_shown": [wish.device_id for wish in device_queries.stale_wishes(books, by.store_id)],
        }


@blueprint.route("/desk/people", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_people() -> Json:
    """Give who is on shift, with roles, skills and the device in their hand."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        people = []
        for person in on_shift(books, by.store_id):
            device = device_queries.device_of(books, person.id)
            people.append(
                {
                    "person_id": person.id, "name": person.name, "roles": person.roles, "skills": person.skills,
                    "device_id": device.id if device else None,
                }
            )  # fmt: skip
        return {"people": people}


@blueprint.route("/desk/exceptions", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def show_exceptions(query: Json) -> Json:
    """Give what devices said and nobody understood, with the reason, a page at a time."""
    by = _at_desk()
    with parts().transactions.reading() as books:
        letters = select(DeadLetter).where(DeadLetter.store_id == by.store_id)
        return page(books, letters, [DeadLetter.id.expression], _letter, query)


@blueprint.route("/desk/print-jobs/<job_id>/steps", methods=["POST"])
@blueprint.arguments(PrintJobStepForm)
@blueprint.response(HTTPStatus.OK)
def decide_print_job(form: Json, job_id: str) -> once.Answer:
    """Decide about a sheet: it is in hand, print it again, give it up, print a copy, or send it to another printer."""

    def command(work: UnitOfWork) -> Json:
        if form["step"] != "reprint":
            work.by.require("desk")
        job = work.get(PrintJob, job_id)
        if job.store_id != work.by.store_id:
            raise unknown("PrintJob", job_id)
        return _job(PRINT_STEPS[form["step"]](work, job_id, form.get("device")))

    return once.run(command)


def _at_desk() -> Actor:
    by = asker()
    by.require("desk")
    return by


def _device(device: Device) -> Json:
    return {
        "device_id": device.id,
        "class": str(device.device_class),
        "name": device.name,
        "state": str(device.state),
        "cause": device.cause,
        "place": device.place,
        "person_id": device.person_id,
        "seen_at": device.seen_at.isoformat() if device.seen_at else None,
    }


def _gateway(books: Session, gateway: Gateway) -> Json:
    key = (gateway.store_id, gateway.id)
    access, told = books.get(GatewayAccess, key), books.get(GatewayConfiguration, key)
    return {
        "gateway": gateway.id,
        "enrolled_at": access.enrolled_at.isoformat() if access and access.enrolled_at else None,
        "configuration": configuration(told) if told else None,
        "state": gateway.state,
        "boot": gateway.boot,
        "applied_seq": gateway.applied_seq,
        "seen_at": gateway.seen_at.isoformat() if gateway.seen_at else None,
        "metrics": gateway.metrics,
    }


def _job(job: PrintJob) -> Json:
    return {
        "job_id": job.id,
        "template": job.template,
        "state": str(job.state),
        "device_id": job.device_id,
        "order_id": job.order_id,
        "since": job.state_since.isoformat(),
    }


def _letter(letter: DeadLetter) -> Json:
    return {
        "id": letter.id,
        "topic": letter.topic,
        "code": letter.code,
        "reason": letter.reason,
        "payload": letter.payload,
        "at": letter.at.isoformat(),
    }
