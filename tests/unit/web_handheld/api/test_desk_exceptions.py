"""What waits for a lead, and the lead's answers, over HTTP."""

from datetime import timedelta

import pytest
from floor import STORE
from sqlalchemy import event

from picking.devices import commands as devices
from picking.devices.lifecycle import PrintJobState
from picking.devices.model import DeadLetter, DeviceClass, PrintJob
from picking.foundation.messages import LANGUAGES
from picking.orders.lifecycle import OrderState
from picking.orders.model import Channel, Order
from picking.people.model import Shift
from picking.reports.concerns import AREAS, Kind
from picking.reports.concerns.concern import Concern
from picking.tasks import commands as tasks
from picking.tasks.lifecycle import PickLineState, PickTaskState
from picking.tasks.model import PickLine, PickTask
from web_handheld.desk.answers import ANSWERS

PATH = "/api/v1/desk/exceptions"


@pytest.fixture
def shop(floor, service):
    """Give a floor on which the service's own story runs: milk and tea, and two people who may fetch them."""
    floor.way()
    floor.stock("milk", 9, "A-1")
    floor.stock("tea", 9, "A-2")
    for key in ("ada", "bob"):
        floor.person(key, "picker", skills=("A",), name=key.title())
        floor.put(Shift(id=f"shift-{key}", store_id=STORE, person_id=key, started_at=floor.clock.now()))
    return floor


@pytest.fixture
def story(shop, service):
    """Give a runner of commands with all their consequences."""

    def run(command, *args, by=None, **options):
        return service.transactions.run(by or shop.actor("ada", "pick"), lambda work: command(work, *args, **options))

    return run


def ordered(shop, service, lines, **facts):
    """Take an order in and let the story follow it."""
    shop.transactions = service.transactions
    return shop.order(lines, promised_at=shop.clock.now() + timedelta(minutes=30), **facts)


def begun(shop, story, basket="000001"):
    """Let Ada pull the only task and bind a basket."""
    shop.basket(basket)
    story(tasks.pull_work, "ada")
    task = shop.one(PickTask)
    story(tasks.bind_basket, task.id, basket)
    return task


def listed(client, **query):
    answer = client.get(PATH, query_string={"lang": "en", **query})
    assert answer.status_code == 200, answer.json
    return answer.json


def only(client, kind):
    (found,) = [each for each in listed(client)["items"] if each["kind"] == kind]
    return found


def say(client, concern, step, **more):
    body = {"kind": concern["kind"], "key": concern["key"], "step": step, **more}
    return client.post(f"{PATH}/answers", json=body)


def test_every_concern_and_every_answer_has_its_words(service):
    """A lead reads sentences, never codes; and is asked "sure?" in words, too."""
    codes = service.parts.messages.codes()
    known = {kind: ANSWERS[kind] for kind in Kind}

    wanted = {f"concern_{kind}" for kind in Kind}
    for kind, answers in known.items():
        for step, answer in answers.items():
            wanted.add(next((c for c in (f"answer_{kind}_{step}",) if c in codes), f"answer_{step}"))
            if answer.sure:
                wanted.add(next((c for c in (f"answer_sure_{kind}_{step}",) if c in codes), f"answer_sure_{step}"))

    assert wanted <= codes, wanted - codes
    assert set(AREAS) == set(Kind)
    assert all(set(service.parts.messages.translations(code)) == set(LANGUAGES) for code in wanted)


def test_an_order_of_a_careful_channel_waits_and_is_taken(shop, service, signed_in):
    """Where the channel leaves it to a person, somebody must be told."""
    shop.put(Channel(store_id=STORE, id="slow", auto_accept=False))
    order = ordered(shop, service, {"milk": 1}, channel="slow")
    desk = signed_in("lead", key="boss")
    waits = only(desk, "order_to_accept")

    answered = say(desk, waits, "accept")
    again = say(desk, waits, "accept")

    assert waits["text"] == f"Order {order.number} of slow waits to be taken."
    assert [each["step"] for each in waits["answers"]] == ["accept", "cancel"]
    assert answered.status_code == 200, answered.json
    assert shop.get(Order, order.id).state is OrderState.IN_FULFILMENT
    assert (again.status_code, again.json["code"]) == (409, "concern_answered")


