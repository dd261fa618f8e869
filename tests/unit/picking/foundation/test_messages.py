"""Sentences name things as people call them."""

import json

import pytest

from picking.floor.model import Bin, Stall, Store, Zone
from picking.foundation.messages import LANGUAGES, Messages
from picking.foundation.tables import Base, Living
from picking.orders.model import Channel, Order, OrderLine
from web_handheld.settings import MESSAGES

STORES = MESSAGES.parent / "stores"
SAID = Messages.load(MESSAGES)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nobody knows outbound slot A99. Check the code and scan again."),
        ("zh", "没有这个出库格口：A99。请核对后重新扫描。"),  # noqa: RUF001 - Chinese punctuation
        ("es", "Nadie conoce hueco de salida A99. Revise el código y escanee otra vez."),
    ],
)
def test_a_thing_is_called_by_its_word_and_not_by_its_class(language, said):
    """A class name on a handheld is a word in no language."""
    assert SAID.text("unknown_thing", language, {"thing": "OutboundSlot", "key": "A99"}) == said


@pytest.mark.parametrize(("language", "said"), [("zh", "红色"), ("es", "rojo"), ("en", "red")])
def test_a_colour_is_said_in_the_readers_language(language, said):
    """The basket is looked for by its colour."""
    assert said in SAID.text("basket_bound", language, {"basket": "000001", "colour": "red"})


def test_every_colour_of_the_sample_store_has_its_word():
    """The store file's own names for its colours and the sentences' words must not drift apart."""
    baskets = json.loads((STORES / "front-warehouse.json").read_text(encoding="utf-8"))["baskets"]

    for language in LANGUAGES:
        texts = {SAID.text(f"colour_{each['colour']}", language, {}) for each in baskets}
        assert texts == {each["colour_names"][language] for each in baskets}


def test_a_thing_without_a_word_keeps_its_name():
    """Better an odd word than none."""
    assert SAID.text("step_not_possible", "en", {"thing": "kite", "state": "UP"}) == "Not possible now: the kite is UP."


def test_everything_that_lives_has_its_word():
    """`step_not_possible` names whatever has a lifecycle; `unknown_thing` what is asked for by key."""
    lives = {kind.class_.lifecycle.name for kind in Base.registry.mappers if issubclass(kind.class_, Living)}
    asked = {kind.__name__ for kind in (Bin, Stall, Store, Zone, Channel, Order, OrderLine)}

    missing = {each for each in lives | asked if each in SAID.text("unknown_thing", "zh", {"thing": each, "key": ""})}

    assert missing == set()
