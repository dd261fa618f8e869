"""What is printed on request carries codes that can be scanned back."""

from datetime import date

import pytest

from picking.catalogue.barcodes import OwnCode, OwnKind, own_code, parse
from picking.devices import commands as devices
from picking.devices.model import DeviceClass, PrintJob
from picking.foundation.refusals import Refusal
from picking.reactions.papers import print_place_labels, print_walk
from picking.tasks.model import PickTask

GTIN = "9520100010002"


@pytest.fixture
def walked(shop):
    """Give a walk through two bins, one line of it half picked."""
    shop.picker()
    shop.stock("milk", 10, "A-1", expires=date(2026, 1, 20))
    shop.stock("bread", 10, "A-2")
    shop.code("milk", GTIN)
    task = shop.begun({"milk": 3, "bread": 1}, line_facts={"bread": {"note": "well done"}})
    shop.pick(shop.line(task, "milk"), 2)
    return shop, shop.get(PickTask, task.id).walk_id


def at_desk(shop):
    return shop.actor("p1", "desk")


def test_a_walk_on_paper_shows_what_is_left_with_all_codes(walked):
    """With the handhelds down, paper is what people walk by, and what is scanned back afterwards."""
    shop, walk = walked

    facts = shop.run(print_walk, walk, by=at_desk(shop)).facts

    milk = next(line for line in facts["lines"] if line["bin"] == "A-1")
    assert (milk["quantity"], milk["code"], milk["gtin13"]) == (1, own_code(OwnKind.BIN, "A-1"), GTIN)
    assert milk["expires"] == "2026-01-20"
    assert [line["note"] for line in facts["lines"] if line["bin"] == "A-2"] == ["well done"]
    assert [task["basket_code"] for task in facts["tasks"]] == ["K:000001"]


def test_a_walk_with_nothing_left_is_not_printed(walked):
    """A sheet that says nothing is paper wasted and a person misled."""
    shop, walk = walked
    for line in shop.all(type(shop.line(shop.one(PickTask), "bread"))):
        shop.pick(line, line.quantity - line.picked)

    with pytest.raises(Refusal, match="walk_over"):
        shop.run(print_walk, walk, by=at_desk(shop))


def test_each_place_gets_the_label_of_its_kind(shop):
    """A bin is named by its code and check number, a basket by its number and colour."""
    shop.picker()
    shop.bin("01-A-01")
    shop.basket("000007")

    def facts(kind, key):
        return shop.run(print_place_labels, kind, [key], by=at_desk(shop))[0].facts

    assert (facts("bin", "01-A-01")["code"], facts("bin", "01-A-01")["temperature_class"]) == ("B:01-A-01", "AMBIENT")
    assert (facts("basket", "000007")["name"], facts("basket", "000007")["colour"]) == ("000007", "blue")


def test_a_scales_label_is_what_the_handheld_reads(shop):
    """Whoever scans it weighs there; another device's label in its place would weigh nowhere."""
    shop.picker()
    shop.run(devices.enrol, "gw1/scale-01", DeviceClass.SCALE, "Packing scale")
    shop.run(devices.enrol, "gw1/scan-01", DeviceClass.SCANNER, "Scanner")

    facts = shop.run(print_place_labels, "scale", ["gw1/scale-01"], by=at_desk(shop))[0].facts

    assert facts["name"] == "01"
    assert parse(facts["code"]) == OwnCode(OwnKind.DEVICE, "gw1/scale-01", "scale")
    with pytest.raises(Refusal, match="not_a_scale"):
        shop.run(print_place_labels, "scale", ["gw1/scan-01"], by=at_desk(shop))


def test_a_label_asked_for_again_is_printed_again(shop):
    """Labels fall off; each wish for one is a wish of its own."""
    shop.picker()
    shop.bin("01-A-01")

    for _ in range(2):
        shop.run(print_place_labels, "bin", ["01-A-01"], by=at_desk(shop))

    assert len(shop.all(PrintJob, template="bin_label")) == 2


def test_another_stores_place_is_unknown_here(shop):
    """A store's labels are its own."""
    shop.picker()

    with pytest.raises(Refusal, match="unknown_thing"):
        shop.run(print_place_labels, "slot", ["02-A01"], by=at_desk(shop))
