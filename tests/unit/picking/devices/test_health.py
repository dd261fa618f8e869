"""What is wrong with shelf labels is found by the database as it is said of each label."""

import pytest
from floor import STORE

from picking.devices import commands
from picking.devices.health import PROBLEMS, label_counts, label_health, labels_of_store, labels_with
from picking.devices.model import Device, DeviceClass, Wish


@pytest.fixture
def shelf(any_floor):
    """Give a floor with a label for each problem, one well, and one that is lost."""
    floor = any_floor
    floor.bin("A-01")
    for name in ("well", "empty", "emptying", "weak", "silent", "stuck", "unbound", "lost"):
        floor.run(commands.enrol, f"gw1/{name}", DeviceClass.SHELF_LABEL, name)
        floor.run(commands.hello, f"gw1/{name}")
        if name != "unbound":
            floor.run(lambda work, name=name: setattr(work.get(Device, f"gw1/{name}"), "place", "A-01"))
    floor.run(commands.measured, "gw1/well", {"battery_percent": 20, "signal_dbm": -85})
    floor.run(commands.measured, "gw1/empty", {"battery_percent": 19})
    floor.run(commands.weaken, "gw1/emptying", "battery-low")
    floor.run(commands.measured, "gw1/weak", {"signal_dbm": -86})
    floor.run(lambda work: setattr(work.get(Device, "gw1/silent"), "seen_at", None))
    floor.run(commands.wish, "gw1/stuck", {"page": "unbound"})
    for _ in range(3):
        floor.run(commands.wish_sent, "gw1/stuck", 1)
    floor.run(commands.report_lost, "gw1/lost")
    return floor


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_is_listed_counted_and_said_alike(shelf, problem):
    """Two rules for one battery would send somebody to the wrong shelf."""
    now = shelf.clock.now()

    with shelf.transactions.reading() as books:
        listed = {row.id for row in books.scalars(labels_with(STORE, problem, now))}
        said = {
            row.id
            for row in books.scalars(labels_of_store(STORE))
            if problem in label_health(row, books.get(Wish, row.id), now)["problems"]
        }
        counted = label_counts(books, STORE, now)

    assert listed == said
    assert listed
    assert counted["problems"][problem] == len(listed)
    assert counted["labels"] == 7
