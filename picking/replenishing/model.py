"""The tables of replenishing: wishes, a face's own limits, displays, the store's plan, and what has to be bought."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Living, enum_column, state_column
from picking.replenishing.lifecycle import (
    DISPLAY,
    FILL_PLAN,
    REPLENISHMENT,
    DisplayState,
    FillPlanState,
    ReplenishmentState,
)


class Cause(StrEnum):
    """Why goods are carried between a face and the bins behind."""

    LIMIT = "limit"  # less lies there than the day needs
    SHORT = "short"  # an order's line waits for it
    CLOSING = "closing"  # for the morning
    LEAD = "lead"
    DISPLAY = "display"  # a display is built up, kept full, taken down
    ROTATE = "rotate"  # what lies behind ends before what lies in the face
    OVERFULL = "overfull"  # the face holds more than fits: the reverse, from the face to behind


class Replenishment(Living, Base):
    """So much of an item is wanted in a bin from another: in a face from behind, or the reverse. `moved` came.

    Pieces or grams.
    """

    __tablename__ = "replenishments"
    __table_args__ = (
        Index("ix_replenishments_store_id_state_due_at", "store_id", "state", "due_at"),
        Index(
            "uq_replenishments_open",
            "bin_id",
            "sku",
            unique=True,
            sqlite_where=text("state IN ('NEW', 'IN_PROGRESS')"),
            postgresql_where=text("state IN ('NEW', 'IN_PROGRESS')"),
        ),
    )
    lifecycle: ClassVar = REPLENISHMENT

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    from_bin: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    cause: Mapped[Cause] = enum_column(Cause)
    quantity: Mapped[int]
    moved: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    due_at: Mapped[datetime]
    state: Mapped[ReplenishmentState] = state_column(REPLENISHMENT)


class FaceLimit(Base):
    """A face's own limits for an item; they go before the forecast's."""

    __tablename__ = "face_limits"
    __table_args__ = (CheckConstraint("least >= 0 AND most > least", name="in_order"),)

    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    least: Mapped[int]
    most: Mapped[int]


class Display(Living, Base):
    """An item shown at a second place for a while: its face there is filled, kept full and emptied by itself."""

    __tablename__ = "displays"
    __table_args__ = (
        Index(
            "uq_displays_open",
            "bin_id",
            "sku",
            unique=True,
            sqlite_where=text("state IN ('PLANNED', 'UP')"),
            postgresql_where=text("state IN ('PLANNED', 'UP')"),
        ),
    )
    lifecycle: ClassVar = DISPLAY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    quantity: Mapped[int]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[DisplayState] = state_column(DISPLAY)


class FillPlan(Living, Base):
    """How often a store's faces are looked at, and when they are filled for the morning (by the store's wall)."""

    __tablename__ = "fill_plans"
    lifecycle: ClassVar = FILL_PLAN

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), unique=True)
    every_minutes: Mapped[int]
    closing_at: Mapped[str] = mapped_column(String(5))
    closed_on: Mapped[str | None] = mapped_column(String(10), default=None)
    state: Mapped[FillPlanState] = state_column(FILL_PLAN)


class PurchaseDemand(Base):
    """An item of which nothing is left behind the faces; met when goods of it come in."""

    __tablename__ = "purchase_demands"
    __table_args__ = (
        Index(
            "uq_purchase_demands_open",
            "store_id",
            "sku",
            unique=True,
            sqlite_where=text("met_at IS NULL"),
            postgresql_where=text("met_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    quantity: Mapped[int]
    cause: Mapped[Cause] = enum_column(Cause)
    at: Mapped[datetime]
    met_at: Mapped[datetime | None] = mapped_column(default=None)
