"""How a print job looks at the desk, and what whoever looks may do with it."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from picking.devices.lifecycle import PrintJobState, PrintJobStep
from picking.devices.model import Device, PrintJob
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.orders.model import Order
from web_handheld.desk.words import DeskWords

# A person's step -> any of the table's steps that stand for it, and the right it needs.
STEPS: Mapping[str, tuple[Sequence[PrintJobStep], str]] = {
    "confirm": ((PrintJobStep.CONFIRM,), "desk"),
    "retry": ((PrintJobStep.RETRY, PrintJobStep.UNBLOCK), "desk"),
    "resume": ((PrintJobStep.RESUME,), "desk"),
    "hold": ((PrintJobStep.HOLD,), "desk"),
    "reroute": ((PrintJobStep.REROUTE,), "reprint"),
    "drop": ((PrintJobStep.DROP,), "desk"),
}


def job_view(books: Session, job: PrintJob, say: DeskWords, by: Actor) -> Json:
    """Give a sheet with its order, printer, state in words, and possible steps."""
    printer = books.get(Device, job.device_id) if job.device_id else None
    order = books.get(Order, job.order_id) if job.order_id else None
    return {
        "job_id": job.id,
        "template": job.template,
        "sheet": say.sheet(job.template),
        "state": str(job.state),
        "text": say.job(job, printer),
        "device_id": job.device_id,
        "printer": printer.name if printer else None,
        "order_id": job.order_id,
        "number": order.number if order else None,
        "copy": job.copy or None,
        "is_elsewhere": bool((job.banner or {}).get("from")),
        "since": job.state_since.isoformat(),
        "possible": list(_job_steps(job, by)),
    }


def _job_steps(job: PrintJob, by: Actor) -> Iterator[str]:
    by_table = job.lifecycle.possible(job.state)
    for step, (stands_for, right) in STEPS.items():
        if by.may(right) and any(each in by_table for each in stands_for):
            yield step
    if job.state is PrintJobState.PRINTED and by.may("reprint"):
        yield "reprint"
