"""What happens to sheets when a printer cannot print: held, sent to the backup, released when it is well again."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select

from picking.devices.commands.jobs import alarm, call_back, offer
from picking.devices.commands.printing import PRINTERS, named_printer
from picking.devices.lifecycle import PrintJobState, PrintJobStep
from picking.devices.model import Device, PrintJob
from picking.devices.queries import is_ready
from picking.foundation.locking import LOCK
from picking.foundation.records import Instruction, InstructionState
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork


def reroute(work: UnitOfWork, job: PrintJob, device_id: str | None = None) -> None:
    """Send a held job to another printer, headed by where it belongs: the named one, else the backup.

    Where no backup is ready it goes to its own printer again if that is well and the sheet was only too late, which is
    surely not printed; else it waits on, and a person is asked.
    """
    own = work.find(Device, job.device_id) if job.device_id else None
    other = work.find(Device, device_id or (own.backup_id if own else None) or "")
    if (other is None or not is_ready(other)) and own is not None and is_ready(own) and _was_too_late(work, job):
        work.step(job, PrintJobStep.UNBLOCK)
        offer(work, job)
        return
    if other is None or not is_ready(other):
        job.deadline_at = None  # the alarm is out: only a printer or a person moves it now
        work.note(job, "no_backup")
        alarm(work, job, "print_stuck")
        return
    call_back(work, job)
    work.step(job, PrintJobStep.REROUTE, printer=other.id)
    job.banner = {**(job.banner or {}), "from": own.place or own.name} if own else job.banner
    job.device_id = other.id
    offer(work, job)


def reroute_by_hand(work: UnitOfWork, job_id: str, device_id: str) -> PrintJob:
    """Send a held job to the printer a person names; refuses one that cannot take it."""
    work.by.require("reprint")
    job = work.get(PrintJob, job_id, lock=True)
    named_printer(work, device_id, job.template)
    reroute(work, job, device_id)
    return job


def reroute_queue(work: UnitOfWork, device_id: str, other_id: str) -> int:
    """Send all sheets that wait for a printer to another one; gives how many it takes.

    What the other cannot take waits on. Refuses (`printer_not_ready`) one that cannot print now.
    """
    work.by.require("reprint")
    own, other = work.get(Device, device_id), work.get(Device, other_id)
    if own.store_id != work.by.store_id or other.store_id != own.store_id or other is own:
        raise invalid("device", f"{other_id} is no other printer of this store")
    if not is_ready(other):
        raise Refusal("printer_not_ready", device=other.name)
    waiting = PrintJob.device_id == own.id
    jobs = [*_jobs(work, PrintJobState.QUEUED, waiting), *_jobs(work, PrintJobState.BLOCKED, waiting)]
    fit = [job for job in jobs if other.device_class in PRINTERS[job.template]]
    for job in fit:
        reroute(work, job, other.id)
    return len(fit)


def block_jobs(work: UnitOfWork, printer: Device, cause: str) -> None:
    """Hold what has not gone out to a printer that cannot print; what is out waits for its answer."""
    for job in _jobs(work, PrintJobState.QUEUED, PrintJob.device_id == printer.id):
        call_back(work, job)
        work.step(job, PrintJobStep.BLOCK, cause=cause)
        alarm(work, job, "print_blocked")


def release_jobs(work: UnitOfWork, printer: Device) -> None:
    """Let a printer that is well again take its held jobs, and those stuck elsewhere that it may take."""
    if not is_ready(printer):
        return
    for job in _jobs(work, PrintJobState.BLOCKED, PrintJob.device_id == printer.id):
        work.step(job, PrintJobStep.UNBLOCK)
        offer(work, job)
    backed = select(Device.id).where(Device.backup_id == printer.id)
    stuck = and_(PrintJob.device_id.in_(backed), PrintJob.deadline_at.is_(None))
    homeless = and_(PrintJob.device_id.is_(None), PrintJob.store_id == printer.store_id)
    for job in _jobs(work, PrintJobState.BLOCKED, or_(stuck, homeless)):
        if printer.device_class in PRINTERS[job.template]:
            reroute(work, job, printer.id)


def _was_too_late(work: UnitOfWork, job: PrintJob) -> bool:
    last = work.find(Instruction, job.instruction_id) if job.instruction_id else None
    return last is not None and last.state is InstructionState.EXPIRED


def _jobs(work: UnitOfWork, state: PrintJobState, *which: ColumnElement[bool]) -> Sequence[PrintJob]:
    query = select(PrintJob).where(PrintJob.state == state, *which)
    return work.session.scalars(query.order_by(PrintJob.state_since, PrintJob.id).with_for_update(**LOCK)).all()
