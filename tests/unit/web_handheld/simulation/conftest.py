"""A person at work in the sample store, whose dice bring no faults unless a test says so."""

from collections import Counter
from pathlib import Path

import pytest

from web_handheld.simulation.actions import Answer
from web_handheld.simulation.dice import Dice
from web_handheld.simulation.options import NOTHING_WRONG
from web_handheld.simulation.people.hands import Hands
from web_handheld.simulation.store_file import StoreFile

SAMPLE = Path(__file__).parents[4] / "config" / "stores" / "front-warehouse.json"


@pytest.fixture(scope="session")
def store():
    """Give the sample store's file."""
    return StoreFile.read(SAMPLE)


@pytest.fixture
def counted():
    """Give what was counted."""
    return Counter()


@pytest.fixture
def make_hands(store, counted):
    """Give a maker of people; `labels` are printed bag labels by order, n and version."""

    def make(odds=NOTHING_WRONG, labels=None):
        def count(what):
            counted[what] += 1

        return Hands(store, Dice(1).of("somebody"), odds, lambda *bag: (labels or {}).get(bag), count)

    return make


@pytest.fixture
def hands(make_hands):
    """Give somebody who makes no mistakes."""
    return make_hands()


@pytest.fixture
def answer():
    """Give a maker of answers."""

    def make(screen, facts=None, possible=(), code="wants_something"):
        return Answer("done", code, "right", screen, facts or {}, tuple(possible), 1)

    return make
