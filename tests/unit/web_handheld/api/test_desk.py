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


def step(client, device, word, **facts):
    return client.post(f"/api/v1/desk/devices/{device}/steps", json={"step": word, **facts})


def test_the_desk_says_in_words_why_a_device_stands_still(signed_in, held):
    """A code helps nobody who has to walk there."""
    desk = signed_in("lead")

    shown = {each["device_id"]: each for each in desk.get("/api/v1/desk/devices?lang=en").json["devices"]}
    said = {each["device_id"]: each["text"] for each in desk.get("/api/v1/desk/devices?lang=es").json["devices"]}

    assert shown["gw1/lp-1"]["text"] == "Offline since 10:00"
    assert said["gw1/lp-1"] == "Sin conexión desde 10:00"
    assert (shown["gw1/lp-1"]["queue"], shown["gw1/lp-2"]["paper"]) == (1, "there")
    assert "reroute" in shown["gw1/lp-1"]["possible"]


def test_the_service_desk_sees_devices_and_may_do_nothing_with_them(signed_in, held):
    """What may not be done is not offered; and is refused to whoever asks all the same."""
    desk = signed_in("service")

    offered = [step for each in desk.get("/api/v1/desk/devices").json["devices"] for step in each["possible"]]

    assert offered == []
    assert step(desk, "gw1/lp-1", "retire").status_code == 403
    assert step(desk, "gw1/lp-1", "lost").status_code == 403
    assert signed_in("picker", key="p2").get("/api/v1/desk/devices").status_code == 403


def test_a_lost_device_in_the_hand_is_signed_in_nowhere_any_more(signed_in, client, floor):
    """Whoever finds it has a signed cookie in it, and must not pick with it."""
    floor.run(devices.enrol, "gw1/hh-1", DeviceClass.HANDHELD, "Handheld 1")
    floor.run(devices.hello, "gw1/hh-1")
    picker, lead = signed_in("picker", key="ada"), signed_in("lead")
    assert picker.post("/api/v1/session/device", json={"device": "gw1/hh-1"}).status_code == 200

    lost = step(lead, "gw1/hh-1", "lost")

    assert (lost.json["state"], lost.json["holder"]) == ("LOST", None)
    assert picker.get("/api/v1/session").json["code"] == "device_out_of_service"
    assert signed_in("picker", key="bob").post("/api/v1/session/device", json={"device": "gw1/hh-1"}).status_code == 403


def test_a_step_says_what_it_lacks_and_knows_only_its_own_store(signed_in, held):
    """A half-filled form must not do half of something."""
    desk = signed_in("lead")

    assert step(desk, "gw1/lp-1", "give").json["errors"][0]["field"] == "person"
    assert step(desk, "gw1/lp-1", "explode").status_code == 422
    assert step(desk, "gw1/none", "lost").json["code"] == "unknown_thing"
    assert step(desk, "gw1/lp-1", "rename", name="Bag labels").json["name"] == "Bag labels"


def test_the_print_queue_offers_what_can_be_done_with_each_sheet(signed_in, held):
    """A button that is always refused teaches people to ignore buttons."""
    desk = signed_in("lead")

    before = desk.get("/api/v1/desk/prints?lang=en").json["open"][0]
    kept = decide(desk, held, "hold")
    after = desk.get("/api/v1/desk/prints").json

    assert (before["sheet"], before["possible"]) == ("Bag label", ["retry", "hold", "reroute", "drop"])
    assert (kept.json["state"], kept.json["possible"]) == ("HELD", ["resume", "drop"])
    assert after["counts"] == {"HELD": 1}


@pytest.mark.parametrize("cause", ["gateway-lost", "paper-out", "bad-port", "never-heard-of"])
def test_every_cause_is_said(signed_in, floor, held, cause):
    """Also one that a driver of tomorrow invents: then in its own word."""
    floor.run(devices.weaken, "gw1/lp-2", cause)

    shown = signed_in("lead").get("/api/v1/desk/devices?lang=en").json["devices"][1]

    assert shown["text"].startswith("In trouble since 10:00: ")
    assert ("never-heard-of" in shown["text"]) == (cause == "never-heard-of")
