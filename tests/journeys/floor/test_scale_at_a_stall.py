"""A scale at the fish stall, from its bytes on a serial line to the refund: real broker, service and gateway."""

from datetime import UTC, datetime

import pytest

from web_handheld.simulation.doors.bench import Bench

pytestmark = pytest.mark.needs("mosquitto")
SCALE, STALL = "scale-02", "01-fish"


@pytest.fixture
def bench(store):
    """Give the hands that lay fish on the scale."""
    hands = Bench(store.bench)
    yield hands
    hands.close()


def order_bass(store, grams):
    (row,) = [row for row in store._tree["items"] if row["names"]["en"] == "Sea bass"]
    line = {"line_no": 1, "sku": row["sku"], "weight_grams": grams, "unit_price_minor": row["price_minor"]}
    head = {"channel": "app", "external_id": f"F-{grams}", "store": store.file.store_id, "mode": "pickup"}
    reply = store.hub.post("/orders", {**head, "placed_at": datetime.now(UTC).isoformat(), "lines": [line]})
    assert reply.is_good, reply
    store.pay(reply.body)
    return reply.body["order_id"]


def test_fish_on_the_stall_s_scale_makes_its_ticket_ready_and_pays_back_what_is_under(store, bench):
    """The monger touches the screen once, to begin; the scale says the rest."""
    order_id = order_bass(store, 500)
    lead, monger = store.sign_in("U-0015"), store.sign_in("U-0011")
    path = f"/stations/{STALL}"

    def wall():
        return monger.get(f"{path}/tickets").body

    assert store.eventually(lambda: wall()["tickets"])
    (ticket,) = wall()["tickets"]
    for hand, step in ((lead, "fire"), (monger, "claim")):
        facts = {"ticket_id": ticket["ticket_id"]}
        assert hand.post(f"{path}/steps", {"id": f"fish-{step}", "step": step, "facts": facts}).is_good
    assert store.eventually(lambda: [scale["ready"] for scale in wall()["scales"]] == [True])

    bench.weigh(SCALE, 310)
    assert store.eventually(lambda: wall()["scales"][0]["grams"] == 310)
    still_open = wall()["tickets"][0]["state"]
    bench.weigh(SCALE, 470)
    assert store.eventually(lambda: wall()["tickets"][0]["state"] == "READY")

    (item,) = wall()["tickets"][0]["items"]
    (refund,) = store.hub.get(f"/orders/{order_id}").body["refunds"]
    assert (still_open, item["weight"]["grams"]) == ("IN_PREP", 470)
    assert (refund["reason"], refund["quantity"]) == ("weight", 30)
    assert store.conservation_errors() == []
