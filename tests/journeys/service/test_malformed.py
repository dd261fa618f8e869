"""A gateway gone mad: whatever it says, the listener stays, nothing is applied, and the letters are counted."""

import pytest
from floor import STORE
from malformed import malformed
from real_parts import wait_for
from sqlalchemy import func, select

from picking.devices.lifecycle import DeviceState
from picking.devices.model import DeadLetter, Device
from picking.foundation.actor import system
from picking.foundation.records import Instruction, JournalRow, OnceAnswer, Push
from web_handheld.floor import dead_letters
from web_handheld.floor.dead_letters import ALERTS_A_MINUTE_MAX
from web_handheld.floor.heard import Garbled, read

pytestmark = pytest.mark.needs("mosquitto")
BOOKS = (Device, Instruction, JournalRow, OnceAnswer)
PAYLOADS, READ = 400, 5_000


def sizes(floor):
    """Give how much stands in the books."""
    return [len(floor.all(kind)) for kind in BOOKS]


def test_any_malformed_payload_becomes_a_letter_with_a_reason():
    """The reader is the first thing a stranger's bytes meet; `tests/soak/payloads.py` gives it a hundred thousand."""
    heard = [read(topic, payload) for topic, payload in malformed(1, READ, STORE, "gw1")]

    assert all(isinstance(each.message, Garbled) and each.message.reason for each in heard)


def test_a_flood_of_malformed_payloads_changes_nothing_and_the_next_report_is_applied(any_story, service, gateway):
    """SF-EVT-06: no crash, nothing applied, every letter kept once and few alarms."""
    wait_for(lambda: any_story.one(Device).state is DeviceState.ONLINE)  # its scanner has introduced itself
    before = sizes(any_story)
    sent = list(malformed(2, PAYLOADS, STORE, "gw1"))
    for topic, payload in sent:
        gateway.say(topic.removeprefix(f"{gateway.root}/"), payload)
    ids = {read(topic, payload).message.id for topic, payload in sent}
    wait_for(lambda: {letter.id for letter in any_story.all(DeadLetter)} == ids)

    alerts = [push for push in any_story.all(Push, name="alert") if push.body["code"] == "dead_letter"]
    assert sizes(any_story) == before
    assert 0 < len(alerts) <= ALERTS_A_MINUTE_MAX
    assert service.stores.troubles() == {}
    gateway.report(1, "button", {"button": "a"}, boot=100)
    assert gateway.next("evack") == {"boot": 100, "upto_seq": 1}


def test_the_letters_of_a_store_are_bounded(any_story, monkeypatch):
    """A device that has gone mad at night must not fill the disk by the morning; the newest tell why."""
    monkeypatch.setattr(dead_letters, "LETTERS_MAX", 3)

    for number in range(5):
        any_story.transactions.run(
            system(STORE), lambda work, number=number: dead_letters.keep(work, Garbled("t", f"{number}", "c", "r"))
        )

    with any_story.transactions.reading() as books:
        assert books.scalar(select(func.count()).select_from(DeadLetter)) == 3
    assert {letter.payload for letter in any_story.all(DeadLetter)} == {"2", "3", "4"}
