"""Names for things: UUIDv7 strings for machines, short serials for people come from the rooms."""

from typing import Protocol

import uuid_utils


class Ids(Protocol):
    """Anything that makes new ids."""

    def new(self) -> str:
        """Give an id nobody has had."""
        ...


class TimeOrderedIds:
    """UUIDv7 (RFC 9562): sorted by time, so that new rows lie beside each other."""

    def new(self) -> str:
        """Give a new UUIDv7 as 36 characters."""
        return str(uuid_utils.uuid7())


class CountedIds:
    """Ids in a row for unit tests: the same run gives the same names."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> str:
        """Give the next number in UUID form."""
        self._count += 1
        return f"00000000-0000-7000-8000-{self._count:012d}"
