"""The table of what was learned: one spread for each kind of work, its place, hour and load."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Json, enum_column
from picking.planning.durations import Spread

ANY = -1


class Timed(StrEnum):
    """What is timed: an item's seconds a piece, tickets and walks in times the work alone, a rider's seconds."""

    ITEM = "item"
    TICKET = "ticket"
    WALK = "walk"
    RIDER = "rider"


class LearnedDuration(Base):
    """A spread (see `picking.planning.durations`); `key` is item, stall, zone or carrier, ANY hour or load is -1."""

    __tablename__ = "learned_durations"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    kind: Mapped[Timed] = enum_column(Timed, primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    load: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weights: Mapped[Json] = mapped_column(default=dict)
    seen: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime]

    @property
    def spread(self) -> Spread:
        """Give what was seen."""
        return Spread({int(at): weight for at, weight in self.weights.items()})

    def see(self, value: float, at: datetime) -> None:
        """Learn from one more sight."""
        spread = self.spread.seen(value)
        self.weights = {str(where): round(weight, 4) for where, weight in sorted(spread.weights.items())}
        self.seen, self.seen_at = self.seen + 1, at
