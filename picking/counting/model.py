"""The tables of counting: counts with their lines, each bin's truth score, and plans of counts."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from picking.counting.lifecycle import COUNT_PLAN, STOCK_COUNT, CountPlanState, CountState
from picking.foundation.tables import Base, Living, enum_column, state_column


class CountCause(StrEnum):
    """Why somebody is to look."""

    PLAN = "plan"
    SHORT = "short"
    NOT_EMPTY = "not_empty"
    DOUBT = "doubt"
    REFUSAL = "refusal"
    GLANCE = "glance"
    LEAD = "lead"
    REST = "rest"


class StockCount(Living, Base):
    """One look at one bin: at one item, or (`sku` empty) at everything in it.

    A `blind` one hides what the books say. `round` is 1, and one more with each recount. `difference_minor` is what
    the last round's differences are worth together, more and less both counted as worth.
    """

    __tablename__ = "stock_counts"
    __table_args__ = (
        Index("ix_stock_counts_store_id_state_due_at", "store_id", "state", "due_at"),
        Index(
            "uq_stock_counts_open_key",
            "store_id",
            "key",
            unique=True,
            sqlite_where=text("state NOT IN ('BOOKED', 'CANCELED')"),
            postgresql_where=text("state NOT IN ('BOOKED', 'CANCELED')"),
        ),
    )
    lifecycle: ClassVar = STOCK_COUNT

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    key: Mapped[str] = mapped_column(String(110))
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    sku: Mapped[str | None] = mapped_column(ForeignKey("items.sku"))
    state: Mapped[CountState] = state_column(STOCK_COUNT)
    cause: Mapped[CountCause] = enum_column(CountCause)
    blind: Mapped[bool]
    due_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)
    difference_minor: Mapped[int] = mapped_column(default=0)
    counted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)


class CountLine(Base):
    """What somebody saw of an item, in one round: `counted` against what the books `expected` at that very moment.

    What pickers have found there since without the books knowing is `found`; a line is `overtaken` when somebody has
    looked after it. `booked` is the correction, once there is one.
    """

    __tablename__ = "count_lines"

    count_id: Mapped[str] = mapped_column(ForeignKey("stock_counts.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    counted: Mapped[int]
    expected: Mapped[int]
    looked_at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    found: Mapped[int] = mapped_column(default=0)
    overtaken: Mapped[bool] = mapped_column(default=False)
    booked: Mapped[int | None] = mapped_column(default=None)

    @property
    def difference(self) -> int:
        """What the books are to be corrected by: more (above zero) or less than they say, whatever was moved since."""
        return 0 if self.overtaken else self.counted - self.expected - self.found


class BinTruth(Base):
    """How far the books of one item in one bin can be believed; changed by every movement there, never more rows.

    `doubt` is what happened since `looked_at`, in thousandths; `sales` the pieces or grams sold since. `piece` is one
    piece in the item's own unit (1, or grams). `held` is what is not offered for doubt, `missing` what a count found
    to be less and that waits for a decision (`pending_id`). `asked_at` and `asked_of` are the last question in passing.
    """

    __tablename__ = "bin_truths"
    __table_args__ = (
        Index("ix_bin_truths_store_id_sku", "store_id", "sku"),
        Index("ix_bin_truths_asked_of_asked_at", "asked_of", "asked_at"),
    )

    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    piece: Mapped[int]
    looked_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    doubt: Mapped[int] = mapped_column(default=0)
    sales: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    missing: Mapped[int] = mapped_column(default=0)
    pending_id: Mapped[str | None] = mapped_column(ForeignKey("stock_counts.id"), index=True, default=None)
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    asked_of: Mapped[str | None] = mapped_column(String(64), default=None)


class CountPlanKind(StrEnum):
    """Which bins a plan picks out."""

    CYCLE = "cycle"  # not looked at for so many days
    TOUCHED = "touched"  # moved since the last look
    DOUBTFUL = "doubtful"  # believed least


class CountPlan(Living, Base):
    """Counts by the clock: every day at `at_clock` (by the store's wall), so many bins at most, of a zone or of all."""

    __tablename__ = "count_plans"
    __table_args__ = (Index("uq_count_plans_store_id_code", "store_id", "code", unique=True),)
    lifecycle: ClassVar = COUNT_PLAN

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    code: Mapped[str] = mapped_column(String(40))
    kind: Mapped[CountPlanKind] = enum_column(CountPlanKind)
    state: Mapped[CountPlanState] = state_column(COUNT_PLAN)
    at_clock: Mapped[str] = mapped_column(String(5))
    days: Mapped[int]
    bins_max: Mapped[int]
    zone_id: Mapped[str | None] = mapped_column(ForeignKey("zones.id"), default=None)
    blind: Mapped[bool] = mapped_column(default=True)
