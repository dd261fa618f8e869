"""The walk that a handheld takes along, and the pass it names later."""

import pytest
from behaviours.conftest import BREAD, MILK, Shop

from picking import story
from picking.floor.model import Bin
from picking.stock.model import Movement

API = "/api/v1/handheld"


@pytest.fixture
def floor(make_floor):
    return make_floor(reactions=story.REACTIONS, time_outs=story.TIME_OUTS)


@pytest.fixture
def shop(floor):
    shop = Shop(floor)
    shop.goods("milk", 5, "A-1", gtin=MILK)
    shop.goods("bread", 5, "A-2", gtin=BREAD)
    return shop


@pytest.fixture
def ana(shop, signed_in):
    """Give a picker's browser, standing at the first line of a walk."""
    browser = signed_in("picker", key="ana")
    shop.ordered({"milk": 2, "bread": 1})
    post(browser, "steps", "1", step="next_work")
    post(browser, "scans", "2", text="K:000001")
    return browser


def post(browser, door, once, **body):
    return browser.post(f"{API}/{door}", json={"id": once, **body})


def test_a_packet_holds_the_whole_walk_with_its_codes(ana):
    """Without the service the page must know each line, and which codes mean its item."""
    packet = ana.get(f"{API}/packet").json["packet"]

    lines = {line["sku"]: (line["quantity"], line["bin"]["name"], line["codes"]) for line in packet["lines"]}
    assert lines == {
        "milk": (2, "A-1", [{"code": MILK.zfill(14), "contains": 1}]),
        "bread": (1, "A-2", [{"code": BREAD.zfill(14), "contains": 1}]),
    }
    assert packet["version"] == ana.get(f"{API}/screen").json["version"]


def test_what_was_done_on_our_packet_is_done(ana):
    """Back from the cold room the page sends what it did there, and names the walk it did it on."""
    signed = ana.get(f"{API}/packet").json["pass"]

    answer = post(ana, "scans", "off-1", text=MILK, packet=signed)

    assert (answer.status_code, answer.json["code"]) == (200, "line_counted")


@pytest.mark.parametrize("days", [0, 1])
def test_a_packet_of_another_store_s_making_or_of_yesterday_is_refused(ana, monkeypatch, days):
    """Nobody knows what was done on it: the goods are looked at again, with a person's eyes."""
    signed = ana.get(f"{API}/packet").json["pass"]
    if days:
        monkeypatch.setattr("web_handheld.api.handheld_packets.PASS_SECONDS_MAX", -1)
    else:
        signed = signed[:-2] + ("AA" if signed[-2:] != "AA" else "BB")

    refused = post(ana, "scans", "off-1", text=MILK, packet=signed)

    assert (refused.status_code, refused.json["code"]) == (409, "packet_not_ours")


def test_somebody_else_s_packet_is_refused(ana, signed_in):
    """Two people share a device: what one did is not booked to the other."""
    signed = ana.get(f"{API}/packet").json["pass"]

    refused = post(signed_in("picker", key="bob"), "scans", "off-1", text=MILK, packet=signed)

    assert (refused.status_code, refused.json["code"]) == (409, "packet_not_yours")


def test_training_shows_real_goods_and_books_nothing(shop, signed_in):
    """Day one: the aisles are real, the order is nobody's."""
    browser = signed_in("picker", key="new")
    before = len(shop.all(Movement))

    packet = browser.get(f"{API}/training").json["packet"]

    assert {line["bin"]["id"] for line in packet["lines"]} <= {row.id for row in shop.all(Bin)}
    assert {line["order"] for line in packet["lines"]} == {"T-001"}
    assert all(line["codes"] for line in packet["lines"])
    assert len(shop.all(Movement)) == before
