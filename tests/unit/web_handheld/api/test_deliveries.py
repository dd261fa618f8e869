"""A delivery from its announcement over the handheld to the shelf and the channels."""

import pytest

from picking.catalogue.barcodes.gs1 import read_link
from picking.devices.model import PrintJob
from picking.receiving.commands import Came, explain, take_in

TOMORROW = "2026-01-16T06:00:00+08:00"
GS1 = "]C10109520100010002" + "17260125" + "10L77"  # item, last day 25 January 2026, lot L77


@pytest.fixture
def store(floor):
    """A store with milk that keeps ten days, its face, and nothing in it."""
    floor.way(nodes=6)
    floor.bin("A-1", capacity=50)
    floor.item("milk", shelf_life_days=10)
    floor.code("milk", "9520100010002")
    return floor


def announced(client, token, text=None):
    body = text or f"number,supplier,expected_at,sku,quantity\nD-1,Dairy,{TOMORROW},milk,3\n"
    return client.post("/api/v1/stores/s1/deliveries.csv", data=body, headers=token("pos"))


class Hand:
    """Somebody with a handheld."""

    def __init__(self, browser):
        self.browser, self.said = browser, 0

    def scan(self, text, aim=None):
        """Scan something."""
        return self._send("scans", {"text": text, "aim": aim})

    def press(self, step, **facts):
        """Press a button."""
        return self._send("steps", {"step": step, "facts": facts})

    def _send(self, door, body):
        self.said += 1
        return self.browser.post(f"/api/v1/handheld/{door}", json={"id": f"x{self.said}", **body}).json


def test_a_delivery_is_taken_in_and_put_away_by_scan(store, client, token, signed_in):
    """One scan says item, last day and lot; the bin's scan puts it on sale."""
    assert announced(client, token).status_code == 201
    hand = Hand(signed_in("picker"))
    hand.press("start_shift")
    options = hand.browser.get("/api/v1/handheld/steps/receive/options").json["options"]["delivery_id"]

    hand.press("receive", delivery_id=options[0]["value"])
    for _ in range(3):
        taken = hand.scan(GS1.removeprefix("]C1"), "]C1")
    done = hand.press("delivery_done")
    proposed = done["screen"]["facts"]
    away = hand.scan("B:A-1")

    assert options[0]["text"] == "Dairy · D-1"
    assert taken["message"]["text"] == "Milk: 1 taken in, 0 still to come."
    assert (done["screen"]["name"], proposed["line"]["lot"], proposed["line"]["quantity"]) == ("put_away", "L77", 3)
    assert (proposed["bin"]["id"], proposed["why"], proposed["other_bins"]) == ("A-1", "sells slowly: far", [])
    assert (away["tone"], away["screen"]["name"]) == ("finished", "home")
    sold = client.get("/api/v1/stores/s1/availability?sku=milk", headers=token("channel")).json
    assert sold["available"] == {"milk": 3}


def test_a_code_without_a_date_asks_for_it(store, client, token, signed_in):
    """An EAN says what it is, not how long it keeps."""
    announced(client, token)
    hand = Hand(signed_in("picker"))
    (option,) = hand.browser.get("/api/v1/handheld/steps/receive/options").json["options"]["delivery_id"]
    hand.press("receive", delivery_id=option["value"])

    asked = hand.scan("9520100010002")
    wrong = hand.press("entered", expires="260230")
    taken = hand.press("entered", quantity=3, expires="260125")

    assert (asked["code"], asked["screen"]["facts"]["at_hand"]["item"]) == ("date_to_enter", "Milk")
    assert (wrong["outcome"], wrong["code"]) == ("refused", "invalid_field")
    assert taken["code"] == "goods_taken_in"
    assert "print_goods_label" in taken["possible"]
    printed = hand.press("print_goods_label")
    assert printed["code"] == "goods_label_prints"
    (job,) = store.all(PrintJob)
    assert job.facts["code"] == "https://id.gs1.org/01/09520100010002?17=260125"
    assert read_link(job.facts["code"]).expires_on.isoformat() == "2026-01-25"


def test_what_was_scanned_is_put_away_however_much_else_waits(store, client, token, signed_in):
    """A full bay: the books must not say that the first pallet was put away instead."""
    others = [f"rice-{number:02}" for number in range(21)]
    for sku in others:
        store.item(sku)
    rows = "".join(f"D-1,Dairy,{TOMORROW},{sku},1\n" for sku in [*others, "milk"])
    announced(client, token, f"number,supplier,expected_at,sku,quantity\n{rows}")
    hand = Hand(signed_in("picker"))
    (option,) = hand.browser.get("/api/v1/handheld/steps/receive/options").json["options"]["delivery_id"]
    hand.press("receive", delivery_id=option["value"])
    for sku in others:
        store.run(take_in, option["value"], Came(sku, 1), by=store.actor("p1", "receive"))
    hand.scan(GS1.removeprefix("]C1"), "]C1")
    hand.press("delivery_done", reason="packed_otherwise")

    chosen = hand.scan(GS1.removeprefix("]C1"), "]C1")
    away = hand.scan("B:A-1")

    assert chosen["screen"]["facts"]["line"]["item"] == "Milk"
    assert away["message"]["text"] == "Milk: 1 in bin A-1."


def test_a_long_delivery_shows_what_fits_a_screen(store, client, token, signed_in):
    """Each scan's answer is as long as the screen, however many pallets came."""
    skus = [f"rice-{number:02}" for number in range(30)]
    for sku in skus:
        store.item(sku)
    rows = "".join(f"D-1,Dairy,{TOMORROW},{sku},1\n" for sku in skus)
    announced(client, token, f"number,supplier,expected_at,sku,quantity\n{rows}")
    hand = Hand(signed_in("picker"))
    (option,) = hand.browser.get("/api/v1/handheld/steps/receive/options").json["options"]["delivery_id"]

    shown = hand.press("receive", delivery_id=option["value"])["screen"]["facts"]
    asked = hand.browser.get("/api/v1/handheld/steps/delivery_done/options").json["options"]
    for sku in skus:
        store.run(explain, option["value"], sku, "not_delivered", by=store.actor("p1", "receive"))
    nothing_to_ask = hand.browser.get("/api/v1/handheld/steps/delivery_done/options").json["options"]

    assert ([line["sku"] for line in shown["lines"]], shown["lines_left"]) == (skus[:4], 30)
    assert [len(asked["reason"]), nothing_to_ask["reason"]] == [5, []]


def test_a_wrong_file_names_row_and_field(store, client, token):
    """All of the file or nothing."""
    answer = announced(client, token, "number,supplier,expected_at,sku,quantity\nD-1,Dairy,soon,milk,3\n")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert answer.json["facts"]["field"] == "row 2, expected_at"


def test_the_desk_sees_what_came(store, client, token, signed_in):
    """Announced, taken in, refused, and why; a picker sees no desk."""
    announced(client, token)
    lead = signed_in("lead")
    (delivery,) = lead.get("/api/v1/desk/deliveries").json["items"]
    lines = lead.get(f"/api/v1/desk/deliveries/{delivery['id']}").json["lines"]

    assert (delivery["number"], delivery["state"]) == ("D-1", "EXPECTED")
    assert [(line["sku"], line["expected"], line["received"]) for line in lines] == [("milk", 3, 0)]
    assert signed_in("picker", key="p2").get("/api/v1/desk/deliveries").status_code == 403
