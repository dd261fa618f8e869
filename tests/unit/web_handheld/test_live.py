"""The websocket decides itself who hears what, answers every event, and gives what was missed."""

import pytest
from floor import STORE

from picking.devices import commands as devices
from picking.devices.model import DeviceClass
from picking.foundation.actor import system


def push(service, room, *, count=1):
    service.transactions.run(system(STORE), lambda work: [work.push(room, "task", {"n": n}) for n in range(count)])


def test_nobody_comes_in_without_a_name(service):
    """A websocket is a door like any other."""
    client = service.live.test_client(service.app, namespace="/desk")

    assert not client.is_connected("/desk")


def test_a_picker_is_not_let_into_the_desk(service, signed_in):
    """The namespace asks for its right."""
    browser = signed_in("picker")
    client = service.live.test_client(service.app, namespace="/desk", flask_test_client=browser)

    assert not client.is_connected("/desk")


@pytest.fixture
def picker(service, signed_in, floor):
    floor.zone("A")
    floor.zone("B")
    return service.live.test_client(service.app, namespace="/handheld", flask_test_client=signed_in("picker"))


def test_people_hear_their_own_room_and_the_zones_of_their_skills(picker):
    """Nobody is told what is none of their business."""
    answer = picker.emit("resume", {}, namespace="/handheld", callback=True)

    assert set(answer["rooms"]) == {"person:p1", "zone:A"}


def test_what_was_missed_is_given_in_order(service, picker):
    """A lift without radio must not hide a task."""
    seen = picker.emit("resume", {}, namespace="/handheld", callback=True)["rooms"]
    push(service, "person:p1", count=3)

    answer = picker.emit("resume", {"rooms": seen}, namespace="/handheld", callback=True)

    assert [each["body"]["n"] for each in answer["missed"]] == [0, 1, 2]
    assert [each["seq"] for each in answer["missed"]] == [1, 2, 3]
    assert "snapshot" not in answer


def test_who_missed_too_much_gets_the_whole_picture(service, picker):
    """Pushes are kept for a while only; a gap is never papered over."""
    push(service, "person:p1", count=201)

    answer = picker.emit("resume", {"rooms": {"person:p1": 0, "zone:A": 0}}, namespace="/handheld", callback=True)

    assert answer["missed"] == []
    assert answer["snapshot"]["answer"]["screen"]["name"] == "home"


def test_a_scan_is_answered_as_over_http(picker):
    """Two doors, one function."""
    scan = {"id": "w-1", "text": "B:nowhere"}

    first = picker.emit("scan", scan, namespace="/handheld", callback=True)
    again = picker.emit("scan", scan, namespace="/handheld", callback=True)

    assert (first["outcome"], first["code"], again["outcome"]) == ("refused", "code_of_nothing", "repeat")


def test_a_wrong_body_is_answered_and_not_dropped(picker):
    """Silence would make the handheld repeat for ever."""
    answer = picker.emit("scan", {"text": "B:1"}, namespace="/handheld", callback=True)

    assert (answer["outcome"], answer["code"]) == ("refused", "invalid_field")
    assert answer["message"]["facts"]["field"] == "id"


def test_a_lost_handheld_hears_nothing_more(service, signed_in, floor):
    """Its screen would show a stranger where the goods lie and who waits for them; the colleague's goes on."""
    for key in ("p1", "p2"):
        floor.run(devices.enrol, f"hh/{key}", DeviceClass.HANDHELD, key)
        floor.run(devices.hello, f"hh/{key}")
    sockets = [
        service.live.test_client(
            service.app, namespace="/handheld", flask_test_client=signed_in("picker", key=key, device=f"hh/{key}")
        )
        for key in ("p1", "p2")
    ]  # fmt: skip
    floor.run(devices.report_lost, "hh/p1")

    service.turning_out.look()

    assert [socket.is_connected("/handheld") for socket in sockets] == [False, True]
