"""SF-EVT and SF-CMD on the service's side, with a real broker and on both databases."""

import json

import pytest
from floor import STORE

from picking.devices.model import DeadLetter, Gateway as GatewayRow
from picking.foundation.actor import system
from picking.foundation.records import Instruction, InstructionState, OnceAnswer, Push
from picking.handheld.model import Screen
from picking.people.commands import give_badge, start_shift

pytestmark = pytest.mark.needs("mosquitto")


@pytest.fixture
def badge(any_story):
    """Somebody on shift; gives the badge."""
    any_story.person("p1")
    any_story.run(start_shift, "p1")
    return any_story.run(give_badge, "p1", by=system(STORE))


def test_a_scanner_that_only_speaks_mqtt_scans_for_whoever_badged_on(any_story, service, gateway, badge):
    """From the laser to the screen: badge, scan, push to the person's room, tone back to the hand."""
    gateway.scan(1, f"U:{badge}")
    badged_on = gateway.next("dev/scan-01/cmd")
    assert badged_on["data"]["tone"] == "right"

    gateway.scan(2, "B:nowhere")
    while (command := gateway.next("dev/scan-01/cmd"))["corr"] == badged_on["corr"]:
        pass  # nobody has answered it, so it may be repeated
    gateway.acknowledged(2)

    assert (command["type"], command["data"]["tone"]) == ("beep", "wrong")
    pushed = [push for push in any_story.all(Push, room="person:p1") if push.name == "screen"]
    assert pushed[-1].body["answer"]["code"] == "code_of_nothing"
    assert any_story.get(Screen, "p1") is not None


def test_a_report_that_comes_three_times_is_applied_once_and_acknowledged_each_time(any_story, gateway, badge):
    """SF-EVT-03: a repeat changes nothing, and the spool must still learn that it may forget."""
    key = gateway.scan(1, f"U:{badge}")
    gateway.acknowledged(1)

    for _ in range(2):
        gateway.scan(1, f"U:{badge}", key=key)
        gateway.acknowledged(1)

    assert len(any_story.all(OnceAnswer, id=f"report:gw1:{key}")) == 1
    assert len(any_story.all(Instruction, kind="beep")) == 1


def test_the_acknowledgement_says_what_is_committed(any_story, gateway):
    """SF-EVT-04: what the spool forgets must be on our disk."""
    gateway.report(1, "button", {"button": "a"})
    gateway.acknowledged(1)

    row = any_story.get(GatewayRow, (STORE, "gw1"))

    assert (row.boot, row.applied_seq) == (1, 1)


def test_a_gap_is_asked_for_and_what_came_early_waits(any_story, gateway):
    """SF-EVT-05: the broker lost one; the others wait for it and are applied in order."""
    gateway.report(1, "button", {"button": "a"})
    gateway.report(3, "button", {"button": "c"})

    asked = gateway.next("cmd")
    gateway.report(2, "button", {"button": "b"})
    gateway.acknowledged(3)

    assert (asked["type"], asked["data"]) == ("replay", {"from_seq": 2, "boot": 1})
    pressed = [push.body["button"] for push in any_story.all(Push, name="device") if "button" in push.body]
    assert pressed == ["a", "b", "c"]


def test_a_report_nobody_has_any_more_does_not_hold_up_the_rest(any_story, gateway):
    """The gateway's spool was full: the loss is told, and the floor goes on."""
    gateway.report(1, "button", {"button": "a"})
    gateway.report(3, "button", {"button": "c"})

    gateway.acknowledged(3)

    alerts = [push.body for push in any_story.all(Push, name="alert")]
    lost = next(alert for alert in alerts if alert["code"] == "reports_lost")
    assert (lost["facts"]["first"], lost["facts"]["last"]) == (2, 2)


def test_what_is_not_understood_is_kept_with_its_reason_told_and_acknowledged(any_story, gateway):
    """SF-EVT-06: one broken report must not stop a store, nor vanish."""
    broken = {"v": 1, "id": "x", "type": "scan", "src": "gw1/scan-01", "boot": 1, "seq": 1, "data": {}}

    gateway.say("dev/scan-01/evt/scan", broken)
    gateway.acknowledged(1)

    letter = any_story.one(DeadLetter)
    assert json.loads(letter.payload)["id"] == "x"
    assert letter.reason
    assert any(push.body["code"] == "dead_letter" for push in any_story.all(Push, name="alert"))


@pytest.mark.parametrize(("boot", "seq"), [(10**12, 1), (1, 10**9), (10**30, 10**30)])
def test_a_broken_envelope_does_not_move_the_order(any_story, gateway, boot, seq):
    """What nobody understands may not claim a place so far ahead that all true reports are old."""
    gateway.report(1, "button", {"button": "a"})
    gateway.say("dev/scan-01/evt/button", {"boot": boot, "seq": seq})

    gateway.report(2, "button", {"button": "b"})
    gateway.acknowledged(2)

    row = any_story.get(GatewayRow, (STORE, "gw1"))
    assert (row.boot, row.applied_seq) == (1, 2)
    assert any_story.one(DeadLetter)


def test_what_an_older_boot_says_late_is_applied_and_acknowledged_by_its_own_boot(any_story, gateway):
    """SF-EVT-04: the gateway forgets a boot's reports at that boot's acknowledgement only."""
    gateway.report(1, "button", {"button": "new"}, boot=2)
    gateway.acknowledged(1)

    gateway.report(7, "button", {"button": "old"}, boot=1)

    assert gateway.next("evack") == {"boot": 1, "upto_seq": 7}
    pressed = [push.body["button"] for push in any_story.all(Push, name="device") if "button" in push.body]
    assert pressed == ["new", "old"]


def test_an_unknown_device_is_a_dead_letter(any_story, gateway):
    """Nothing is guessed about a device that nobody enrolled."""
    gateway.report(1, "button", {"button": "a"}, device="stranger")
    gateway.acknowledged(1)

    assert any_story.one(DeadLetter).code == "unknown_thing"


def test_an_instruction_is_repeated_with_the_same_corr_until_it_is_answered(any_story, service, gateway):
    """SF-CMD-01 and 03: the wire may lose it twice; the device does it once."""
    service.transactions.run(
        system(STORE), lambda work: work.instruct("gw1/scan-01", "beep", {"tone": "right", "text": None})
    )

    first = gateway.next("dev/scan-01/cmd")
    second = gateway.next("dev/scan-01/cmd")
    ack = {**first, "type": "beep", "status": "done", "seq": 1, "boot": 1, "src": "gw1/scan-01", "data": {}}
    for key in ("deadline", "try"):
        ack.pop(key)
    gateway.say("dev/scan-01/ack", ack)
    gateway.acknowledged(1)

    assert first["corr"] == second["corr"]
    assert (first["try"], second["try"]) == (1, 2)
    assert any_story.get(Instruction, first["corr"]).state is InstructionState.DONE


def test_a_restart_goes_on_where_it_was(any_story, service, gateway):
    """The cursor is in the books: what was applied stays applied, what comes next is next."""
    gateway.report(1, "button", {"button": "a"})
    gateway.acknowledged(1)

    service.stores.serve(frozenset())
    gateway.report(2, "button", {"button": "b"})
    gateway.acknowledged(2)

    assert any_story.get(GatewayRow, (STORE, "gw1")).applied_seq == 2
