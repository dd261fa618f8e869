"""Opens SQLite or PostgreSQL so that what is committed is on the disk."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit that was answered survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
)


def open_engine(url: str) -> Engine:
    """Open an engine for a URL (`sqlite:///file` or `postgresql+psycopg://…`); connects when first used."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True)


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(url, pool_size=20, max_overflow=20, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: we say when, and how
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes the lock at once: it can never be refused in the middle of its work.
        write = connection.get_execution_options().get("storefloor_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
