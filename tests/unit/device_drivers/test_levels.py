"""Things with a state say how they are in figures, and nothing else passes for a figure."""

import json

import pytest

from device_drivers.messages import Fault, Vitals
from device_drivers.shelf_labels.reference import ReferenceShelfLabel
from device_drivers.simulated.level import SimulatedShelfLabel


def said(vitals):
    return list(ReferenceShelfLabel({}).feed(json.dumps({"vitals": vitals}).encode() + b"\n", 0))


def test_a_label_tells_battery_signal_and_panel():
    """A battery is changed before it is empty, and a picture has to fit."""
    label = SimulatedShelfLabel()
    label.connect()
    label.do("measure", {"battery_percent": 80, "signal_dbm": -61, "panel": "296x128"})

    reports = ReferenceShelfLabel({}).feed(label.sent(0) or b"", 0)

    assert list(reports) == [Vitals(80, -61, "296x128")]
    assert said({"signal_dbm": -70}) == [Vitals(None, -70, None)]


@pytest.mark.parametrize("wrong", [{"battery_percent": 101}, {"battery_percent": "80"}, {"signal_dbm": True}])
def test_a_figure_that_cannot_be_is_no_figure(wrong):
    """An invented battery is worse than an unknown one."""
    (report,) = said(wrong)

    assert isinstance(report, Fault)
