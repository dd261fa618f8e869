"""Minutes by stage are read from an order's timeline."""

from web_handheld.simulation.stages import average_minutes, stage_seconds


def step(thing, after, second, before=None):
    return {
        "thing": thing,
        "before": before,
        "after": after,
        "at": f"2026-01-15T10:{second // 60:02}:{second % 60:02}Z",
    }


TIMELINE = [
    step("order", "PAID", 0),
    step("order", "IN_FULFILMENT", 5),
    step("pick task", "IN_PROGRESS", 20),
    step("pick task", "IN_PROGRESS", 30),
    step("pick task", "PICKED", 80),
    step("pick task", "PICKED", 90),
    step("pick task", "PUT_AWAY", 120),
    step("order", "READY", 121),
    step("order", "OUT_FOR_DELIVERY", 181),
]


def test_each_stage_is_measured_from_its_first_to_its_last_part():
    """An order is picked when its last zone is picked."""
    assert stage_seconds(TIMELINE) == {
        "paid to accepted": 5,
        "queue": 15,
        "pick": 70,
        "pack": 30,
        "ready": 116,
        "rider wait": 60,
    }


def test_a_stage_that_has_not_ended_is_not_counted():
    """Half an hour of waiting for a rider is no rider wait of half an hour yet."""
    assert "rider wait" not in stage_seconds(TIMELINE[:-1])


def test_averages_are_in_peoples_minutes():
    """A picker does not care how fast the demonstration ran."""
    assert average_minutes([{"pick": 2.0}, {"pick": 4.0}, {}], speed=60) == {"pick": (3.0, 2)}
