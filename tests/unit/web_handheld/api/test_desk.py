"""What a lead decides at the desk over HTTP."""

import pytest

from picking.devices import commands as devices
from picking.devices.lifecycle import PrintJobState
from picking.devices.model import DeviceClass


@pytest.fixture
def held(floor):
    """Give the id of a sheet whose printer is away, beside a printer that works."""
    for name in ("lp-1", "lp-2"):
        floor.run(devices.enrol, f"gw1/{name}", DeviceClass.LABEL_PRINTER, name, place=f"packing-{name[-1]}")
        floor.run(devices.hello, f"gw1/{name}")
    floor.run(devices.vanish, "gw1/lp-1")
    facts = {"number": "4521"}
    return floor.run(
        lambda work: devices.print_sheet(work, key="a", template="bag_label", facts=facts, device_id="gw1/lp-1")
    ).id


def decide(client, job_id, step, **facts):
    return client.post(f"/api/v1/desk/print-jobs/{job_id}/steps", json={"step": step, **facts})


def test_a_held_sheet_is_sent_to_the_printer_a_person_names(signed_in, held):
    """The nearest printer that works is known to whoever stands there."""
    desk = signed_in("lead")

    nowhere = decide(desk, held, "reroute")
    unknown = decide(desk, held, "reroute", device="gw1/lp-9")
    sent = decide(desk, held, "reroute", device="gw1/lp-2")

    assert (nowhere.status_code, nowhere.json["errors"][0]["field"]) == (422, "device")
    assert (unknown.status_code, unknown.json["code"]) == (404, "unknown_thing")
    assert (sent.json["state"], sent.json["device_id"]) == (PrintJobState.QUEUED, "gw1/lp-2")
