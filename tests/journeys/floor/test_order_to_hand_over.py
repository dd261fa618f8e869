"""From order to hand-over through every door, HTTP, websocket and MQTT, with the real broker, service and gateway."""

import threading
from contextlib import closing

import pytest

from web_handheld.simulation import run
from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.options import Odds

pytestmark = pytest.mark.needs("mosquitto")


@pytest.fixture
def planner():
    """Let the store have everything."""
    return True


def slips(store, count):
    """Take what the office printer prints, as soon as there are so many: how each document begins."""
    printed = []
    with closing(Bench(store.bench)) as bench:

        def all_there():
            printed.extend(bench.do("op-01", "read")["documents"])
            return len(printed) >= count

        store.eventually(all_there)
    return [each["starts"] for each in printed]


def test_orders_go_the_whole_way_through_every_door(any_store):
    """Everything else in this product is for this one flow."""
    any_store.wait_for_device("op-01")  # the slip of an order that has left is not printed any more

    report = run(any_store.options(orders=4, speed=400.0, minutes=1.0), threading.Event())

    assert report.placed == 4, report
    assert report.states == {"DELIVERED": 4}, report
    assert report.is_clean, report
    assert {"pick", "pack", "ready", "rider wait"} <= set(report.minutes), report
    assert slips(any_store, 4) == ["%PDF"] * 4


def test_what_is_sent_twice_is_done_once(store):
    """Radio is lost in every cold room; the second time gets the first answer, and nothing is counted twice."""
    every_time = Odds(**{**dict.fromkeys(Odds.__dataclass_fields__, 0.0), "doubled_scan": 0.5, "lost_connection": 0.5})

    report = run(store.options(orders=2, speed=400.0, minutes=1.0, odds=every_time), threading.Event())

    assert report.counts["messages sent twice"] + report.counts["lost connections"] > 10, report
    assert report.states == {"DELIVERED": 2}, report
    assert report.is_clean, report
