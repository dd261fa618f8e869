"""The tables of freshness: markdowns, what was written off or given away, photos of it, and each store's fresh day."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Living, enum_column, state_column
from picking.freshness.lifecycle import FRESH_DAY, MARKDOWN, FreshDayState, MarkdownState


class MarkdownCause(StrEnum):
    """Why an item is to be cheaper."""

    NEAR_END = "near_end"
    DAY_FRESH = "day_fresh"


class Markdown(Living, Base):
    """An item that is to be cheaper for a while, because so much of it (`quantity`) does not keep.

    `off_permille` is what is taken off first; day-fresh goods get cheaper still in steps. Its prices are plans of the
    catalogue whose codes begin with `plan_code`.
    """

    __tablename__ = "markdowns"
    __table_args__ = (Index("ix_markdowns_store_id_state", "store_id", "state"),)
    lifecycle: ClassVar = MARKDOWN

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), index=True)
    state: Mapped[MarkdownState] = state_column(MARKDOWN)
    cause: Mapped[MarkdownCause] = enum_column(MarkdownCause)
    expires_on: Mapped[date]
    quantity: Mapped[int]
    regular_minor: Mapped[int]
    price_minor: Mapped[int]
    off_permille: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)

    @property
    def plan_code(self) -> str:
        """Give the beginning of the codes of its price plans."""
        return f"fresh {self.id}"


class Gone(StrEnum):
    """Where goods went that are not sold."""

    WASTE = "waste"
    DONATION = "donation"


class WriteOff(Base):
    """So much of a lot that left its bin unsold: why, what it was worth, who says so, and a photo of it."""

    __tablename__ = "write_offs"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="something_goes"),
        Index("ix_write_offs_store_id_at", "store_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    gone: Mapped[Gone] = enum_column(Gone)
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"))
    quantity: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    worth_minor: Mapped[int]
    photo: Mapped[str | None] = mapped_column(ForeignKey("photos.hash"))
    person_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]


class Photo(Base):
    """A picture that somebody took, known by the SHA-256 of its bytes; the bytes lie in the service's folder."""

    __tablename__ = "photos"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    kind: Mapped[str] = mapped_column(String(24))
    size_bytes: Mapped[int]
    person_id: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]

    @property
    def id(self) -> str:
        """Give its hash, by which the journal knows it."""
        return self.hash


class FreshDay(Living, Base):
    """A store's hours for fresh goods, by its wall: the morning look, the evening's markdown, the clearing.

    `by_itself` marks down without asking a lead.
    """

    __tablename__ = "fresh_days"
    lifecycle: ClassVar = FRESH_DAY

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), unique=True)
    state: Mapped[FreshDayState] = state_column(FRESH_DAY)
    opens_at: Mapped[str] = mapped_column(String(5))
    marks_down_at: Mapped[str] = mapped_column(String(5))
    clears_at: Mapped[str] = mapped_column(String(5))
    by_itself: Mapped[bool] = mapped_column(default=False)
