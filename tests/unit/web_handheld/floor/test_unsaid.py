"""Sheets of which no word came: asked about when that may help, and ever less often."""

import pytest

from picking.devices import commands
from picking.devices.model import DeviceClass, PrintJob
from picking.foundation.records import Instruction, InstructionStep
from web_handheld.floor.unsaid import Unsaid

PRINTER = "gw1/lp-1"


@pytest.fixture
def silent(make_floor):
    """Give a floor with a sheet that went out and of which nobody said more."""
    floor = make_floor(time_outs={(Instruction, InstructionStep.EXPIRE): commands.instruction_expired})
    floor.run(commands.enrol, PRINTER, DeviceClass.LABEL_PRINTER, "lp-1", place="packing-1")
    floor.run(commands.hello, PRINTER)
    floor.run(lambda work: commands.print_sheet(work, key="k", template="bag_label", facts={}))
    floor.run(commands.instruction_sent, floor.one(PrintJob).instruction_id)
    floor.clock.advance(seconds=21)
    floor.sweep()
    return floor


def asked(floor, unsaid, seconds):
    """Look each second for so long; gives when it asked."""
    found = []
    for second in range(seconds):
        found += [second] * len(unsaid.due(floor.clock.now()))
        floor.clock.advance(seconds=1)
    return found


def test_it_is_asked_about_ever_less_often_until_its_gateway_has_answered(silent):
    """A gateway that comes back knows what became of it; one that does not must not be flooded."""
    unsaid = Unsaid("s1", silent.transactions)

    at_first = asked(silent, unsaid, 160)
    silent.run(commands.instruction_answered, silent.one(PrintJob).instruction_id, "unknown", "uncertain")

    assert at_first == [10, 30, 70, 130]
    assert asked(silent, unsaid, 160) == []
