"""Somebody who looks into bins enters what lies there, and makes up no number."""

import pytest

from web_handheld.simulation.people.table import next_action

BIN = {"id": "01-A-01-01-A-01"}
BEFORE = {"bin_id": BIN["id"]}


@pytest.fixture
def sku(store):
    return next(iter(store._items))


def whole(counted=(), **so_far):
    return {"bin": BIN, "whole_bin": True, "counted": [{"sku": sku} for sku in counted], "so_far": {**BEFORE, **so_far}}


def test_who_has_no_eyes_counts_nothing(hands, answer):
    """A made-up number would make the books wrong."""
    left = next_action(hands, answer("how_many_left", {"bin": BIN}, ["left", "skip"]))
    count = next_action(hands, answer("count", {"bin": BIN, "whole_bin": True}))

    assert (left.step, count.step) == ("skip", "give_back")


def test_what_lies_there_is_entered(hands, answer, sku):
    """First to the bin, then the number that is seen."""
    hands.see = lambda bin_id: {sku: 7} if bin_id == BIN["id"] else {}

    steps = [
        next_action(hands, answer("count", {"bin": BIN, "item": {"sku": sku}, "so_far": so_far}))
        for so_far in ({}, BEFORE)
    ]

    assert (steps[0].text, steps[1].facts) == (f"B:{BIN['id']}", {"quantity": 7})


def test_a_whole_bin_is_counted_item_by_item_until_it_is_done(hands, answer, store, sku):
    """Each item is scanned before its number; what was counted is not counted again."""
    hands.see = lambda _: {sku: 3}

    steps = [next_action(hands, answer("count", facts)) for facts in (whole(), whole(sku=sku), whole([sku]))]

    assert steps[0].text == store.code_on_wrapping(sku, 1)
    assert (steps[1].step, steps[1].facts) == ("counted", {"quantity": 3})
    assert steps[2].step == "bin_done"


@pytest.mark.parametrize(("lying", "said"), [(2, "yes"), (1, "no")])
def test_the_service_desk_hears_what_is_seen(hands, answer, sku, lying, said):
    """Yes means that so many are there."""
    hands.see = lambda _: {sku: lying}
    facts = {"bin": BIN, "item": {"sku": sku}, "quantity": 2}

    assert next_action(hands, answer("question_in_passing", facts, ["yes", "no"])).step == said
