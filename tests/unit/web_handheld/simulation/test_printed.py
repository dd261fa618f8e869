"""Bag labels are found in what the printers printed."""

from web_handheld.simulation.printed import labels_in


def test_every_bag_label_of_a_text_is_found_by_its_version():
    """A label of an old version is worth nothing; it must be told from the new one."""
    found = labels_in("A07 #4521 P:4521-2/3-1-7 mind P:4521-2/3-2-X and T:12")

    assert found == {("4521", 2, 1): "P:4521-2/3-1-7", ("4521", 2, 2): "P:4521-2/3-2-X"}


def test_other_codes_are_no_bag_labels():
    """A bin is no bag."""
    assert labels_in("B:01-A-01-01-A-01 6901234567892") == {}
