"""Sheets for printers: each printed once, none silently lost or doubled, and a person asked when nobody can know."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select

from picking.devices.commands.jobs import alarm, call_back, offer
from picking.devices.lifecycle import PrintJobState, PrintJobStep
from picking.devices.model import PRINTER_CLASSES, Device, DeviceClass, PrintJob
from picking.devices.queries import choose_printer, job_by_key
from picking.floor.model import Store
from picking.foundation.locking import LOCK
from picking.foundation.refusals import invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

_RECEIPT, _LABEL, _OFFICE = PRINTER_CLASSES
# Which printers can take a template of config/labels, in order of preference.
PRINTERS: dict[str, tuple[DeviceClass, ...]] = {
    "bag_label": (_LABEL,),
    "packing_slip": (_RECEIPT, _OFFICE, _LABEL),
    "kitchen_ticket": (_RECEIPT,),
    "prepared_food_label": (_LABEL, _RECEIPT),
    "bin_label": (_LABEL,),
    "place_label": (_LABEL,),
    "goods_label": (_LABEL,),
    "pick_walk": (_OFFICE, _RECEIPT),
}
_PURPOSES: dict[str, tuple[DeviceClass, ...]] = {
    "label": (_LABEL,),
    "ticket": (_RECEIPT,),
    "slip": (_RECEIPT, _OFFICE, _LABEL),
}


def print_sheet(  # noqa: PLR0913 - a sheet has so many named facts, and each caller gives few
    work: UnitOfWork,
    *,
    key: str,
    template: str,
    facts: Json,
    device_id: str | None = None,
    purpose: str | None = None,
    place: str | None = None,
    order_id: str | None = None,
    language: str | None = None,
) -> PrintJob:
    """Ask for a sheet, once: the same `key` (thing, kind, version) gives the same job again.

    `template` names a file of `config/labels`, `facts` (JSON values) fill it. The printer is `device_id`, or
    chosen by `place` (a stall's id, `packing-1` …) and `purpose` (`label`, `ticket`, `slip`; else the template's
    own). A store without such a printer gets a blocked job and an alarm, so that no command fails for paper.
    `language` is the store's unless given.
    """
    known = job_by_key(work.session, work.by.store_id, key)
    if known is not None:
        return known
    if template not in PRINTERS or (purpose is not None and purpose not in _PURPOSES):
        raise invalid("template", f"nobody prints {template} for {purpose or 'its own purpose'}")
    classes = _PURPOSES[purpose] if purpose else PRINTERS[template]
    printer = named_printer(work, device_id, template) if device_id else _chosen(work, classes, place)
    job = PrintJob(
        id=work.ids.new(), store_id=work.by.store_id, key=key, order_id=order_id, template=template, facts=facts,
        device_id=printer.id if printer else None, asked_by=work.by.person_id, copy=0,
        language=language or work.get(Store, work.by.store_id).language,
    )  # fmt: skip
    work.add(job)
    offer(work, job)
    return job


def named_printer(work: UnitOfWork, device_id: str, template: str) -> Device:
    """Open the printer a person names; refuses one of another store, and one that cannot take the template."""
    printer = work.get(Device, device_id)
    if printer.store_id != work.by.store_id or printer.device_class not in PRINTERS[template]:
        raise invalid("device", f"{device_id} is no printer of this store for {template}")
    return printer


def _chosen(work: UnitOfWork, classes: Sequence[DeviceClass], place: str | None) -> Device | None:
    return choose_printer(work.session, work.by.store_id, classes, place)


def job_sent(work: UnitOfWork, instruction_id: str) -> PrintJob | None:
    """Note that a job's instruction is on its way; None where the instruction prints nothing."""
    job = _job_of(work, instruction_id)
    if job is not None and job.state is PrintJobState.QUEUED:
        work.step(job, PrintJobStep.SEND, _answer_patience(work))
    return job


def _answer_patience(work: UnitOfWork) -> timedelta:
    return timedelta(seconds=work.settings.print_answer_seconds_max)


def job_answered(work: UnitOfWork, instruction_id: str, status: str, code: str | None = None) -> PrintJob | None:
    """Apply a printer's word: `done` or `printed`, `failed` or `expired` (surely not printed), `unknown`.

    Every other status is on the way there and changes nothing. A late word still counts; one about a job that
    has been sent elsewhere meanwhile does not.
    """
    job = _job_of(work, instruction_id)
    if job is None or job.is_final:
        return job
    if status in ("done", "printed"):
        _printed(work, job)
    elif status in ("failed", "expired") and job.state not in (PrintJobState.BLOCKED, PrintJobState.HELD):
        work.step(job, PrintJobStep.BLOCK, cause=code or status)
        alarm(work, job, "print_blocked")
    elif status == "unknown" and job.state is PrintJobState.SENT:
        mark_uncertain(work, job)
    return job


