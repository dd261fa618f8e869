"""What all commands about print jobs share: offering one to its printer, calling it back, raising the alarm."""

from picking.devices.lifecycle import PrintJobStep
from picking.devices.model import Device, PrintJob
from picking.devices.queries import is_ready
from picking.floor.model import Store
from picking.foundation.records import Instruction, InstructionState, InstructionStep
from picking.foundation.unit_of_work import UnitOfWork


def offer(work: UnitOfWork, job: PrintJob) -> None:
    """Send a queued job to its printer, or hold it when the printer cannot print."""
    printer = work.find(Device, job.device_id) if job.device_id else None
    if printer is None or not is_ready(printer):
        work.step(job, PrintJobStep.BLOCK, cause=_cause(printer))
        alarm(work, job, "print_blocked")
        return
    body = {
        "template": job.template,
        "facts": job.facts,
        "language": job.language,
        "timezone": work.get(Store, job.store_id).timezone,
        "banner": job.banner,
    }
    instruction = work.instruct(printer.id, "print", body)
    work.session.flush()  # the job refers to it
    job.instruction_id = instruction.id


def _cause(printer: Device | None) -> str:
    if printer is None:
        return "no-printer"
    return printer.cause or str(printer.state).lower()


def alarm(work: UnitOfWork, job: PrintJob, code: str) -> None:
    """Tell the desk, and whoever asked for the sheet, that somebody has to look after it."""
    facts = {"code": code, "job_id": job.id, "device_id": job.device_id, "template": job.template}
    facts["order_id"] = job.order_id
    work.push(f"store:{job.store_id}", "alert", facts)
    if job.asked_by is not None:
        work.push(f"person:{job.asked_by}", "alert", facts)


def call_back(work: UnitOfWork, job: PrintJob) -> None:
    """Make an instruction that has not gone out go nowhere."""
    row = work.find(Instruction, job.instruction_id, lock=True) if job.instruction_id else None
    if row is not None and row.state is InstructionState.QUEUED:
        work.step(row, InstructionStep.EXPIRE)
