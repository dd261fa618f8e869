"""Shelf labels are bound with the handheld: label, item, next label."""

import pytest

from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass
from picking.handheld.commands import ScanRequest, StepRequest, refused, scan, step
from picking.people.queries import actor_for

MILK = "9520000000127"


class Hand:
    """Somebody at the shelf with a handheld."""

    def __init__(self, floor):
        self.floor, self.ids = floor, 0
        floor.way()
        floor.item("milk")
        floor.code("milk", MILK)
        floor.bin("01-A-01")
        floor.person("p1", skills=("A",))
        for n in (1, 2):
            floor.run(devices.enrol, f"gw1/esl-{n}", DeviceClass.SHELF_LABEL, f"esl-{n}")
            floor.run(devices.hello, f"gw1/esl-{n}", {"serial": f"00021F{n}"})

    def do(self, kind, *said):
        """Answer a request with an id of its own."""
        self.ids += 1
        request = kind(f"r{self.ids}", *said)
        command = scan if kind is ScanRequest else step
        return self.floor.transactions.run_once(
            self.floor.ask(actor_for, "p1"),
            request.id,
            lambda work: command(work, request),
            refused=lambda work, refusal: refused(work, refusal, request),
        ).answer

    def scans(self, *texts):
        """Scan one code after the other; gives what was said."""
        return [self.do(ScanRequest, text)["code"] for text in texts]

    def bound(self, n):
        """Give what a label belongs to."""
        label = self.floor.get(Device, f"gw1/esl-{n}")
        return label.sku, label.place


@pytest.fixture
def hand(floor):
    hand = Hand(floor)
    hand.do(StepRequest, "bind_labels", {})
    return hand


def test_labels_are_bound_one_after_the_other(hand):
    """An aisle of labels is an hour of two scans each."""
    said = hand.scans("00021f1", MILK, "D:gw1/esl-2:key", "B:01-A-01")

    assert said == ["label_in_hand", "label_bound", "label_in_hand", "label_bound"]
    assert (hand.bound(1), hand.bound(2)) == (("milk", None), (None, "01-A-01"))


def test_the_label_comes_first_and_a_stranger_is_refused(hand):
    """A number nobody knows is no label."""
    assert hand.scans(MILK, "00021f9") == ["scan_the_label_first", "unknown_thing"]


def test_a_label_is_taken_off_with_a_button(hand):
    """It goes back into the box and shows so."""
    hand.scans("00021F1", MILK)

    answer = hand.do(StepRequest, "take_off", {})

    assert (answer["code"], hand.bound(1)) == ("label_taken_off", (None, None))
    assert {"scan_serial_number", "scan_item", "home"} <= set(answer["possible"])
