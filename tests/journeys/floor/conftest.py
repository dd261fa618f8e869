"""A whole store in processes of its own: broker, service and gateway on free ports, with fresh books."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from running_store import Json, RunningStore, running_store


@pytest.fixture
def devices() -> list[Json]:
    """Give the devices a test adds to the store."""
    return []


@pytest.fixture
def planner() -> bool:
    """Tell whether the store plans; without a planner work goes by due time and a store starts sooner."""
    return False


@pytest.fixture
def store(tmp_path: Path, devices: list[Json], *, planner: bool) -> Iterator[RunningStore]:
    """Give the sample store, running on SQLite: for what the database has no part in."""
    database = f"sqlite:///{tmp_path / 'books.db'}"
    with running_store(RunningStore(tmp_path, database, devices, planner=planner)) as store:
        yield store


@pytest.fixture
def any_store(tmp_path: Path, any_url: str, *, planner: bool) -> Iterator[RunningStore]:
    """Give the sample store, running on each kind of database in turn."""
    with running_store(RunningStore(tmp_path, any_url, planner=planner)) as store:
        yield store
