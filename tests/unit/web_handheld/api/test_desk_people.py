"""Who is at work and what lies on each, and how a lead moves work, over HTTP."""

from datetime import timedelta

import pytest
from floor import STORE

from picking.devices import commands as devices
from picking.devices.model import Device, DeviceClass
from picking.foundation.messages import LANGUAGES
from picking.people.model import Shift
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import FloorTaskKind, PickLine, PickTask
from picking.tasks.presence import BUSY
from picking.tasks.queries import IN_HAND


@pytest.fixture
def shop(floor, service):
    """Give a floor with the service's story: Ada has a begun order in her basket, Bob has nothing."""
    floor.way()
    floor.stock("milk", 9, "A-1")
    for key in ("ada", "bob"):
        floor.person(key, "picker", skills=("A",), name=key.title())
        floor.put(Shift(id=f"shift-{key}", store_id=STORE, person_id=key, started_at=floor.clock.now()))
    floor.transactions = service.transactions
    floor.order({"milk": 2}, promised_at=floor.clock.now() + timedelta(minutes=30))
    floor.basket()
    ada = floor.actor("ada", "pick")
    floor.run(tasks.pull_work, "ada", by=ada)
    floor.run(tasks.bind_basket, floor.one(PickTask).id, "000001", by=ada)
    floor.run(tasks.take_item, floor.one(PickLine).id, 1, by=ada)
    return floor


def people(client):
    return {each["person_id"]: each for each in client.get("/api/v1/desk/people?lang=en").json["people"]}


def work(client, **query):
    return client.get("/api/v1/desk/work", query_string={"lang": "en", **query}).json


def step(client, path, word, **more):
    return client.post(f"/api/v1/desk/{path}/steps", json={"step": word, **more})


def test_everything_people_do_has_its_words(service):
    """A lead reads what somebody does, not what a table calls it."""
    codes = service.parts.messages.codes()
    doing = {f"desk_doing_{state}" for state in BUSY if state is not PickTaskState.OFFERED}
    wanted = doing | {"desk_doing_offer", "desk_doing_put_back", "desk_doing_stall"}
    wanted |= {f"desk_doing_{kind}" for kind in FloorTaskKind}
    wanted |= {f"desk_task_{state}" for state in ("AVAILABLE", "OFFERED", "PARKED", "STOPPED", *IN_HAND)}

    assert wanted <= codes, wanted - codes
    assert all(set(service.parts.messages.translations(code)) == set(LANGUAGES) for code in wanted)


def test_a_lead_sees_what_each_does_has_ahead_and_since_when_somebody_is_idle(shop, signed_in):
    """Who has nothing to do stands beside who has too much."""
    shop.clock.advance(minutes=4)
    desk = signed_in("lead", key="boss")

    seen = people(desk)

    number = work(desk)["tasks"][0]["number"]
    assert [each["text"] for each in seen["ada"]["doing"]] == [f"Picks order {number} in Zone A, basket 000001"]
    assert seen["ada"]["ahead_minutes"] == 1
    assert seen["ada"]["idle_since"] is None
    assert (seen["bob"]["doing"], seen["bob"]["idle_since"]) == ([], seen["bob"]["on_shift_since"])
    assert seen["ada"]["possible"] == ["free_work", "send_home"]
    assert seen["boss"]["possible"] == []


def test_work_goes_to_somebody_else_and_is_freed(shop, signed_in):
    """One order is taken from a hand without taking all."""
    desk = signed_in("lead", key="boss")
    task = work(desk, part="in_hand")["tasks"][0]

    given = step(desk, f"work/{task['task_id']}", "give", person="bob")
    again = step(desk, f"work/{task['task_id']}", "give", person="bob")
    nobody = step(desk, f"work/{task['task_id']}", "give")
    freed = step(desk, f"work/{task['task_id']}", "free")

    assert (task["holder"], task["to_take"], task["possible"]) == ("Ada", 1, ["give", "free"])
    assert given.json["person_id"] == "bob"
    assert (again.status_code, nobody.status_code) == (409, 422)
    assert freed.json["state"] == "AVAILABLE"
    free = work(desk, part="free")
    assert free["tasks"][0]["flag"] == "Given back. Basket 000001 has 1 line(s)."
    assert (free["counts"]["free"], free["counts"]["in_hand"]) == (1, 0)
    assert {one["person_id"] for one in free["able"]["A"]} == {"ada", "bob", "boss"}


def test_an_asked_take_over_is_decided_by_the_lead(shop, signed_in):
    """Neither of the two has answered; the order does not wait for them."""
    task = shop.one(PickTask)
    shop.run(tasks.ask_take_over, task.id, "bob", by=shop.actor("bob", "pick"))
    desk = signed_in("lead", key="boss")

    asked = work(desk)["tasks"][0]
    step(desk, f"work/{task.id}", "agree")

    assert (asked["asked_for"], asked["possible"][:2]) == ("Bob", ["agree", "keep"])
    assert shop.get(PickTask, task.id).person_id == "bob"


def test_who_is_sent_home_leaves_work_and_device_to_others(shop, signed_in):
    """A shift that ends while somebody is ill must not take the order along."""
    shop.run(devices.enrol, "gw1/s1", DeviceClass.SCANNER, "Scanner 1")
    shop.run(devices.hello, "gw1/s1")
    shop.run(devices.sign_on, "gw1/s1", "ada")
    desk, service_desk = signed_in("lead", key="boss"), signed_in("service", key="kim")

    refused = step(service_desk, "people/ada", "send_home")
    gone = step(desk, "people/ada", "send_home")
    again = step(desk, "people/ada", "send_home")

    assert refused.json["code"] == "right_missing"
    assert (gone.status_code, again.json["code"]) == (200, "not_on_shift")
    assert "ada" not in people(desk)
    assert shop.one(PickTask).state is PickTaskState.AVAILABLE
    assert shop.get(Device, "gw1/s1").person_id is None


def test_whoever_may_not_move_work_is_offered_nothing(shop, signed_in):
    """The service desk looks on."""
    desk = signed_in("service", key="kim")

    assert people(desk)["ada"]["possible"] == []
    assert work(desk)["tasks"][0]["possible"] == []
    assert step(desk, f"work/{shop.one(PickTask).id}", "free").status_code == 403
