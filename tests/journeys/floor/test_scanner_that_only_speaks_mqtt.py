"""A scanner that only speaks MQTT drives a pick from start to finish; each scan counts once, however often it comes."""

import time
from collections import Counter
from dataclasses import asdict
from itertools import count
from random import Random

import pytest

from gateway.contract.commands import Answer as Shown
from web_handheld.simulation.actions import Answer, Scan
from web_handheld.simulation.doors.bench import Bench
from web_handheld.simulation.doors.mqtt import DEVICE, MqttHandheld
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.people.hands import Hands
from web_handheld.simulation.people.table import next_action
from web_handheld.simulation.printed import Printed

pytestmark = pytest.mark.needs("mosquitto")
GATEWAY, SCANS_MAX = "hh-01", 60


class FirstFace(Random):
    """Dice that always show their first face: who may scan or press, scans."""

    def random(self) -> float:
        """Throw."""
        return 0.0


@pytest.fixture
def devices():
    """Give the store a handheld that speaks MQTT itself, beside what hangs on its gateway."""
    return [
        {
            "id": DEVICE, "gateway": GATEWAY, "class": "handheld", "driver": "mqtt_handheld", "name": "Handheld 1",
            "place": None,
        }
    ]  # fmt: skip


@pytest.fixture
def handheld(store):
    """Give that handheld, switched on."""
    handheld = MqttHandheld("127.0.0.1", store.mqtt, store.file.store_id, GATEWAY)
    handheld.open()
    yield handheld
    handheld.close()


def shown(answer: Shown) -> Answer:
    """Read what stands on the display as a person does."""
    return Answer.read({**asdict(answer), "outcome": str(answer.outcome), "tone": str(answer.tone)})


def has_work(picker, ask):
    """Ask for work, as a picker does until there is some."""
    answer = picker.post("/handheld/steps", {"id": f"next-{ask}", "step": "next_work"})
    return Answer.read(answer.body).screen != "home"


def test_a_scanner_that_only_speaks_mqtt_drives_a_pick_and_is_heard_once(store, handheld):
    """Whoever has a scanner in hand can pick; a radio that says everything three times changes nothing."""
    picker = store.sign_in("U-0001")
    handheld.tell("U:U-0001")
    assert store.eventually(lambda: handheld.unacknowledged == 0)
    order_id = store.paid_order(store.pieces_of_zone("01-A", 2), quantity=1)
    asks = count(1)
    assert store.eventually(lambda: has_work(picker, next(asks)))
    bench = Bench(store.bench)
    printed = Printed(bench, [row["id"] for row in store.file.devices("label_printer")], [])
    hands = Hands(store.file, FirstFace(1), NOTHING_WRONG, printed.bag_label, Counter().update)
    answer = Answer.read(picker.get("/handheld/screen").body)

    screens = []
    while answer.screen != "home" and len(screens) < SCANS_MAX:
        screens.append(answer.screen)
        action = next_action(hands, answer)
        if isinstance(action, Scan):
            answer = shown(handheld.scan(action.text, times=3))
            assert not answer.is_refused, answer
        else:
            time.sleep(0.2)  # a label is being printed
    bench.close()

    assert {"scan_basket", "pick_line", "pack", "drop"} <= set(screens)
    assert store.wait_for_state(order_id, "READY")["refunded_minor"] == 0
    assert store.conservation_errors() == []
    assert store.eventually(lambda: handheld.unacknowledged == 0)
