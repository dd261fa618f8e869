"""The store's own lists at the desk: seen by pages, tried before they are changed, given out without secrets."""

import json

import pytest
from floor import STORE

from picking.floor.model import Bin

SETUP = "/api/v1/desk/setup"
SETTINGS = "/api/v1/desk/settings"
HEADER = "id,zone,capacity"


@pytest.fixture
def admin(signed_in, floor):
    floor.way()
    floor.bin("A-01", capacity=5)
    floor.bin("A-02", capacity=5)
    return signed_in("admin", key="boss")


def sheet(browser, text, **query):
    return browser.post(f"{SETUP}/bins/sheet", data=text.encode(), content_type="text/csv", query_string=query)


def test_a_list_says_its_fields_so_that_a_form_can_be_drawn(admin):
    """One form draws all lists: what a field takes is said by the service."""
    sections = {each["name"]: each for each in admin.get(SETUP).json["sections"]}
    fields = {each["key"]: each for each in sections["bins"]["fields"]}

    assert {"items", "zones", "bins", "stalls", "staff", "devices", "scale_labels", "store"} <= set(sections)
    assert (fields["zone"]["of"], fields["zone"]["empty"]) == ("zones", True)
    assert (fields["kind"]["kind"], fields["kind"]["choices"]) == ("choice", ["face", "reserve", "stall"])
    assert fields["check_number"]["form"] == "form_two_digits"
    assert sections["bins"]["key"] == ["id"]
    assert [each["key"] for each in sections["scale_labels"]["fields"] if each["kind"] == "rows"] == ["fields"]


def test_a_page_of_rows_goes_on_by_its_cursor_and_is_searched(admin):
    """A store has thousands of bins."""
    first = admin.get(f"{SETUP}/bins?limit=1").json
    second = admin.get(f"{SETUP}/bins", query_string={"limit": 1, "cursor": first["next"]}).json
    found = admin.get(f"{SETUP}/bins?search=a-02").json

    assert [row["id"] for row in first["items"] + second["items"]] == ["A-01", "A-02"]
    assert second["next"] is None
    assert [row["id"] for row in found["items"]] == ["A-02"]
    assert admin.get(f"{SETUP}/nodes?limit=2").json["next"]
    assert admin.get(f"{SETUP}/bins?cursor=nonsense").status_code == 422


def test_a_sheet_is_tried_before_it_is_taken_in(admin, floor):
    """What would change is seen first, and it is what is done."""
    tried = sheet(admin, f"{HEADER}\nA-01,A,7\nA-02,A,5\n", trying="true").json
    untouched = floor.get(Bin, "A-01").capacity
    done = sheet(admin, f"{HEADER}\nA-01,A,7\nA-02,A,5\n", seen=tried["seen"]).json

    assert (tried["kept"], tried["counts"]) == (False, {"changed": 1, "same": 1})
    assert tried["changes"] == [
        {"row": 1, "key": "A-01", "what": "changed", "fields": [{"field": "capacity", "before": 5, "after": 7}]}
    ]
    assert (untouched, done["kept"], floor.get(Bin, "A-01").capacity) == (5, True, 7)


def test_a_sheet_that_is_wrong_is_refused_in_the_readers_language(admin):
    """Row, field, reason and what to do: in words, for each fault."""
    refused = admin.post(
        f"{SETUP}/bins", json={"rows": [{"id": "A-01", "capacity": "many", "node": 99}]},
    )  # fmt: skip
    unread = sheet(admin, "id,colour\nA-01,red\n")
    unreadable = admin.post(f"{SETUP}/bins/sheet", data="库位".encode("gbk"), content_type="text/csv")

    assert (refused.status_code, refused.json["code"]) == (422, "setup_refused")
    assert refused.json["detail"].startswith("Nothing was changed (1 faults). Row 1, capacity: must be a whole number")
    assert refused.json["facts"]["faults"][0]["reason"] == "must be a whole number, not 'many'"
    assert unread.json["code"] == "sheet_column_unknown"
    assert unreadable.json["code"] == "sheet_unreadable"


def test_what_was_given_out_is_taken_in_again_as_it_was(admin):
    """The file is the list, as CSV and as a part of a store file."""
    as_sheet = admin.get(f"{SETUP}/bins/sheet")
    as_part = admin.get(f"{SETUP}/bins/sheet?format=json")

    again = sheet(admin, as_sheet.data.decode("utf-8"))
    part = admin.post(f"{SETUP}/bins/sheet", data=as_part.data, content_type="application/json")

    assert as_sheet.headers["Content-Disposition"] == 'attachment; filename="s1-bins.csv"'
    assert as_sheet.data.startswith(b"\xef\xbb\xbfid,")
    assert [row["id"] for row in json.loads(as_part.data)["bins"]] == ["A-01", "A-02"]
    assert again.json["counts"] == part.json["counts"] == {"same": 2}


def test_who_may_not_is_not_offered_and_is_refused(signed_in, floor):
    """A lead blocks a bin at night; prices and people are somebody else's."""
    floor.bin("A-01")
    lead, picker = signed_in("lead", key="l"), signed_in("picker", key="p")

    offered = {each["name"]: each["may"] for each in lead.get(SETUP).json["sections"]}

    stock = {"count_plans", "face_limits", "fill_plan", "fresh_day"}
    assert set(offered) == {"aisles", "bins", "staging_positions", "outbound_slots", "devices", *stock}
    assert offered["bins"] == ["blocked"]
    assert lead.post(f"{SETUP}/bins", json={"rows": [{"id": "A-01", "blocked": True}]}).status_code == 200
    assert lead.get(f"{SETUP}/staff").status_code == lead.get(f"{SETUP}/settings").status_code == 403
    assert lead.get(SETTINGS).status_code == 403
    assert picker.get(SETUP).status_code == picker.get(f"{SETUP}/bins").status_code == 403


def test_settings_are_shown_with_unit_range_and_default_and_no_secret(admin):
    """Whoever wonders why a task waits finds the minutes; nobody finds a password."""
    rows = {row["key"]: row for row in admin.get(SETTINGS).json["items"]}
    hold, url, most = rows["floor.hold_minutes_max"], rows["database.url"], rows["floor.meet_sure_percent"]

    assert (hold["unit"], hold["least"], hold["default"], hold["value"], hold["differs"]) == (
        "minutes",
        0,
        60,
        60,
        False,
    )
    assert (url["value"], url["default"], url["secret"], url["is_set"]) == (None, None, True, True)
    assert (most["unit"], most["most"]) == ("percent", 100)
    assert hold["variable"] == "STOREFLOOR_FLOOR_HOLD_MINUTES_MAX"
    assert rows["service.http_port"]["most"] == 65535


def test_a_setting_of_the_stores_own_is_shown_with_who_set_it_and_what_it_would_be(admin, service):
    """Who looks at a number sees at once whether it is this store's, and since when."""
    row = {"key": "hold_minutes_max", "value": 45}
    assert admin.post(f"{SETUP}/settings", json={"rows": [row]}).status_code == 200

    rows = {row["key"]: row for row in admin.get(SETTINGS).json["items"]}
    hold, port = rows["floor.hold_minutes_max"], rows["service.http_port"]

    assert (hold["value"], hold["service"], hold["own"], hold["set_by"]) == (45, 60, True, "boss")
    assert hold["set_at"] is not None
    assert (hold["settable"], port["settable"], rows["floor.push_keep_minutes"]["settable"]) == (True, False, False)
    assert service.transactions.settings_of(STORE).hold_minutes_max == 45
    assert admin.get(f"{SETUP}/settings").json["items"] == [row]
