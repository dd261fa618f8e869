"""How many people a day needs, asked at the desk and thought through by a real process beside the service."""

import json
import os
import time

import pytest
from floor import STORE

from web_handheld.staffing.folder import ALIVE_SECONDS_MAX

URL = "/api/v1/desk/staffing"
SECONDS_MAX = 60
DAY = {
    "floor": {"nodes": [[0, 0], [10, 0]], "edges": [[0, 1, 10]], "start": 0, "end": 0},
    "bins": [1],
    "orders": [{"id": n, "lines": [[0, 2]], "arrived": n * 30.0, "due": n * 30.0 + 90.0} for n in range(20)],
    "speeds": {"metres_per_second": 1, "trip_seconds": 20},
}


@pytest.fixture
def desk(signed_in, service):
    """Give a lead's browser; what is still being thought about at the end is given up and has ended."""
    browser = signed_in("lead")
    yield browser
    service.parts.questions.stop(STORE)
    for child in service.parts.questions._children:
        child.wait(SECONDS_MAX)


def answered(desk):
    """Wait until the question has an end."""
    limit = time.monotonic() + SECONDS_MAX
    while (view := desk.get(URL).json)["state"] == "thinking" and time.monotonic() < limit:
        time.sleep(0.1)
    return view


def test_a_planning_file_is_answered_hour_by_hour(desk):
    """The answer, every count on the way to it, and the day to be drawn."""
    asked = desk.post(URL, json={"file": json.dumps(DAY), "late_permille": 0})
    view = answered(desk)

    assert (asked.status_code, asked.json["state"]) == (202, "thinking")
    assert view["state"] == "answered", view
    assert {"pickers": view["answer"]["pickers"], "late": 0} in view["tried"]
    assert (view["answer"]["orders"], view["answer"]["late"], view["answer"]["day"]) == (20, 0, None)
    assert sum(hour["arrived"] for hour in view["answer"]["hours"]) == 20


def test_the_stores_own_orders_are_asked_about_by_default(floor, desk):
    """A store without history hears what to do instead; the child reads the store's own books to know."""
    floor.way()

    desk.post(URL, json={})
    view = answered(desk)

    assert (view["state"], view["failure"]["code"]) == ("failed", "staffing_no_orders")
    assert "8 weeks" in view["failure"]["words"]
    assert "8 周" in desk.get(f"{URL}?lang=zh").json["failure"]["words"]


def test_a_wrong_file_is_told_where(desk):
    """The place and the reason, as on the command line."""
    desk.post(URL, json={"file": json.dumps({**DAY, "bins": [9]})})

    assert answered(desk)["failure"]["facts"] == {"path": "$.bins[0]", "reason": "is not one of the 2 nodes"}


def test_one_question_at_a_time_and_it_can_be_given_up(desk, service):
    """Two days at once would take the processor from the floor; one that nobody wants any more ends at once."""
    desk.post(URL, json={"file": json.dumps(DAY)})
    (child,) = service.parts.questions._children

    again = desk.post(URL, json={"file": json.dumps(DAY)})
    stopped = desk.delete(URL)

    assert (again.status_code, again.json["code"]) == (503, "staffing_busy")
    assert stopped.json == {"state": "none"}
    child.wait(SECONDS_MAX)
    assert desk.get(URL).json == {"state": "none"}, "an answer that comes too late is not shown"
    assert desk.post(URL, json={"file": json.dumps(DAY)}).status_code == 202


def test_a_child_that_died_is_noticed(desk, service):
    """After a power cut nobody must wait for an answer that never comes."""
    desk.post(URL, json={"file": json.dumps(DAY)})
    (child,) = service.parts.questions._children
    child.kill()
    child.wait()
    (alive,) = service.settings.service.data_dir.glob("staffing/*/*/alive")
    os.utime(alive, (0, time.time() - ALIVE_SECONDS_MAX - 1))

    view = desk.get(URL).json

    assert (view["state"], view["failure"]["code"]) == ("failed", "staffing_ended")


def test_only_the_desk_asks(signed_in, client):
    """A store's day is its lead's business."""
    picker = signed_in("picker")

    assert [client.get(URL).status_code, picker.get(URL).status_code, picker.post(URL, json={}).status_code] == [
        401,
        403,
        403,
    ]


def test_a_file_and_a_day_together_are_refused(desk):
    """One of them would be ignored in silence."""
    answer = desk.post(URL, json={"file": "{}", "day": "2026-01-22"})

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "day")
