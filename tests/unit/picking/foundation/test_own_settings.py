"""What a store sets for itself holds from its next command, for itself alone, and costs no scan a question."""

import pytest
from floor import STORE, Floor
from sqlalchemy import event

from picking.foundation.actor import Actor, system
from picking.foundation.own_settings import OwnSetting, settings_in_books
from picking.foundation.settings import FloorSettings
from picking.imports.setup import set_up
from picking.people.rights import rights_of

ADMIN = Actor(STORE, name="boss", rights=rights_of(["admin"]))
USUAL = FloorSettings().hold_minutes_max


def put(floor: Floor, **row: object) -> None:
    floor.run(lambda work: set_up(work, "settings", [{"key": "hold_minutes_max", **row}]), by=ADMIN)


def hold_minutes(floor: Floor, store: str = STORE) -> int:
    return floor.transactions.run(system(store), lambda work: work.settings.hold_minutes_max)


def test_what_a_store_sets_holds_from_its_next_command_and_only_there(floor):
    """Restarting a service in the rush, for ten minutes more on a shelf, is nothing a store does."""
    put(floor, value=45)

    assert hold_minutes(floor) == 45
    assert floor.transactions.settings_of(STORE).hold_minutes_max == 45
    assert hold_minutes(floor, "other") == USUAL


def test_what_is_reset_is_the_services_again(floor):
    """A store that no longer sets a value follows the file, whatever the file will say."""
    put(floor, value=45)

    put(floor, retired=True)

    assert hold_minutes(floor) == USUAL
    assert floor.ask(settings_in_books, STORE, FloorSettings(hold_minutes_max=50)).hold_minutes_max == 50


def test_no_command_asks_the_database_for_settings_it_knows(floor):
    """A scan is answered in a handful of statements, and stays so."""
    put(floor, value=45)
    asked = []
    event.listen(floor.engine, "before_cursor_execute", lambda _c, _cu, statement, *_: asked.append(statement))

    assert hold_minutes(floor) == 45
    assert [each for each in asked if "own_settings" in each] == []


def test_what_another_process_has_set_is_known_after_the_next_look(floor):
    """Each process of the service looks once a second; none has to be told."""
    other = Floor.__new__(Floor)
    other.__dict__ = {**floor.__dict__}
    other.restart()
    before = hold_minutes(other)

    put(floor, value=45)
    other.transactions.read_settings()

    assert (before, hold_minutes(other)) == (USUAL, 45)


@pytest.mark.parametrize("key", ["what_an_older_version_knew", "push_keep_minutes"])
def test_a_key_that_is_no_stores_own_is_left_alone(floor, key):
    """A table of another version must not keep a service from starting."""
    floor.put(OwnSetting(store_id=STORE, key=key, value=1, set_at=floor.clock.now(), set_by="x"))

    assert floor.transactions.settings_of(STORE) == FloorSettings()
