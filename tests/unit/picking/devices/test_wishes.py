"""A label counts as changed only when it has acknowledged that version."""

import pytest
from floor import STORE

from picking.catalogue.commands import Price, mark_sold_out, set_prices
from picking.catalogue.events import ShelfFactsChanged
from picking.devices import commands
from picking.devices.model import Device, DeviceClass, Wish
from picking.devices.queries import stale_wishes, wishes_due
from picking.stock.events import SoldOut

from .conftest import DeviceFloor


def due(shop):
    return [wish.device_id for wish in shop.ask(wishes_due, STORE, shop.clock.now())]


@pytest.fixture
def lamp(shop):
    return shop.device("light-1", DeviceClass.LIGHT, place="01-A07")


def test_the_version_grows_only_when_the_wish_is_another(shop, lamp):
    """A label is not redrawn for nothing; its battery is small."""
    versions = [shop.run(commands.wish, lamp, state).version for state in ({"on": 1}, {"on": 1}, {"on": 0})]

    assert versions == [1, 1, 2]


def test_a_wish_is_repeated_until_that_version_is_reported(shop, lamp):
    """Edges for what must happen once, levels for what must be so."""
    shop.run(commands.wish, lamp, {"on": 1})
    first = due(shop)
    shop.run(commands.wish_sent, lamp, 1)
    sent = due(shop)
    shop.clock.advance(seconds=10)
    later = due(shop)
    shop.run(commands.reported, lamp, 1, {"on": 1})

    assert (first, sent, later, due(shop)) == ([lamp], [], [lamp], [])


def test_an_older_word_does_not_count_for_a_newer_wish(shop, lamp):
    """It shows the old price."""
    shop.run(commands.wish, lamp, {"on": 1})
    shop.run(commands.wish, lamp, {"on": 0})

    shop.run(commands.reported, lamp, 1, {"on": 1})

    assert (due(shop), shop.get(Wish, lamp).reported) == ([lamp], {"on": 1})


def test_a_word_of_a_version_nobody_wished_is_not_believed(shop, lamp):
    """A label from another store, or from before a restored backup."""
    shop.run(commands.wish, lamp, {"on": 1})

    shop.run(commands.reported, lamp, 9, {"on": 1})

    assert shop.get(Wish, lamp).reported_version == 0
    assert shop.run(commands.reported, "gw1/nothing", 1, {}) is None


def test_three_tries_in_vain_put_it_on_the_walk_list(shop, lamp):
    """Somebody must go and change the battery."""
    shop.run(commands.wish, lamp, {"on": 1})

    for _ in range(3):
        shop.run(commands.wish_sent, lamp, 1)

    assert [wish.device_id for wish in shop.ask(stale_wishes, STORE)] == [lamp]
    assert shop.alerts() == ["wish_not_shown"]


def test_a_new_price_is_wished_on_every_label_of_the_item(make_floor):
    """Price on the shelf, price in the app: one fact."""
    shop = DeviceFloor(make_floor(reactions={ShelfFactsChanged: [commands.refresh_shelf_labels]}))
    shop.item("milk", price=590, spec="1 l", unit_names={"en": "bottle"})
    labels = [shop.device(f"esl-{n}", DeviceClass.SHELF_LABEL) for n in (1, 2)]
    for label in labels:
        shop.run(lambda work, key=label: setattr(work.get(Device, key), "sku", "milk"))

    shop.run(set_prices, STORE, [Price("milk", 650, 2)])
    shop.run(mark_sold_out, SoldOut(STORE, "milk"))

    shown = shop.get(Wish, labels[1]).wished
    assert (shown["title"], shown["price"], shown["per"], shown["sold_out"]) == ("Milk", "6.50", "bottle", True)
    assert shop.get(Wish, labels[0]).version == 2
