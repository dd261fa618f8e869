"""Broken promises are found in the timelines of orders."""

from web_handheld.simulation.aftermath import broken_promises, is_late


def step(thing, after, second=0, **more):
    at = f"2026-01-15T10:00:{second:02}Z"
    return {
        "thing": thing,
        "thing_id": "x",
        "before": None,
        "after": after,
        "step": "…",
        "at": at,
        "person_id": None,
        **more,
    }


def picked(person, after="PICKED", before="AT_BIN", how="take_all"):
    return step("pick line", after, thing_id="L1", person_id=person, before=before, step=how)


def test_an_order_that_left_with_all_its_bags_breaks_nothing():
    """A void bag is worth nothing and need not leave."""
    timeline = [
        step("bag", "IN_SLOT", thing_id="b1"),
        step("bag", "VOID", thing_id="b2"),
        step("bag", "HANDED_OVER", 5, thing_id="b1"),
        step("order", "OUT_FOR_DELIVERY", 5),
    ]

    assert broken_promises("4521", timeline) == []


def test_a_bag_left_behind_is_found():
    """All bags of the order or none."""
    timeline = [step("bag", "IN_SLOT", thing_id="b1"), step("order", "COLLECTED", 5)]

    assert broken_promises("4521", timeline) == ["order 4521 left without bag b1, which was IN_SLOT"]


def test_an_order_both_cancelled_and_handed_over_is_found():
    """Cancel and scan-out share one gate."""
    timeline = [step("order", "CANCELLED"), step("order", "OUT_FOR_DELIVERY", 1)]

    assert broken_promises("4521", timeline) == ["order 4521 was cancelled and handed over"]


def test_a_line_picked_by_two_people_is_found():
    """No line ever belongs to two people."""
    assert broken_promises("4521", [picked("Lin"), picked("Chen")]) == [
        "order 4521: line L1 was picked by Lin and Chen"
    ]


def test_a_line_that_a_lead_took_back_may_be_picked_by_another():
    """Un-pick puts it back to where it was."""
    taken_back = picked("Lead", after="OPEN", before="PICKED", how="unpick")

    assert broken_promises("4521", [picked("Lin"), taken_back, picked("Chen")]) == []


def test_late_is_after_the_due_time():
    """An order that waits is not late yet; one that left is judged by when it left."""
    order = {"due_at": "2026-01-15T10:00:10Z"}

    assert not is_late(order, [])
    assert not is_late(order, [step("order", "OUT_FOR_DELIVERY", 9)])
    assert is_late(order, [step("order", "OUT_FOR_DELIVERY", 11)])
