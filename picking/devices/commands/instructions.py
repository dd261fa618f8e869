"""What becomes of an instruction to a device, and of whatever waits for it."""

from picking.devices.commands.printing import job_answered, job_sent
from picking.foundation.records import Instruction, InstructionState, InstructionStep
from picking.foundation.unit_of_work import UnitOfWork

_STEPS = {
    "done": InstructionStep.REPORT_DONE,
    "printed": InstructionStep.REPORT_DONE,
    "failed": InstructionStep.REPORT_FAILED,
    "expired": InstructionStep.EXPIRE,
}


def instruction_sent(work: UnitOfWork, instruction_id: str) -> bool:
    """Note that an instruction goes out now, or again; False when it must not any more. Ask before publishing."""
    row = work.get(Instruction, instruction_id, lock=True)
    if row.is_final:
        return False
    if row.state is InstructionState.QUEUED:
        work.step(row, InstructionStep.SEND)
    else:
        limit = row.deadline_at
        work.step(row, InstructionStep.REPEAT)
        row.deadline_at = limit  # repeating does not make it live longer
    row.tries += 1
    job_sent(work, instruction_id)
    return True


def instruction_answered(
    work: UnitOfWork, instruction_id: str, status: str, code: str | None = None, detail: str | None = None
) -> bool:
    """Apply a device's word; False for an instruction nobody gave.

    `accepted`, `started` and `duplicate` say that it is on its way, `done`, `failed` and `expired` what became of it;
    of a sheet also `printed` and `unknown`.
    """
    row = work.find(Instruction, instruction_id, lock=True)
    if row is None:
        return False
    step = _STEPS.get(status)
    if step is not None and not row.is_final:
        work.step(row, step, code=code)
        row.detail = detail or code
    elif status == "unknown":
        row.detail = detail or code or status  # the device's last word: it does not know either
    job_answered(work, instruction_id, status, code)
    return True


def instruction_expired(work: UnitOfWork, row: Instruction) -> None:
    """End an instruction's wait: what never went out was surely not done; what went out, nobody knows."""
    was_sent = row.state is InstructionState.SENT
    work.step(row, InstructionStep.EXPIRE)
    job_answered(work, row.id, "unknown" if was_sent else "expired")
