"""Somebody at the delivery bay takes in what comes, and puts it where the screen says."""

import pytest

from web_handheld.simulation.people.table import next_action

DELIVERY = {"id": "d1", "number": "D-1", "supplier": "Dairy"}
FIRST, SECOND = {"id": "01-A-01-01-A-01", "name": "A-01"}, {"id": "01-A-01-01-A-02", "name": "A-02", "room": 4}


@pytest.fixture
def line(store):
    """Give a line of something that keeps only so long."""
    sku = next(sku for sku, row in store._items.items() if row["shelf_life_days"] and store.code(sku, "gtin"))
    return {"sku": sku, "quantity": 12, "received": 0}


def test_a_delivery_is_gone_to_once(hands, answer):
    """Whoever comes home first begins; walks go on after it."""
    home = answer("home", {"delivery": DELIVERY}, ["receive", "next_work"])

    steps = [next_action(hands, home).step for _ in range(2)]

    assert steps == ["receive", "next_work"]


def test_one_is_scanned_and_the_rest_of_its_kind_entered(hands, answer, store, line):
    """As people do: nobody scans twelve of the same."""
    taken = {"number": "D-1", "lines": [{**line, "quantity": 11, "received": 1}], "last_sku": line["sku"]}

    scanned = next_action(hands, answer("receive", {"number": "D-1", "lines": [line]}))
    more = next_action(hands, answer("receive", taken, ["more_of_it"]))
    done = next_action(hands, answer("receive", {"number": "D-1", "lines": []}))

    assert scanned.text == store.code_on_wrapping(line["sku"], 1)
    assert (more.step, more.facts) == ("more_of_it", {"quantity": 11})
    assert done.step == "delivery_done"


def test_the_last_day_is_entered_where_the_code_does_not_say_it(hands, answer, line):
    """What is asked for is entered, not what is known."""
    at_hand = {"sku": line["sku"], "quantity": 1, "expected": 12, "expires_on": None}

    entered = next_action(hands, answer("receive", {"number": "D-1", "at_hand": at_hand}, ["entered"]))

    assert (entered.step, entered.facts["quantity"], len(entered.facts["expires"])) == ("entered", 12, 6)


def test_what_does_not_fit_goes_into_the_next_bin_as_much_as_it_holds(hands, answer):
    """A refused bin is not tried again."""
    facts = {"line": {"item": "Milk", "quantity": 12}, "bin": FIRST, "other_bins": [SECOND]}
    said = answer("put_away", facts)

    first = next_action(hands, said)
    refused = type(said)("refused", "bin_blocked", "wrong", "put_away", facts, (), 1)
    part = next_action(hands, refused)

    assert first.text == f"B:{FIRST['id']}"
    assert (part.step, part.facts) == ("part", {"quantity": 4})
