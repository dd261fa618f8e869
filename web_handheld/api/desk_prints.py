"""/desk/prints: the print queue with what is asked about each sheet, and what a person decides about one."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import ValidationError, fields, validates_schema

from picking.devices import commands as devices, queries
from picking.devices.model import PRINTER_CLASSES, PrintJob
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api import once
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.desk.sheets import job_view
from web_handheld.forms.base import Form, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk_prints", __name__, description="The desk's print queue")
OPEN_MAX = 200
ENDED_MAX = 30


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
    "hold": lambda work, key, _: devices.hold(work, key),
    "resume": lambda work, key, _: devices.resume(work, key),
    "drop": lambda work, key, _: devices.drop(work, key),
    "reprint": lambda work, key, device: devices.reprint(work, key, device_id=device),
    "reroute": lambda work, key, device: devices.reroute_by_hand(work, key, device or ""),
}


@blueprint.route("/desk/prints", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_prints(query: Json) -> Json:
    """Give the oldest open sheets, how many there are by state, those that ended last, and the printers."""
    by = at_desk()
    with parts().transactions.reading() as books:
        say = words(books, by, query.get("lang"))
        printers = [each for kind in PRINTER_CLASSES for each in queries.devices(books, by.store_id, kind)]
        return {
            "counts": {str(state): count for state, count in queries.job_counts(books, by.store_id).items()},
            "open": [job_view(books, job, say, by) for job in queries.open_jobs(books, by.store_id, OPEN_MAX)],
            "ended": [job_view(books, job, say, by) for job in queries.ended_jobs(books, by.store_id, ENDED_MAX)],
            "printers": [
                {
                    "device_id": each.id, "name": each.name, "class": str(each.device_class),
                    "is_ready": queries.is_ready(each), "text": say.device(each),
                }
                for each in printers
            ],
        }  # fmt: skip


@blueprint.route("/desk/print-jobs/<job_id>/steps", methods=["POST"])
@blueprint.arguments(PrintJobStepForm)
@blueprint.response(HTTPStatus.OK)
def decide_print_job(form: Json, job_id: str) -> once.Answer:
    """Decide about a sheet: in hand, again, held, let go, given up, a copy of it, or at another printer."""

    def command(work: UnitOfWork) -> Json:
        if form["step"] != "reprint":
            work.by.require("desk")
        job = work.get(PrintJob, job_id)
        if job.store_id != work.by.store_id:
            raise unknown("PrintJob", job_id)
        decided = PRINT_STEPS[form["step"]](work, job_id, form.get("device"))
        work.session.flush()
        return job_view(work.session, decided, words(work.session, work.by, None), work.by)

    return once.run(command)