def test_a_cancel_says_what_is_picked_and_where_it_is(shop, service, story, signed_in):
    """Who confirms must know in whose hand the goods are."""
    order = ordered(shop, service, {"milk": 2})
    task = begun(shop, story)
    story(tasks.take_item, shop.one(PickLine).id, 1)
    desk = signed_in("lead", key="boss")
    cancelled = desk.post(f"/api/v1/orders/{order.id}/cancellation", json={"reason": "late", "requested_by": "shop"})
    assert cancelled.status_code == 202
    waits = only(desk, "cancel_waits")

    nothing_said = say(desk, waits, "refuse")
    confirmed = say(desk, waits, "confirm")

    assert waits["details"] == ["Ada holds basket 000001 with 1 line(s) and has not stopped."]
    assert waits["number"] == order.number
    assert waits["answers"][1]["options"][0]["text"] == "It is ready already"
    assert nothing_said.status_code == 422
    assert confirmed.status_code == 200, confirmed.json
    assert shop.get(Order, order.id).state is OrderState.CANCELLED
    assert shop.get(PickTask, task.id).state is PickTaskState.CANCELLED


def test_a_parked_line_says_whether_goods_are_coming(shop, service, story, signed_in):
    """Nothing behind the shelf: the customer need not wait for the search."""
    ordered(shop, service, {"milk": 2})
    begun(shop, story)
    line = story(tasks.park_line, shop.one(PickLine).id)
    desk = signed_in("lead", key="boss")
    waits = only(desk, "line_parked")

    left_out = say(desk, waits, "leave_out", reason="I have looked myself")

    assert waits["details"] == ["Nothing lies behind: it has to be bought."]
    assert [each["step"] for each in waits["answers"]] == ["found", "leave_out"]
    assert left_out.status_code == 200, left_out.json
    assert shop.get(PickLine, line.id).state is PickLineState.SHORT


def test_work_that_came_back_goes_to_whom_the_lead_names(shop, service, story, signed_in):
    """Only those who may work there are offered as a choice."""
    ordered(shop, service, {"milk": 2})
    task = begun(shop, story)
    shop.person("cold", "picker", skills=("F",))
    shop.put(Shift(id="shift-cold", store_id=STORE, person_id="cold", started_at=shop.clock.now()))
    story(tasks.give_back, "ada")
    desk = signed_in("lead", key="boss")
    waits = only(desk, "task_came_back")

    given = say(desk, waits, "give", choice="bob")

    assert {each["value"] for each in waits["answers"][0]["options"]} == {"ada", "bob", "boss"}
    assert waits["details"] == ["Given back. Basket 000001 has 0 line(s)."]
    assert given.status_code == 200, given.json
    assert shop.get(PickTask, task.id).person_id == "bob"


def test_a_sheet_nobody_knows_about_asks_and_a_silent_scanner_frees_its_work(shop, service, story, signed_in):
    """The list is one: paper, devices and orders stand in it by what hurts first."""
    ordered(shop, service, {"milk": 2})
    begun(shop, story)
    lead = shop.actor("boss", "devices", "desk")
    for key, kind in (("lp-1", DeviceClass.LABEL_PRINTER), ("scan-1", DeviceClass.SCANNER)):
        story(devices.enrol, f"gw1/{key}", kind, key, by=lead)
        story(devices.hello, f"gw1/{key}", by=lead)
    job = story(devices.print_sheet, key="a", template="bag_label", facts={"number": "1"}, device_id="gw1/lp-1")
    story(devices.instruction_sent, job.instruction_id)
    story(devices.instruction_answered, job.instruction_id, "unknown")
    story(devices.sign_on, "gw1/scan-1", "ada")
    story(devices.vanish, "gw1/scan-1")
    desk = signed_in("lead", key="boss")

    silent, sheet = only(desk, "device_silent"), only(desk, "sheet_unknown")
    freed, printed = say(desk, silent, "free_work"), say(desk, sheet, "confirm")

    assert [each["kind"] for each in listed(desk)["items"]] == ["task_came_back", "device_silent"]
    assert silent["text"].startswith("scan-1 of Ada is silent")
    assert (freed.status_code, printed.status_code) == (200, 200)
    assert shop.one(PickTask).state is PickTaskState.AVAILABLE
    assert shop.get(PrintJob, job.id).state is PrintJobState.PRINTED