def _printed(work: UnitOfWork, job: PrintJob) -> None:
    if job.state is PrintJobState.QUEUED:
        work.step(job, PrintJobStep.SEND)  # its answer overtook our own note that it was sent
    if job.state in (PrintJobState.SENT, PrintJobState.UNCERTAIN):
        work.step(job, PrintJobStep.REPORT_DONE)
        work.push(f"store:{job.store_id}", "device", {"job_id": job.id, "state": str(job.state)})


def _job_of(work: UnitOfWork, instruction_id: str) -> PrintJob | None:
    query = select(PrintJob).where(PrintJob.instruction_id == instruction_id).with_for_update(**LOCK)
    return work.session.scalars(query).one_or_none()


def mark_uncertain(work: UnitOfWork, job: PrintJob) -> None:
    """Say that nobody knows whether a sheet is on paper, and ask: printing twice is worse than asking."""
    work.step(job, PrintJobStep.TIME_OUT)
    alarm(work, job, "print_uncertain")


def confirm(work: UnitOfWork, job_id: str) -> PrintJob:
    """Note that a person has the sheet in hand."""
    job = work.get(PrintJob, job_id, lock=True)
    work.step(job, PrintJobStep.CONFIRM)
    return job


def retry(work: UnitOfWork, job_id: str) -> PrintJob:
    """Print again what a person looked for and did not find, marked so; or try a blocked one at once."""
    job = work.get(PrintJob, job_id, lock=True)
    if job.state is PrintJobState.BLOCKED:
        work.step(job, PrintJobStep.UNBLOCK)
    else:
        work.step(job, PrintJobStep.RETRY)
        job.banner = {**(job.banner or {}), "again": True}
    offer(work, job)
    return job


def hold(work: UnitOfWork, job_id: str) -> PrintJob:
    """Keep back a sheet that has not gone out, until a person resumes it."""
    job = work.get(PrintJob, job_id, lock=True)
    call_back(work, job)
    work.step(job, PrintJobStep.HOLD)
    return job


def resume(work: UnitOfWork, job_id: str) -> PrintJob:
    """Let a sheet go that a person held."""
    job = work.get(PrintJob, job_id, lock=True)
    work.step(job, PrintJobStep.RESUME)
    offer(work, job)
    return job


def drop(work: UnitOfWork, job_id: str) -> PrintJob:
    """Give a sheet up that is no longer needed; what is on its way already cannot be called back."""
    job = work.get(PrintJob, job_id, lock=True)
    call_back(work, job)
    work.step(job, PrintJobStep.DROP)
    return job


def drop_order(work: UnitOfWork, order_id: str) -> None:
    """Give up a cancelled order's sheets that have not gone out."""
    waiting = (PrintJobState.QUEUED, PrintJobState.BLOCKED, PrintJobState.HELD)
    query = select(PrintJob.id).where(PrintJob.order_id == order_id, PrintJob.state.in_(waiting))
    for job_id in work.session.scalars(query).all():
        drop(work, job_id)


def reprint(work: UnitOfWork, job_id: str, *, device_id: str | None = None) -> PrintJob:
    """Print a copy of a sheet, headed COPY n; at its own printer unless another is named."""
    work.by.require("reprint")
    return print_copy(work, job_id, device_id=device_id)


def print_copy(work: UnitOfWork, job_id: str, *, device_id: str | None = None) -> PrintJob:
    """Print a copy for whoever may have one: the room whose sheet it is has decided that."""
    asked = work.get(PrintJob, job_id, lock=True)
    first = work.get(PrintJob, asked.copy_of, lock=True) if asked.copy_of else asked
    last = work.session.scalar(select(func.max(PrintJob.copy)).where(PrintJob.copy_of == first.id))
    n = (last or 1) + 1
    printer = named_printer(work, device_id, first.template).id if device_id else first.device_id
    job = PrintJob(
        id=work.ids.new(), store_id=first.store_id, key=f"{first.key}/copy-{n}", order_id=first.order_id,
        template=first.template, facts=first.facts, language=first.language, banner={"copy": n}, copy=n,
        copy_of=first.id, device_id=printer, asked_by=work.by.person_id,
    )  # fmt: skip
    work.add(job)
    offer(work, job)
    return job
