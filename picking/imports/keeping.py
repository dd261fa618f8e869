"""Puts a row of the file into the books: made when new, changed where it differs, left alone where it does not."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from picking.foundation.tables import Base
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.shapes import Faults

RowT = TypeVar("RowT", bound=Base)


@dataclass
class Books:
    """The books while a file is kept: counts by table what was new and what was changed."""

    work: UnitOfWork
    store_id: str
    faults: Faults = field(default_factory=Faults)
    created: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    _open: list[Base] = field(default_factory=list)

    def keep(self, kind: type[RowT], path: str, key: dict[str, Any], /, **facts: Any) -> RowT:
        """Keep one row; a row of that key in another store is a fault, for ids are one space for all stores."""
        row = self.work.find(kind, tuple(key.values()) if len(key) > 1 else next(iter(key.values())))
        if row is None:
            self.created[kind.__tablename__] += 1
            return self.work.add(kind(**key, **facts))
        if getattr(row, "store_id", self.store_id) != self.store_id:
            self.faults.add(path, "fault_other_store", key=next(iter(key.values())))
            return row
        different = {name: value for name, value in facts.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        self.changed[kind.__tablename__] += bool(different)
        return row

    def open(self, kind: type[Base], *which: ColumnElement[bool]) -> None:
        """Open many rows at once, so that finding each of them asks the database no more."""
        self._open += self.work.session.scalars(select(kind).where(*which))

    def settle(self) -> None:
        """Write what was kept so far, so that what follows may refer to it."""
        self.work.session.flush()
