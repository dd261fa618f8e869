"""Somebody who clears shelves does what the screen says."""

from web_handheld.simulation.people.table import next_action

BIN = {"id": "01-A-01-01-A-01"}


def test_shelves_are_cleared_by_bin_and_item(hands, answer, store):
    """As a person would: go there, scan, take it off."""
    goods = {"bin": BIN, "sku": next(iter(store._items))}

    steps = [
        next_action(hands, answer("clear_out", {"at_hand": goods, "so_far": so_far}, ["wasted", "not_there"]))
        for so_far in ({}, {"bin_id": BIN["id"]}, {"bin_id": BIN["id"], "lot_id": "l1"})
    ]

    assert steps[0].text == "B:01-A-01-01-A-01"
    assert steps[1].text == store.code_on_wrapping(goods["sku"], 1)
    assert steps[2].step == "wasted"
