"""Divides the stores among service processes: one process a store, another takes over when it dies."""

import logging
from collections.abc import Collection
from zlib import crc32

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

log = logging.getLogger(__name__)
NAMESPACE = 0x5F100  # the first key of all our advisory locks


class Leases:
    """What this process may serve. PostgreSQL keeps a lock as long as its connection lives, so death frees it.

    With SQLite there is one process only, which may serve everything.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shared = engine.dialect.name == "postgresql"
        self._connection: Connection | None = None
        self._held: set[str] = set()

    def renew(self, wanted: Collection[str]) -> frozenset[str]:
        """Give what of `wanted` is ours now. At most one more is taken each time, so that processes share."""
        if not self._shared:
            return frozenset(wanted)
        try:
            connection = self._connect()
            connection.exec_driver_sql("SELECT 1")
            for name in sorted(self._held - set(wanted)):
                self._unlock(connection, name)
            for name in sorted(set(wanted) - self._held):
                if self._try_lock(connection, name):
                    break
        except DBAPIError as lost:
            log.warning("all leases are lost with their connection: %s", lost.orig)
            self._forget()
        return frozenset(self._held)

    def release(self) -> None:
        """Give everything back, so that another process need not wait."""
        self._forget()

    def _connect(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    def _try_lock(self, connection: Connection, name: str) -> bool:
        got = connection.execute(text("SELECT pg_try_advisory_lock(:space, :name)"), self._keys(name)).scalar_one()
        if got:
            log.info("%s is ours now", name)
            self._held.add(name)
        return bool(got)

    def _unlock(self, connection: Connection, name: str) -> None:
        connection.execute(text("SELECT pg_advisory_unlock(:space, :name)"), self._keys(name))
        self._held.discard(name)

    def _keys(self, name: str) -> dict[str, int]:
        return {"space": NAMESPACE, "name": crc32(name.encode()) - 2**31}

    def _forget(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()  # the server must see it end: a pooled one would keep the locks
            self._connection.close()
        self._connection = None
        self._held.clear()
