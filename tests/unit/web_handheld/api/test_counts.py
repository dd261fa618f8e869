"""A lead sees what was counted and decides; bins that are doubted and weeks of shorts can be asked for."""

from datetime import date, timedelta

import pytest
from floor import STORE

from picking.counting import commands as counting
from picking.counting.model import CountCause
from picking.people.model import Person

URL = "/api/v1"
TODAY = date(2026, 1, 15)


@pytest.fixture
def waiting(floor):
    """Give the id of a count that waits for a lead: four of ten milk were seen."""
    floor.stock("milk", 10, "A-1")
    floor.person("ana", "picker")
    count = floor.run(counting.schedule, "A-1", "milk", CountCause.LEAD)
    by = floor.actor("ana", "count")
    floor.run(counting.note_line, count.id, "milk", 4, by=by)
    floor.run(counting.complete_count, count.id, by=by)
    return count.id


def test_a_lead_sees_difference_and_movements_and_approves(signed_in, waiting, floor):
    """A number without its story is no reason to sign."""
    lead = signed_in("lead", key="lea")

    listed = lead.get(f"{URL}/desk/counts?state=APPROVAL_SCHEDULED").json["items"]
    seen = lead.get(f"{URL}/desk/counts/{waiting}").json
    done = lead.post(f"{URL}/desk/counts/{waiting}/approval", json={})

    assert [(each["id"], each["difference_minor"]) for each in listed] == [(waiting, 3000)]
    (line,) = seen["lines"]
    assert (line["counted"], line["expected"], line["difference"]) == (4, 10, -6)
    assert [(row["reason"], row["quantity"]) for row in line["movements"]] == [("receive", 10)]
    assert (done.status_code, done.json["state"], done.json["approved_by"]) == (200, "BOOKED", "lea")
    assert lead.get(f"{URL}/desk/counts").json["items"] == []


def test_a_lead_sends_a_count_back_or_gives_it_up(signed_in, waiting):
    """Nobody has to believe a number."""
    lead = signed_in("lead", key="lea")

    assert lead.post(f"{URL}/desk/counts/{waiting}/refusal", json={}).json["state"] == "RECOUNT_SCHEDULED"
    assert lead.post(f"{URL}/desk/counts/{waiting}/cancellation", json={}).json["state"] == "CANCELED"


@pytest.mark.parametrize("path", ["approval", "refusal", "cancellation"])
def test_only_a_lead_decides(signed_in, waiting, path):
    """The service desk may look."""
    service = signed_in("service", key="sam")

    assert service.get(f"{URL}/desk/counts/{waiting}").status_code == 200
    assert service.post(f"{URL}/desk/counts/{waiting}/{path}", json={}).status_code == 403


def test_a_lead_wishes_counts_and_plans_them(signed_in, waiting, floor):
    """Before the holidays, and every Monday."""
    lead = signed_in("lead", key="lea")
    floor.bin("A-2")
    plan = {"kind": "touched", "at_clock": "21:45", "bins_max": 5}

    wished = lead.post(f"{URL}/desk/counts", json={"bins": ["A-1", "A-2"], "due_at": "2026-01-15T10:00:00Z"})
    nowhere = lead.post(f"{URL}/desk/counts", json={"bins": ["Z-9"], "due_at": "2026-01-15T10:00:00Z"})
    kept = lead.put(f"{URL}/desk/count-plans/evening", json=plan)
    wrong = lead.put(f"{URL}/desk/count-plans/evening", json={**plan, "at_clock": "25:00"})
    paused = lead.post(f"{URL}/desk/count-plans/evening/pause", json={})

    assert (wished.status_code, len(wished.json["counts"]), nowhere.status_code) == (201, 2, 404)
    assert (kept.json["next_at"], wrong.status_code) == ("2026-01-15T13:45:00+00:00", 422)
    assert (paused.json["state"], paused.json["next_at"]) == ("PAUSED", None)
    assert [each["code"] for each in lead.get(f"{URL}/desk/count-plans").json["plans"]] == ["evening"]


def test_doubtful_bins_are_listed_least_believed_first(signed_in, waiting):
    """Where to look before the customer does."""
    bins = signed_in("lead", key="lea").get(f"{URL}/desk/truth").json["bins"]

    assert [(each["bin"], each["confidence_permille"], each["held_back"]) for each in bins] == [("A-1", 500, 6)]


def test_another_stores_count_is_unknown(signed_in, waiting, floor):
    """Nobody looks over the fence."""
    lead = signed_in("lead", key="lea")

    assert lead.get(f"{URL}/desk/counts/{'0' * 36}").status_code == 404
    assert floor.get(Person, "lea").store_id == STORE
    assert TODAY - timedelta(days=TODAY.weekday()) == date(2026, 1, 12)
