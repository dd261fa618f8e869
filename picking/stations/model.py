"""The tables of the stalls: ticket, its items, and the goods that were used for it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.kinds import WorkType
from picking.foundation.quantity import Unit
from picking.foundation.tables import Base, Json, Living, enum_column, state_column
from picking.stations.lifecycle import TICKET, TicketState


class Ticket(Living, Base):
    """What one stall makes for one order. `place` keeps its spot on the wall; it never moves by itself.

    `prep_seconds` are its own; `load_seconds` and `load_tickets` were before it when it was fired.
    """

    __tablename__ = "tickets"
    __table_args__ = (UniqueConstraint("stall_id", "place"), Index("ix_tickets_stall_id_state", "stall_id", "state"))
    lifecycle: ClassVar = TICKET

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    sub_order_id: Mapped[str] = mapped_column(ForeignKey("sub_orders.id"), index=True)
    stall_id: Mapped[str] = mapped_column(ForeignKey("stalls.id"))
    number: Mapped[str] = mapped_column(String(20))
    work_type: Mapped[WorkType] = enum_column(WorkType)
    state: Mapped[TicketState] = state_column(TICKET)
    place: Mapped[int]
    fire_at: Mapped[datetime]
    due_at: Mapped[datetime]
    prep_seconds: Mapped[int]
    load_seconds: Mapped[int] = mapped_column(default=0)
    load_tickets: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    claimed_at: Mapped[datetime | None] = mapped_column(default=None)
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    hurried: Mapped[bool] = mapped_column(default=False)
    remakes: Mapped[int] = mapped_column(default=0)
    bumped_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(String(80), default=None)


class TicketItem(Base):
    """One item of a ticket with the customer's options and note; ticked off, or sold out, singly.

    What is sold by weight is weighed when it is made: `weighed_grams`, of which so much less than ordered is paid back
    (`refunded`, in grams). `at_scale_at` is when somebody put it at the stall's scale.
    """

    __tablename__ = "ticket_items"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_lines.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    options: Mapped[list[Json]] = mapped_column(default=list)
    note: Mapped[str | None] = mapped_column(String(200), default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    sold_out_at: Mapped[datetime | None] = mapped_column(default=None)
    weighed_grams: Mapped[int | None] = mapped_column(default=None)
    refunded: Mapped[int] = mapped_column(default=0)
    at_scale_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def made(self) -> int:
        """Give how much was made of it: what it weighs, else what was ordered."""
        return self.quantity if self.weighed_grams is None else self.weighed_grams

    @property
    def wants_weight(self) -> bool:
        """Tell whether it is still to be weighed."""
        return self.unit is Unit.GRAM and self.weighed_grams is None and not self.is_decided

    @property
    def is_decided(self) -> bool:
        """Tell whether nothing is left to do for it."""
        return self.done_at is not None or self.sold_out_at is not None


class TicketGoods(Base):
    """So much of a lot that was used for a ticket's item; `wasted_at` when it was thrown away."""

    __tablename__ = "ticket_goods"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    ticket_item_id: Mapped[str] = mapped_column(ForeignKey("ticket_items.id"))
    allocation_id: Mapped[str] = mapped_column(ForeignKey("allocations.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"))
    quantity: Mapped[int]
    wasted_at: Mapped[datetime | None] = mapped_column(default=None)
