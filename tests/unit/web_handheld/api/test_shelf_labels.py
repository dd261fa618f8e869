"""Shelf labels are bound by what was scanned, looked at, and walked to."""

import io

import pytest
import zxingcpp
from floor import STORE
from PIL import Image

from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass, Wish

GTIN = "9520100010002"
URL = "/api/v1/shelf-labels"


@pytest.fixture
def shelf(floor):
    """Give a floor with two labels, milk and a bin."""
    floor.item("milk", price=590)
    floor.code("milk", GTIN)
    floor.bin("01-A-01")
    for name in ("esl-1", "esl-2"):
        floor.run(devices.enrol, f"gw1/{name}", DeviceClass.SHELF_LABEL, name)
        floor.run(devices.hello, f"gw1/{name}", {"serial": f"00AB{name[-1]}"})
    return floor


def bind(browser, **scanned):
    return browser.post(f"{URL}/bindings", json=scanned)


@pytest.mark.parametrize("label", ["gw1/esl-1", "esl-1", "00ab1", "D:gw1/esl-1:key"])
def test_a_label_is_bound_by_two_scans(shelf, signed_in, label):
    """Whatever code is on it, then the item; nobody types."""
    answer = bind(signed_in("picker"), label=label, item=GTIN)

    assert (answer.status_code, answer.json["sku"], answer.json["page"]) == (200, "milk", "normal")


def test_a_label_is_bound_to_a_place_and_taken_off(shelf, signed_in):
    """By position, where goods change and the shelf does not."""
    picker = signed_in("picker")

    placed = bind(picker, label="esl-1", place="B:01-A-01")
    both = bind(picker, label="esl-2", item=GTIN, place="B:01-A-01")
    off = bind(picker, label="esl-1")

    assert (placed.json["place"], placed.json["sku"]) == ("01-A-01", None)
    assert (both.json["place"], both.json["sku"]) == ("01-A-01", "milk")
    assert (off.json["place"], off.json["page"], off.json["problems"]) == (None, "unbound", ["unbound"])


def test_a_code_of_the_wrong_kind_is_refused_with_what_is_wanted(shelf, signed_in):
    """Behaviour 2: what it is, and why it does not fit here."""
    picker = signed_in("picker")

    assert bind(picker, label="esl-1", item="B:01-A-01").json["code"] == "no_item_code"
    assert bind(picker, label="esl-1", place=GTIN).json["code"] == "no_place_code"
    assert bind(picker, label="nothing", item=GTIN).status_code == 404


def test_the_desk_sees_how_labels_are(shelf, signed_in):
    """Batteries are changed before they are empty, by a list."""
    shelf.run(devices.measured, "gw1/esl-1", {"battery_percent": 12, "signal_dbm": -90, "panel": "152x152"})
    desk = signed_in("lead")

    first, second = desk.get(URL).json["items"]

    assert (first["battery_percent"], first["signal_dbm"]) == (12, -90)
    assert first["problems"] == ["battery_low", "signal_weak", "unbound"]
    assert second["problems"] == ["unbound"]
    shelf.clock.advance(hours=7)
    assert "silent" in signed_in("lead", key="p2").get(URL).json["items"][1]["problems"]


def test_broken_off_labels_are_walked_to_and_tried_again(shelf, signed_in):
    """The walk list names the label, its place and why."""
    picker = signed_in("picker")
    bind(picker, label="esl-1", item=GTIN, place="B:01-A-01")
    for _ in range(3):
        shelf.run(devices.wish_sent, "gw1/esl-1", 1, "x")
    shelf.run(devices.reported, "gw1/esl-1", 0, {}, "battery-out")

    (walked,) = picker.get(f"{URL}/walk").json["labels"]
    picker.post(f"{URL}/tries", json={"labels": ["gw1/esl-1"]})

    assert (walked["device_id"], walked["place"], walked["not_shown_because"]) == (
        "gw1/esl-1",
        "01-A-01",
        "battery-out",
    )
    assert picker.get(f"{URL}/walk").json["labels"] == []
    assert shelf.get(Wish, "gw1/esl-1").due_at is not None


def test_a_label_is_seen_as_it_should_look(shelf, signed_in):
    """Compared with the shelf at a glance, in its exact size."""
    picker = signed_in("picker")
    bind(picker, label="esl-1", item=GTIN)

    answer = picker.get(f"{URL}/gw1/esl-1.png")

    drawn = Image.open(io.BytesIO(answer.data))
    assert drawn.size == (296, 128)
    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == [GTIN]
    assert picker.get(f"{URL}/gw1/esl-2.png").status_code == 404


def test_a_label_with_another_panel_is_drawn_anew(shelf, signed_in):
    """The tag was swapped for a square one; the old picture does not fit."""
    picker = signed_in("picker")
    bind(picker, label="esl-1", item=GTIN)

    shelf.run(devices.measured, "gw1/esl-1", {"panel": "152x152"})
    shelf.run(devices.redraw_due, STORE)

    assert shelf.get(Wish, "gw1/esl-1").version == 2
    assert Image.open(io.BytesIO(picker.get(f"{URL}/gw1/esl-1.png").data)).size == (152, 152)
    assert shelf.get(Device, "gw1/esl-1").info["serial"] == "00AB1"


def test_a_page_is_looked_at_before_it_is_needed(signed_in):
    """Somebody has to see the sold-out page before something sells out."""
    answer = signed_in("lead").get(f"{URL}/pages/sold_out.png?language=zh&panel=400x300")

    assert Image.open(io.BytesIO(answer.data)).size == (400, 300)


def test_labels_are_listed_by_their_problem(shelf, signed_in):
    """Of twenty thousand labels a lead wants the forty with an empty battery; list and count say the same."""
    shelf.run(devices.measured, "gw1/esl-1", {"battery_percent": 12})
    desk = signed_in("lead")

    listed = [each["device_id"] for each in desk.get(f"{URL}?problem=battery_low").json["items"]]
    view = desk.get("/api/v1/desk/prices").json

    assert listed == ["gw1/esl-1"]
    assert (view["labels"], view["problems"]["battery_low"], view["problems"]["unbound"]) == (2, 1, 2)
    assert desk.get(f"{URL}?problem=green").status_code == 422
