"""What stores set for themselves over the service's file; kept in memory, so that no scan asks the database for it."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from picking.foundation.settings import FloorSettings, settable
from picking.foundation.tables import Base


class OwnSetting(Base):
    """One setting that a store has set itself: since when, and who did."""

    __tablename__ = "own_settings"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int]
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(80))


_ALL = select(OwnSetting.store_id, OwnSetting.key, OwnSetting.value)


def settings_in_books(session: Session, store_id: str, of_service: FloorSettings) -> FloorSettings:
    """Read one store's settings: the service's, and over them its own."""
    return _by_store(session.execute(_ALL.where(OwnSetting.store_id == store_id)), of_service).get(store_id, of_service)


class SettingsByStore:
    """The settings of all stores as they were last read; a store that sets nothing itself has the service's."""

    def __init__(self, of_service: FloorSettings) -> None:
        self.of_service = of_service
        self._own: Mapping[str, FloorSettings] | None = None
        self._turn = threading.Lock()

    def of(self, store_id: str, session: Session) -> FloorSettings:
        """Give a store's settings; the first time they are read, afterwards they are known."""
        own = self._own
        return (self.read(session) if own is None else own).get(store_id, self.of_service)

    def read(self, session: Session) -> Mapping[str, FloorSettings]:
        """Read them again; whoever asks last is answered last, so that nothing older is kept over it."""
        with self._turn:
            self._own = own = _by_store(session.execute(_ALL), self.of_service)
            return own


def _by_store(rows: Iterable[Row[tuple[str, str, int]]], of_service: FloorSettings) -> dict[str, FloorSettings]:
    """Lay the rows over the service's settings; what this version does not know is left alone."""
    known, own = settable(), dict[str, dict[str, int]]()
    for row in rows:
        if row.key in known:
            own.setdefault(row.store_id, {})[row.key] = row.value
    return {store_id: replace(of_service, **values) for store_id, values in own.items()}
