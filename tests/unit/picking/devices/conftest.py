"""A floor with printers, scanners and people on shift."""

import pytest
from floor import STORE

from picking.devices import commands
from picking.devices.lifecycle import PrintJobStep
from picking.devices.model import Device, DeviceClass, PrintJob
from picking.foundation.records import Instruction, InstructionStep
from picking.people.commands import start_shift


class DeviceFloor:
    """Short words for what these tests do again and again; everything else is the floor's."""

    def __init__(self, floor):
        self._floor = floor

    def __getattr__(self, name):
        return getattr(self._floor, name)

    def device(self, name, device_class=DeviceClass.SCANNER, *, place=None, hello=True, backup=None):
        """Enrol a device of the gateway and let it say hello; gives its id."""
        key = f"gw1/{name}"
        self.run(commands.enrol, key, device_class, name, place=place)
        if backup:
            self.run(lambda work: setattr(work.get(Device, key), "backup_id", backup))
        if hello:
            self.run(commands.hello, key)
        return key

    def label_printer(self, name="lp-1", **columns):
        """Enrol a label printer at the first packing bench."""
        return self.device(name, DeviceClass.LABEL_PRINTER, **{"place": "packing-1", **columns})

    def worker(self, person_id, *roles):
        """Make somebody on the staff and start their shift."""
        self.person(person_id, *roles)
        self.run(start_shift, person_id)
        return person_id

    def sheet(self, key="bag-1", template="bag_label", **options):
        """Ask for a sheet."""
        facts = {"number": "4521"}
        return self.run(lambda work: commands.print_sheet(work, key=key, template=template, facts=facts, **options))

    def job(self, job):
        """Read a job afresh."""
        return self.get(PrintJob, job.id)

    def send(self, job):
        """Publish a job's instruction, as the dispatcher does."""
        return self.run(commands.instruction_sent, self.job(job).instruction_id)

    def answer(self, job, status, code=None):
        """Let the printer say what became of a job."""
        return self.run(commands.instruction_answered, self.job(job).instruction_id, status, code)

    def prints(self, device_id):
        """List the print instructions a device has not answered."""
        return [row for row in self.all(Instruction, device_id=device_id, kind="print") if not row.is_final]

    def alerts(self, room=f"store:{STORE}"):
        """List the alarms a room was told."""
        return [push.body["code"] for push in self.pushed if push.name == "alert" and push.room == room]


TIME_OUTS = {
    (PrintJob, PrintJobStep.TIME_OUT): commands.mark_uncertain,
    (PrintJob, PrintJobStep.REROUTE): commands.reroute,
    (Instruction, InstructionStep.EXPIRE): commands.instruction_expired,
}


@pytest.fixture
def shop(make_floor):
    return DeviceFloor(make_floor(time_outs=TIME_OUTS))
