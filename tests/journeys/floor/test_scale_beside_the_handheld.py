"""A scale beside the handheld, with real broker, service, gateway and the scale's own bytes: it weighs line and bag."""

from datetime import UTC, datetime

import pytest

from web_handheld.simulation.doors.bench import Bench

pytestmark = pytest.mark.needs("mosquitto")
SCALE, CODE = "scale-01", "D:gw1/scale-01:here"


@pytest.fixture
def bench(store):
    """Give the hands that lay things on the scale."""
    hands = Bench(store.bench)
    yield hands
    hands.close()


@pytest.fixture
def picker(store):
    """Give a picker with a kilogram of loose goods to fetch, at their bin, who weighs at the scale."""
    (row, *_) = [
        row for row in store._tree["items"]
        if row["sold_by"] == "weight" and row["work_type"] == "STANDARD" and row["stock"][0]["quantity"] > 5000
    ]  # fmt: skip
    line = {"line_no": 1, "sku": row["sku"], "weight_grams": 1000, "unit_price_minor": row["price_minor"]}
    head = {"channel": "app", "external_id": "W-1", "store": store.file.store_id, "mode": "pickup"}
    reply = store.hub.post("/orders", {**head, "placed_at": datetime.now(UTC).isoformat(), "lines": [line]})
    assert reply.is_good, reply
    store.pay(reply.body)
    picker = Hand(store.sign_in("U-0002"))
    picker.step("next_work")
    picker.scan("K:000001")
    assert store.eventually(lambda: picker.tries(CODE))  # the scale may be starting still
    picker.scan(f"B:{picker.facts['line']['bin']['id']}")
    return picker


class Hand:
    """A person's handheld over HTTP."""

    def __init__(self, http):
        self.http, self.count = http, 0

    def _ask(self, path, **body):
        self.count += 1
        reply = self.http.post(path, {"id": f"hand-{self.count}", **body})
        assert reply.is_good, reply
        return reply.body

    def scan(self, text):
        """Scan; it must be right."""
        answer = self._ask("/handheld/scans", text=text, at=datetime.now(UTC).isoformat())
        assert answer["outcome"] == "done", answer
        return answer

    def tries(self, text):
        """Scan; tells whether it was right."""
        return self._ask("/handheld/scans", text=text, at=datetime.now(UTC).isoformat())["outcome"] == "done"

    def step(self, step, **facts):
        """Press a button."""
        return self._ask("/handheld/steps", step=step, facts=facts)

    @property
    def screen(self):
        """Look at the screen."""
        return self.http.get("/handheld/screen").body["screen"]

    @property
    def facts(self):
        """What the screen shows."""
        return self.screen["facts"]


def test_a_scale_weighs_the_line_and_then_its_bag(store, bench, picker):
    """From the bytes of the scale to the seal nobody types a gram."""

    def is_refused_while_it_moves():
        bench.do(SCALE, "move")  # again and again: what is seconds old is no weight any more
        trouble = (picker.facts["scale"] or {}).get("trouble")
        return trouble == "weight_moves" and picker.step("weigh")["code"] == "weight_moves"

    assert store.eventually(is_refused_while_it_moves)
    bench.weigh(SCALE, 1020)
    assert store.eventually(lambda: picker.screen["name"] == "pack")

    bench.do(SCALE, "take_off")
    assert store.eventually(lambda: picker.facts["scale"]["weighed"] is False)
    bench.weigh(SCALE, 400)
    assert store.eventually(lambda: picker.facts["bag"]["weight_actual_grams"] == 400)
    too_light = picker.step("seal", seal="SL000000001")
    bench.weigh(SCALE, 1045)
    assert store.eventually(lambda: picker.facts["bag"]["weight_actual_grams"] == 1045)
    sealed = picker.step("seal", seal="SL000000001")

    assert (too_light["code"], sealed["code"]) == ("weight_short_unexplained", "bag_sealed")
    assert store.conservation_errors() == []
