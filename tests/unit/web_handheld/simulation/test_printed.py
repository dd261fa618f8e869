"""Bag labels are found in what the printers printed."""

import pytest

from web_handheld.simulation.printed import Printed, labels_in


@pytest.fixture
def printed():
    return Printed(None, [], [])


def test_a_label_is_found_by_its_version(printed):
    """A label of an old version is worth nothing; it must be told from the new one."""
    printed.sort("A07 #4521 P:4521-2/3-1-7 mind P:4521-2/3-2-X and T:12")

    assert printed.bag_label("4521", 2, 1) == "P:4521-2/3-1-7"
    assert printed.bag_label("4521", 2, 2) == "P:4521-2/3-2-X"
    assert printed.bag_label("4521", 1, 1) is None


def test_on_the_shelf_hangs_the_newest_label_of_each_bag(printed):
    """Somebody who fetches an order reads what is on the bags, not what was on them."""
    for text in ("P:4521-1/3-1-A", "P:4521-2/3-1-B", "P:4521-3/3-1-C", "P:4521-1/2-2-D", "P:4521-2/2-2-E"):
        printed.sort(text)

    assert printed.bag_labels("4521") == ["P:4521-1/2-2-D", "P:4521-2/2-2-E"]


def test_other_codes_are_no_bag_labels():
    """A bin is no bag."""
    assert labels_in("B:01-A-01-01-A-01 6901234567892") == []