def test_dead_letters_of_one_reason_are_one_concern_and_are_kept(shop, signed_in):
    """A flood of the same report is one thing to look at."""
    for number in range(3):
        letter = DeadLetter(
            id=f"l{number}", store_id=STORE, topic="sf/v1/s1/gw1/x", payload="?", code="garbled", reason="no JSON",
            at=shop.clock.now(),
        )  # fmt: skip
        shop.put(letter)
    desk = signed_in("lead", key="boss")
    waits = only(desk, "letters_dead")

    seen = say(desk, waits, "put_away")

    assert waits["text"] == "3 report(s) of devices could not be understood (garbled)."
    assert seen.status_code == 200
    assert listed(desk)["items"] == []
    assert [each["seen_by"] for each in desk.get("/api/v1/desk/dead-letters").json["items"]] == ["boss"] * 3


def test_what_somebody_may_not_answer_is_not_offered_and_is_refused(shop, service, signed_in):
    """The service desk sees that an order waits; taking it is the lead's."""
    shop.put(Channel(store_id=STORE, id="slow", auto_accept=False))
    ordered(shop, service, {"milk": 1}, channel="slow")
    desk, picker = signed_in("service", key="kim"), signed_in("picker", key="pat")
    waits = only(desk, "order_to_accept")

    assert [each["step"] for each in waits["answers"]] == ["cancel"]
    assert say(desk, waits, "accept").json["code"] == "right_missing"
    assert picker.get(PATH).status_code == 403


def test_pages_and_areas_divide_the_list(shop, service, signed_in):
    """A page is as short as it is asked to be, and the next one goes on where it ended."""
    shop.put(Channel(store_id=STORE, id="slow", auto_accept=False))
    for _ in range(3):
        ordered(shop, service, {"milk": 1}, channel="slow")
    desk = signed_in("lead", key="boss")

    first = listed(desk, limit=2)
    rest = listed(desk, limit=2, cursor=first["next"])

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert (first["counts"]["orders"], first["holding_up"]) == (3, 3)
    assert (listed(desk, area="door")["items"], listed(desk, area="door")["counts"]["orders"]) == ([], 3)
    assert listed(desk, area="books")["counts"] == {"books": 0}
    assert desk.get(PATH, query_string={"area": "cellar"}).status_code == 422
    assert desk.get(PATH, query_string={"cursor": "!"}).status_code == 422


def test_what_holds_up_an_order_stands_before_what_can_wait(shop):
    """The promise to a customer hurts first."""
    now = shop.clock.now()
    late = Concern(Kind.TICKET_LATE, "a", now, due_at=now + timedelta(minutes=5))
    waits = Concern(Kind.LETTERS_DEAD, "b", now - timedelta(hours=3))
    ends = Concern(Kind.CUSTOMER_ASKED, "c", now, due_at=now + timedelta(minutes=9), until=now + timedelta(minutes=2))

    assert sorted((late, waits, ends), key=lambda each: each.hurts_at) == [ends, late, waits]


def test_how_much_waits_is_counted_once_for_all_desks(shop, service, signed_in):
    """A mark beside a page's name is no reason to look through the whole store for each screen that shows it."""
    shop.put(Channel(store_id=STORE, id="slow", auto_accept=False))
    ordered(shop, service, {"milk": 1}, channel="slow")
    desks = [signed_in("lead", key=key) for key in ("one", "two")]
    asked = []
    event.listen(service.engine, "before_cursor_execute", lambda _c, _cu, statement, *_: asked.append(statement))

    counts, statements = [], []
    for desk in desks:
        asked.clear()
        counts.append(desk.get(f"{PATH}/count").json["holding_up"])
        statements.append(len([each for each in asked if "orders" in each]))
    ordered(shop, service, {"milk": 1}, channel="slow")
    shop.clock.advance(seconds=6)

    assert counts == [1, 1]
    assert statements[0] > 0
    assert statements[1] == 0
    assert desks[0].get(f"{PATH}/count").json["holding_up"] == 2
