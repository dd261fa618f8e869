"""Keeps every report on disk until the service has committed it; when it is full, telemetry goes and facts stay."""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from gateway.contract.reports import Error, Label
from gateway.disk import Disk


class Keep(StrEnum):
    """What a report is worth: telemetry is dropped first, oldest first; a fact that was taken in is never dropped."""

    TELEMETRY = "telemetry"
    FACT = "fact"


TELEMETRY_TYPES = frozenset({Error.type, Label.type})  # a label's truth is repeated by its `reported` topic


@dataclass(frozen=True, slots=True)
class Spooled:
    """One report as it waits: its place in the order, its topic and its payload."""

    boot: int
    seq: int
    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many reports of each class may wait."""

    telemetry_max: int = 10_000
    facts_max: int = 1_000_000


class Spool:
    """The waiting reports in `(boot, seq)` order. Changes stand in the disk's `writing` block of the caller."""

    def __init__(self, disk: Disk, bounds: Bounds) -> None:
        self._disk = disk
        self._bounds = bounds
        self._next_seq = 1
        self._depth = {keep: disk.value("SELECT count(*) FROM reports WHERE class = ?", keep) for keep in Keep}
        self._bytes = disk.value("SELECT coalesce(sum(length(payload)), 0) FROM reports")

    @property
    def next_seq(self) -> int:
        """The seq of the next report of this boot."""
        return self._next_seq

    def has_room(self, keep: Keep) -> bool:
        """Make room for one report of a class; count it as lost and say False where there is none."""
        if keep is Keep.TELEMETRY:
            if self._depth[keep] >= self._bounds.telemetry_max:
                self._drop_oldest_telemetry()
            return True
        if self._depth[Keep.FACT] < self._bounds.facts_max:
            return True
        self._count_loss(Keep.FACT)
        return False

    def append(self, keep: Keep, topic: str, payload: bytes) -> Spooled:
        """Take a report in at the next seq."""
        found = Spooled(self._disk.boot, self._next_seq, topic, payload)
        self._disk.run("INSERT INTO reports VALUES (?, ?, ?, ?, ?)", found.boot, found.seq, keep, topic, payload)
        self._next_seq += 1
        self._depth[keep] += 1
        self._bytes += len(payload)
        return found

    def forget(self, boot: int, upto_seq: int) -> int:
        """Forget what the service has committed of a boot; give how many. What an older boot said is told by itself."""
        which = "FROM reports WHERE boot = ? AND seq <= ?"
        gone = self._disk.rows(f"SELECT class, count(*), sum(length(payload)) {which} GROUP BY class", boot, upto_seq)
        self._disk.run(f"DELETE {which}", boot, upto_seq)
        for keep, count, size in cast("list[tuple[str, int, int]]", gone):
            self._depth[Keep(keep)] -= count
            self._bytes -= size
        return sum(cast("int", row[1]) for row in gone)

    def after(self, boot: int, seq: int, limit: int) -> list[Spooled]:
        """Give the next reports after a place, in order."""
        rows = self._disk.rows(
            "SELECT boot, seq, topic, payload FROM reports WHERE (boot, seq) > (?, ?) ORDER BY boot, seq LIMIT ?",
            boot,
            seq,
            limit,
        )
        return [Spooled(*row) for row in cast("list[tuple[int, int, str, bytes]]", rows)]

    def oldest_seq(self, boot: int) -> int:
        """The seq of a boot's oldest report that waits; the next one's when nothing does."""
        return self._disk.value("SELECT coalesce(min(seq), ?) FROM reports WHERE boot = ?", self._next_seq, boot)

    @property
    def oldest_boot(self) -> int:
        """The boot of the oldest report that waits; this one when nothing does."""
        return self._disk.value("SELECT coalesce(min(boot), ?) FROM reports", self._disk.boot)

    @property
    def depth(self) -> int:
        """How many reports wait."""
        return sum(self._depth.values())

    @property
    def size_bytes(self) -> int:
        """How many bytes of payload wait."""
        return self._bytes

    def losses(self) -> dict[str, int]:
        """How many reports were ever lost, by class."""
        found = cast("list[tuple[str, int]]", self._disk.rows("SELECT class, lost FROM losses"))
        return {keep.value: 0 for keep in Keep} | dict(found)

    def _drop_oldest_telemetry(self) -> None:
        rows = self._disk.rows(
            "SELECT boot, seq, length(payload) FROM reports WHERE class = ? ORDER BY boot, seq LIMIT 1", Keep.TELEMETRY
        )
        for boot, seq, size in cast("list[tuple[int, int, int]]", rows):
            self._disk.run("DELETE FROM reports WHERE boot = ? AND seq = ?", boot, seq)
            self._depth[Keep.TELEMETRY] -= 1
            self._bytes -= size
            self._count_loss(Keep.TELEMETRY)

    def _count_loss(self, keep: Keep) -> None:
        self._disk.run("INSERT INTO losses VALUES (?, 1) ON CONFLICT (class) DO UPDATE SET lost = lost + 1", keep.value)
