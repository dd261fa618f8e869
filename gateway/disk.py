"""The gateway's memory on disk: one SQLite file that survives a kill and a power cut."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What SQLite says when the disk is full, read-only or broken: by result code (sqlite.org/rescode.html).
FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE}
_TABLES = """
CREATE TABLE IF NOT EXISTS boots (boot INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS reports (
    boot INTEGER NOT NULL, seq INTEGER NOT NULL, class TEXT NOT NULL, topic TEXT NOT NULL, payload BLOB NOT NULL,
    PRIMARY KEY (boot, seq)
);
CREATE INDEX IF NOT EXISTS reports_by_class ON reports (class, boot, seq);
CREATE TABLE IF NOT EXISTS unanswered (device TEXT PRIMARY KEY, scan TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS losses (class TEXT PRIMARY KEY, lost INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS commands (
    corr TEXT PRIMARY KEY, device TEXT NOT NULL, type TEXT NOT NULL, payload BLOB NOT NULL, deadline REAL NOT NULL,
    status TEXT NOT NULL, code TEXT, detail TEXT, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS wishes (
    device TEXT PRIMARY KEY, ver INTEGER NOT NULL, state TEXT NOT NULL, shown_ver INTEGER, shown TEXT NOT NULL,
    reported_ver INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS devices (device TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS configurations (
    ver INTEGER PRIMARY KEY, doc TEXT NOT NULL, standing TEXT NOT NULL UNIQUE, why TEXT NOT NULL
);
"""


class DiskError(RuntimeError):
    """The gateway's file cannot be opened; says which and why."""


class DiskFullError(DiskError):
    """The gateway's file takes nothing more at the moment."""


class Disk:
    """One connection, used by one thread. Every change stands in a `writing` block and is on disk at its end.

    `boot` grows by one with each opening. A new file begins at `first_boot`: the Unix time, so that a gateway whose
    disk was replaced is not older than itself.
    """

    def __init__(self, folder: Path, first_boot: int) -> None:
        self._path = path = folder / "gateway.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = FULL")  # a commit is on the platter before it is believed
            self._file.execute("PRAGMA locking_mode = EXCLUSIVE")  # two gateways on one file would share their seq
            self._file.executescript(_TABLES)
            self.boot = self._next_boot(first_boot)
        except (OSError, sqlite3.Error) as error:
            raise DiskError(f"{path}: {error}") from error

    def _next_boot(self, first_boot: int) -> int:
        with self.writing():
            boot = self.value("SELECT coalesce(max(boot) + 1, ?) FROM boots", first_boot)
            self.run("DELETE FROM boots")
            self.run("INSERT INTO boots VALUES (?)", boot)
        return boot

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is on disk when the block ends, or none; DiskFullError when it takes nothing."""
        try:
            self._file.execute("BEGIN IMMEDIATE")
            yield
            self._file.execute("COMMIT")
        except BaseException as error:
            if self._file.in_transaction:  # a full disk has undone it already
                self._file.execute("ROLLBACK")
            if getattr(error, "sqlite_errorcode", None) in FULL:
                raise DiskFullError(f"{self._path}: {error}") from error
            raise

    def run(self, statement: str, *values: object) -> int:
        """Change rows and give their number."""
        return self._file.execute(statement, values).rowcount

    def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Read rows."""
        return self._file.execute(statement, values).fetchall()

    def value(self, statement: str, *values: object) -> int:
        """Read one number."""
        return int(self._file.execute(statement, values).fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()
