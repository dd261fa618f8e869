"""What a lead looks at: the store from above, what orders wait for, an order step by step, and the journal."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.floor.model import Store

DAY = timedelta(days=1)


@pytest.fixture
def order(floor):
    """Give an order that was paid for a minute ago, in a store with a drawn floor."""
    floor.way()
    floor.bin("A-01", node=1)
    floor.stock("milk", 5, "A-01")
    made = floor.order({"milk": 2})
    floor.clock.advance(minutes=1)
    return made


def test_an_order_says_what_it_waits_for(signed_in, order):
    """Late is no reason; the lead must know where to help."""
    desk = signed_in("lead")

    shown = desk.get(f"/api/v1/desk/orders?lang=en&number={order.number}").json

    assert (shown["count"], shown["orders"][0]["order_id"]) == (1, order.id)
    assert all({"cause", "text", "seconds"} == set(each) for each in shown["orders"][0]["clock"])


def test_orders_are_filtered_and_what_waits_longest_is_always_told(signed_in, order, floor):
    """The one that waits longest must be seen, whatever a lead is looking for just now."""
    desk = signed_in("lead")
    floor.clock.advance(minutes=3)
    later = floor.order({"milk": 1})

    longest = desk.get("/api/v1/desk/orders?sort=waiting").json
    late = desk.get("/api/v1/desk/orders?late=true").json
    ready = desk.get("/api/v1/desk/orders?state=READY").json

    assert [each["order_id"] for each in longest["orders"]] == [order.id, later.id]
    assert late["count"] == ready["count"] == 0
    assert {each["number"] for each in ready["longest"]} == {order.number, later.number}


def test_an_order_is_told_again_step_by_step_in_words(signed_in, order):
    """What happened must be told to a customer, who knows no states."""
    desk = signed_in("lead")

    told = {
        lang: desk.get(f"/api/v1/desk/orders/{order.id}/replay?lang={lang}").json["steps"]
        for lang in ("en", "zh", "es")
    }

    assert told["en"][0]["text"] == "order: waits for payment"
    assert told["zh"][0]["text"] == "订单：待支付"  # noqa: RUF001 - Chinese punctuation
    assert len({len(steps) for steps in told.values()}) == 1


def test_the_journal_is_filtered_and_paged_newest_first(signed_in, order):
    """Who looks for one deed must not read a day."""
    desk = signed_in("lead")

    first = desk.get("/api/v1/desk/journal?limit=2").json
    second = desk.get(f"/api/v1/desk/journal?limit=2&before={first['next']}").json
    mine = desk.get(f"/api/v1/desk/journal?thing=order&number={order.number}&lang=en").json["items"]

    ids = [row["id"] for row in first["items"] + second["items"]]
    assert ids == sorted(ids, reverse=True)
    assert {(row["thing"], row["number"]) for row in mine} == {("order", order.number)}
    assert desk.get("/api/v1/desk/journal?person=nobody").json["items"] == []


def test_the_journal_is_narrowed_to_a_day_of_the_store(signed_in, order, floor):
    """A complaint of last Saturday is looked up on last Saturday, by the store's own midnight."""
    desk = signed_in("lead")
    today = floor.get(Store, STORE).day(floor.clock.now())

    found = {day: desk.get(f"/api/v1/desk/journal?day={day}").json["items"] for day in (today, today + DAY)}

    assert found[today]
    assert found[today + DAY] == []
    assert desk.get("/api/v1/desk/journal?day=soon").status_code == 422


def test_what_was_set_up_is_told_with_what_it_was(signed_in):
    """Since when do offers wait so long? The journal's line says it."""
    boss = signed_in("admin", key="boss")
    row = {"key": "offer_seconds_max", "value": 30}
    boss.post("/api/v1/desk/setup/settings", json={"rows": [row]})

    (told,) = boss.get("/api/v1/desk/journal?thing=setting&lang=en").json["items"]

    assert told["text"] == "setting: offer_seconds_max · changed in set-up (Value 15 → 30)"


def test_the_journal_offers_the_steps_of_a_thing_in_words(signed_in, order):
    """Nobody knows by heart what steps are called; they are chosen from a list."""
    desk = signed_in("lead")

    offered = desk.get("/api/v1/desk/journal?thing=bag&lang=en").json["steps"]

    assert {"step": "seal", "text": "sealed"} in offered
    assert desk.get("/api/v1/desk/journal").json["steps"] == []


def test_the_store_is_seen_from_above_with_its_people(signed_in, order, floor):
    """What does not move is asked for once, what goes on again and again."""
    desk = signed_in("lead")

    whole = desk.get("/api/v1/desk/plan").json
    now = desk.get("/api/v1/desk/plan?still=false").json

    assert {"id": "A-01", "node": 1, "zone": "A", "aisle": "1", "kind": "face"} in whole["plan"]["bins"]
    assert whole["plan"]["version"] == floor.get(Store, STORE).layout_version
    assert [person["name"] for person in now["now"]["people"]] == ["p1"]
    assert "plan" not in now


def test_a_point_of_the_plan_says_what_lies_there_and_who_waits_for_it(signed_in, order):
    """A lead taps on a shelf to learn why it is red, and goes on to the order from there."""
    desk = signed_in("lead")

    spot = desk.get("/api/v1/desk/plan/1?lang=en").json

    assert [found["id"] for found in spot["bins"]] == ["A-01"]
    assert [(goods["sku"], goods["quantity"]) for goods in spot["bins"][0]["goods"]] == [("milk", 5)]
    assert desk.get("/api/v1/desk/plan/2").json["bins"] == []


@pytest.mark.parametrize("path", ["plan", "plan/1", "orders", "orders/x/replay", "journal"])
def test_only_who_belongs_to_the_desk_looks(signed_in, path):
    """The journal names people; a picker has no business in it."""
    assert signed_in("picker").get(f"/api/v1/desk/{path}").status_code == 403
