"""The tables of work: walk, pick task, pick line, put-back, floor task."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.kinds import TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.tables import Base, Json, Living, enum_column, state_column
from picking.tasks.lifecycle import (
    FLOOR_TASK,
    PICK_LINE,
    PICK_TASK,
    PUT_BACK,
    PUT_BACK_LINE,
    FloorTaskState,
    PickLineState,
    PickTaskState,
    PutBackLineState,
    PutBackState,
)


class Walk(Base):
    """One trip of one person through one or several orders' pick tasks, each in a basket of its own.

    `reason` is the code of the sentence that says why this person got it, `reason_facts` fill it; `metres` is its
    planned length. `taken_at` is empty while it is only offered, and stays so when the offer ends without a yes.
    """

    __tablename__ = "walks"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    taken_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    metres: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(40), default="")
    reason_facts: Mapped[Json] = mapped_column(default=dict)


class PickTask(Living, Base):
    """An order's shelf goods in one zone.

    `person_id` is who holds it, who is offered it, or, while it is available, who should rather get it again.
    It may be taken from `start_at` on: before, its goods would wait too long for the rest of the order.
    `flagged` is the code that says why it came back. Who asked for a take-over is `asked_by`, in whose favour
    `asked_for`. `stop_confirmed_at` is when the holder of a stopped task stopped. `colour` is that of the lamp at the
    next bin, another for each who walks.
    """

    __tablename__ = "pick_tasks"
    __table_args__ = (
        Index("ix_pick_tasks_store_id_state_due_at", "store_id", "state", "due_at"),
        Index(
            "uq_pick_tasks_open_basket_id",
            "basket_id",
            unique=True,
            sqlite_where=text("state NOT IN ('PUT_AWAY', 'EMPTY', 'CANCELLED')"),
            postgresql_where=text("state NOT IN ('PUT_AWAY', 'EMPTY', 'CANCELLED')"),
        ),
    )
    lifecycle: ClassVar = PICK_TASK

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    sub_order_id: Mapped[str] = mapped_column(ForeignKey("sub_orders.id"), index=True)
    zone_id: Mapped[str] = mapped_column(ForeignKey("zones.id"))
    state: Mapped[PickTaskState] = state_column(PICK_TASK)
    due_at: Mapped[datetime]
    start_at: Mapped[datetime | None] = mapped_column(default=None)
    priority: Mapped[int] = mapped_column(default=0)
    skill: Mapped[str] = mapped_column(String(24))
    load: Mapped[Json] = mapped_column(default=dict)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    walk_id: Mapped[str | None] = mapped_column(ForeignKey("walks.id"), index=True, default=None)
    basket_id: Mapped[str | None] = mapped_column(ForeignKey("baskets.id"), index=True, default=None)
    assigned_at: Mapped[datetime | None] = mapped_column(default=None)
    flagged: Mapped[str | None] = mapped_column(String(40), default=None)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    asked_for: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    stop_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    colour: Mapped[str | None] = mapped_column(String(16), default=None)


class PickLine(Living, Base):
    """So much of an item from one bin for one order's line. Quantities are pieces or grams (`unit`).

    `rank` is its place in the walk, `skips` how often it was put last. `typed` of `picked` came by a typed code and
    wait for their scan; `refunded` of `quantity` was paid back. A substitute is a new line that names the line it
    stands for.
    """

    __tablename__ = "pick_lines"
    __table_args__ = (Index("ix_pick_lines_store_id_state_since", "store_id", "state_since", "state", "short_reason"),)
    lifecycle: ClassVar = PICK_LINE

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    task_id: Mapped[str] = mapped_column(ForeignKey("pick_tasks.id"), index=True)
    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_lines.id"), index=True)
    allocation_id: Mapped[str | None] = mapped_column(ForeignKey("allocations.id"), index=True)
    state: Mapped[PickLineState] = state_column(PICK_LINE)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    bin_id: Mapped[str | None] = mapped_column(ForeignKey("bins.id"), index=True)
    lot_id: Mapped[str | None] = mapped_column(ForeignKey("lots.id"))
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    picked: Mapped[int] = mapped_column(default=0)
    typed: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    rank: Mapped[int] = mapped_column(default=0)
    skips: Mapped[int] = mapped_column(default=0)
    short_reason: Mapped[str | None] = mapped_column(String(40), default=None)
    substitute_for: Mapped[str | None] = mapped_column(ForeignKey("pick_lines.id"), default=None)
    proposals: Mapped[list[str]] = mapped_column(default=list)

    @property
    def missing(self) -> int:
        """Give what is still to be taken, in pieces or grams."""
        return max(0, self.quantity - self.picked)


class PutBack(Living, Base):
    """The picked goods of a cancelled order on their way back to their bins; `key` is basket or slot."""

    __tablename__ = "put_backs"
    lifecycle: ClassVar = PUT_BACK

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    zone_id: Mapped[str | None] = mapped_column(ForeignKey("zones.id"))
    state: Mapped[PutBackState] = state_column(PUT_BACK)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    where: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime]


class PutBackLine(Living, Base):
    """One item to put back: all of `quantity` goes to a bin or is written off; the count must close."""

    __tablename__ = "put_back_lines"
    lifecycle: ClassVar = PUT_BACK_LINE

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"))
    put_back_id: Mapped[str] = mapped_column(ForeignKey("put_backs.id"), index=True)
    pick_line_id: Mapped[str] = mapped_column(ForeignKey("pick_lines.id"))
    state: Mapped[PutBackLineState] = state_column(PUT_BACK_LINE)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"))
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    from_place: Mapped[str] = mapped_column(String(64))
    bin_id: Mapped[str] = mapped_column(ForeignKey("bins.id"))
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)
    out_since: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(80), default=None)
    rank: Mapped[int] = mapped_column(default=0)


class FloorTaskKind(StrEnum):
    """What a floor task asks for."""

    MOVE = "move"
    REPLENISH = "replenish"
    COUNT = "count"
    SEARCH = "search"
    QUESTION = "question"
    CLEAR_OUT = "clear_out"


class FloorTask(Living, Base):
    """Something else somebody is asked to do. `key` makes it the only open one of its kind for its subject."""

    __tablename__ = "floor_tasks"
    __table_args__ = (
        Index(
            "uq_floor_tasks_open_key",
            "store_id",
            "key",
            unique=True,
            sqlite_where=text("state IN ('NEW', 'IN_PROGRESS')"),
            postgresql_where=text("state IN ('NEW', 'IN_PROGRESS')"),
        ),
    )
    lifecycle: ClassVar = FLOOR_TASK

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[FloorTaskKind] = enum_column(FloorTaskKind)
    key: Mapped[str] = mapped_column(String(120))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), index=True, default=None)
    zone_id: Mapped[str | None] = mapped_column(ForeignKey("zones.id"), default=None)
    state: Mapped[FloorTaskState] = state_column(FLOOR_TASK)
    subject: Mapped[Json]
    due_at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    answer: Mapped[Json | None] = mapped_column(default=None)
