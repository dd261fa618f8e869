"""A price on its way to the shelf and its proof on the way back, with a real broker and on both databases."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from floor import STORE
from real_parts import wait_for

from picking.catalogue.commands import Price, set_prices
from picking.catalogue.lifecycle import PlanState
from picking.catalogue.model import PlanKind, PricePlan
from picking.catalogue.plans import PlanDraft, plan_prices
from picking.devices.commands import bind_label, enrol, hello
from picking.devices.model import DeviceClass, Wish
from picking.foundation.records import Push

pytestmark = pytest.mark.needs("mosquitto")


@dataclass
class Label:
    """A shelf label behind a gateway, bound to milk: hears what it shall show, says that it does."""

    gateway: Any
    name: str
    said: int = 0

    @property
    def key(self):
        """Its id in the books."""
        return f"gw1/{self.name}"

    def wished(self):
        """Give what it is told next."""
        return self.gateway.next(f"dev/{self.name}/desired")

    def show(self, wish):
        """Say that it shows a wish."""
        self.said += 1
        said = {"ver": self.said, "state": wish["state"], "desired_ver": wish["ver"], "status": "shown", "code": None}
        self.gateway.say(f"dev/{self.name}/reported", said)


@pytest.fixture
def label(any_story, gateway):
    """Give a label with a name of its own: the broker keeps what other tests wished."""
    made = Label(gateway, f"esl-{uuid.uuid4().hex[:8]}")
    gateway.hear_desired(made.name)
    any_story.item("milk", price=590)
    any_story.run(enrol, made.key, DeviceClass.SHELF_LABEL, made.name)
    any_story.run(hello, made.key)
    any_story.run(bind_label, made.key, sku="milk")
    return made


def as_channel(any_story, service, command):
    service.transactions.run(any_story.actor("app", "channel", "count"), command)


def price(any_story, service, minor, version):
    as_channel(any_story, service, lambda work: set_prices(work, STORE, [Price("milk", minor, version)]))


def test_a_new_price_is_drawn_up_sent_and_proven(any_story, service, label):
    """SF-STA-02: it is on the shelf when the shelf says so."""
    first = label.wished()
    label.show(first)
    price(any_story, service, 610, 1)
    second = label.wished()
    label.show(second)

    assert (first["ver"], second["ver"]) == (1, 2)
    assert (first["state"]["page"], first["state"]["price"], second["state"]["price"]) == ("normal", "5.90", "6.10")
    assert "6.10" in [mark.get("text") for mark in second["state"]["marks"]]
    wait_for(lambda: any_story.get(Wish, label.key).reported_version == 2)


def test_what_looks_as_it_did_is_not_sent(any_story, service, label):
    """Another item of the same name and price changes no dot: a battery is spent on changes."""
    label.show(label.wished())
    wait_for(lambda: any_story.get(Wish, label.key).reported_version == 1)
    any_story.item("milk-2", price=590, names={"en": "Milk"})

    as_channel(any_story, service, lambda work: bind_label(work, label.key, sku="milk-2"))
    wait_for(lambda: any_story.get(Wish, label.key).reported_version == 2)
    as_channel(any_story, service, lambda work: set_prices(work, STORE, [Price("milk-2", 610, 1)]))

    assert label.wished()["ver"] == 3


def test_a_promotion_becomes_effective_by_the_labels_own_word(any_story, service, label):
    """Head office, sweep, gateway and back: nobody has to look."""
    label.show(label.wished())
    now = service.transactions.clock.now()
    draft = PlanDraft("p1", 1, PlanKind.PROMOTION, now, now + timedelta(hours=1), {"en": "Week"}, {"milk": 490})

    as_channel(any_story, service, lambda work: plan_prices(work, STORE, draft))
    wish = label.wished()
    label.show(wish)

    assert (wish["state"]["page"], wish["state"]["price"], wish["state"]["regular"]) == ("promotion", "4.90", "5.90")
    wait_for(lambda: any_story.one(PricePlan).state is PlanState.EFFECTIVE)
    assert "plan_effective" in [push.body.get("code") for push in any_story.all(Push, name="alert")]
