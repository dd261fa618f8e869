"""The desk's word on faces: fill this one, relieve that one, show an item at a second place for a while."""

import pytest

from picking.floor.model import BinKind

NOW, LATER = "2026-01-15T10:00:00+08:00", "2026-01-15T20:00:00+08:00"


@pytest.fixture
def lead(floor, signed_in):
    """A lead's browser in a store with milk in a face and behind it."""
    floor.way(nodes=6)
    floor.stock("milk", 9, "A-1")
    floor.bin("E-1")
    floor.bin("R-1", kind=BinKind.RESERVE)
    floor.stock("milk", 20, "R-1")
    return signed_in("lead")


def test_a_lead_has_a_face_filled_and_relieved(lead):
    """Both directions are one word at the desk; what cannot be is said with its reason."""
    wish = {"bin": "A-1", "sku": "milk", "quantity": 4}

    back = lead.post("/api/v1/desk/replenishments/back", json=wish)
    again = lead.post("/api/v1/desk/replenishments/back", json=wish)
    fill = lead.post("/api/v1/desk/replenishments", json=wish)

    assert [(row["from_bin"], row["bin"], row["quantity"]) for row in back.json["items"]] == [("A-1", "R-1", 4)]
    assert (again.status_code, again.json["code"]) == (409, "no_room_behind")
    assert (fill.json["from_bin"], fill.json["bin"], fill.json["cause"]) == ("R-1", "A-1", "lead")
    states = {row["id"]: row["state"] for row in lead.get("/api/v1/desk/replenishments").json["items"]}
    assert states == {back.json["items"][0]["id"]: "CANCELED", fill.json["id"]: "NEW"}


def test_a_display_is_planned_listed_and_ended_at_the_desk(lead):
    """Planned with its end, so that nobody has to remember to take it down."""
    plan = {"bin": "E-1", "sku": "milk", "quantity": 6, "begins_at": NOW, "ends_at": LATER}

    made = lead.post("/api/v1/desk/displays", json=plan)
    twice = lead.post("/api/v1/desk/displays", json=plan)
    listed = lead.get("/api/v1/desk/displays?state=PLANNED").json["items"]
    ended = lead.post(f"/api/v1/desk/displays/{made.json['id']}/end")

    assert (made.status_code, twice.json["code"]) == (201, "display_stands")
    assert [row["id"] for row in listed] == [made.json["id"]]
    assert ended.json["state"] == "DOWN"
