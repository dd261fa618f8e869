"""The migrations make exactly the tables the rooms describe, on both databases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import DatabaseError

from picking.foundation.database import open_engine
from picking.foundation.records import JournalRow
from picking.migrations import differences, is_current, upgrade

A_ROW = insert(JournalRow).values(
    store_id="01", thing="bag", thing_id="b", step="seal", actor="x", at=datetime(2026, 1, 1, tzinfo=UTC), facts={}
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def empty_database(request, tmp_path):
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'floor.db'}")
    else:
        engine = open_engine(request.getfixturevalue("fresh_postgresql"))
    yield engine
    engine.dispose()


def test_an_empty_database_becomes_the_rooms_tables(empty_database: Engine):
    """A table that only exists in the code is a store that does not start tomorrow."""
    upgrade(empty_database)

    with empty_database.connect() as connection:
        assert differences(connection) == []
        assert is_current(connection)


def test_an_upgrade_of_a_current_database_changes_nothing(empty_database: Engine):
    """`storefloor up` upgrades at every start."""
    upgrade(empty_database)
    before = sorted(inspect(empty_database).get_table_names())

    upgrade(empty_database)

    assert sorted(inspect(empty_database).get_table_names()) == before


@pytest.mark.parametrize("verb", ["UPDATE journal SET step = 'lie'", "DELETE FROM journal"])
def test_the_database_itself_keeps_the_journal_append_only(empty_database: Engine, verb):
    """Evidence that can be changed is none, whoever holds the password."""
    upgrade(empty_database)
    with empty_database.execution_options(storefloor_write=True).begin() as connection:
        connection.execute(A_ROW)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        empty_database.execution_options(storefloor_write=True).begin() as connection,
    ):
        connection.execute(text(verb))


def test_every_revision_names_what_the_product_gains():
    """Whoever reads the folder reads the history of the tables."""
    versions = Path(__file__).parents[3] / "picking/migrations/versions"

    for path in versions.glob("*.py"):
        assert path.stem[:4].isdigit(), path.name
        assert len(path.stem) > len("0001_"), path.name
