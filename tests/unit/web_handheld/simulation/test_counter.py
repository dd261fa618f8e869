"""Whoever serves the counter scans every bag to the right person."""

import pytest

from web_handheld.simulation.actions import Rest
from web_handheld.simulation.people.counter import TRIES_MAX, Clerk
from web_handheld.simulation.visits import Counter, Errand, Visit

BAGS = {"4521": ["P:4521-1/2-1-A", "P:4521-2/2-1-B"]}


@pytest.fixture
def counter():
    return Counter()


@pytest.fixture
def clerk(hands, counter):
    return Clerk(hands, counter, lambda order: BAGS.get(order, []))


def test_nobody_is_served_where_nobody_waits(clerk, answer):
    """A clerk without visitors waits."""
    assert isinstance(clerk.next_action(answer("home")), Rest)


def test_a_rider_is_checked_in_by_the_end_of_his_number(clerk, counter, answer):
    """The floor sees no more of it."""
    counter.come(Visit(Errand.FETCH, "4521", "0007"))

    action = clerk.next_action(answer("home"))

    assert (action.step, action.facts) == ("check_in", {"tail": "0007"})


def test_each_bag_of_the_rider_is_scanned_once(clerk, counter, answer):
    """All bags of the order or none."""
    counter.come(Visit(Errand.FETCH, "4521", "0007"))
    clerk.next_action(answer("home"))
    asked = answer("scan_out", {"slots": [{"order": "4521", "slot": "A07", "bags": 2}]})

    scanned = [clerk.next_action(asked).text for _ in range(2)]
    then = clerk.next_action(asked)

    assert scanned == BAGS["4521"]
    assert then.step == "home"


def test_a_rider_who_must_wait_comes_again(clerk, counter, answer):
    """His order is not ready: the next one is served meanwhile."""
    counter.come(Visit(Errand.FETCH, "4521", "0007"))
    clerk.next_action(answer("home"))
    counter.come(Visit(Errand.COLLECT, "4522", "123456"))

    action = clerk.next_action(answer("home", code="rider_waits"))

    assert action.text == "S:123456"
    assert len(counter) == 1


def test_who_was_served_does_not_come_again(clerk, counter, answer):
    """The rider is gone with everything."""
    counter.come(Visit(Errand.FETCH, "4521", "0007"))
    clerk.next_action(answer("home"))

    clerk.next_action(answer("home", code="all_handed_over"))

    assert len(counter) == 0
    assert clerk.visit is None


def test_somebody_who_came_too_often_gives_up_and_is_counted(clerk, counter, answer, counted):
    """A queue that never ends would hide a fault."""
    counter.come(Visit(Errand.FETCH, "4521", "0007", tries=TRIES_MAX))
    clerk.next_action(answer("home"))

    clerk.next_action(answer("home", code="rider_waits"))

    assert counted == {"visitors who left without being served": 1}


def test_a_cart_is_let_go_when_nothing_paid_is_missing(clerk, answer, store):
    """Scan and go lives from the look into the cart."""
    sku = next(sku for sku in store._items if store.code(sku, "gtin"))
    name = store.item(sku)["names"]["en"]
    missing = answer("cart_check", {"next": [{"item": name, "quantity": 1, "counted": 0}]})

    assert clerk.next_action(missing).text == store.code(sku, "gtin")
    assert clerk.next_action(answer("cart_check", {"next": []})).step == "let_go"


def test_what_came_back_goes_into_its_bin_or_is_written_off_as_a_whole(clerk, answer, store):
    """Good and damaged together are what was in the bag."""
    sku = next(iter(store._items))
    facts = {"bag_item_id": "i1", "item": store.item(sku)["names"]["en"], "quantity": 3, "bin": None}

    to_bin = clerk.next_action(answer("inspect", facts))
    booked = clerk.next_action(answer("inspect", {**facts, "bin": "A-01"}))

    assert to_bin.text == f"B:{store.bin_of(sku)}"
    assert booked.facts["good"] + booked.facts["damaged"] == 3
