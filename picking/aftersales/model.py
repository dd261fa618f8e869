"""The tables of after-sales: the work order, its lines, and each decision about goods that came back."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.aftersales.lifecycle import WORK_ORDER, WorkOrderState
from picking.foundation.quantity import Unit
from picking.foundation.tables import Base, Living, enum_column, state_column


class WorkKind(StrEnum):
    """What the customer gets."""

    RETURN = "return"
    REFUND_ONLY = "refund_only"
    EXCHANGE = "exchange"
    RESHIP = "reship"

    @property
    def brings_back(self) -> bool:
        """Tell whether goods come back."""
        return self in (WorkKind.RETURN, WorkKind.EXCHANGE)

    @property
    def sends_again(self) -> bool:
        """Tell whether goods are sent again."""
        return self in (WorkKind.EXCHANGE, WorkKind.RESHIP)


class WorkOrder(Living, Base):
    """A complaint about a delivered order. `store_id` is the order's store, `return_store_id` where goods come back.

    `replacement_id` is the order that brings the goods again, `return_document` the paper of what came back, `answer`
    why it was rejected or went back to the service desk.
    """

    __tablename__ = "work_orders"
    __table_args__ = (
        UniqueConstraint("store_id", "channel", "external_id"),
        Index("ix_work_orders_return_store_id_state", "return_store_id", "state"),
    )
    lifecycle: ClassVar = WORK_ORDER

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    return_store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    number: Mapped[str] = mapped_column(String(24), index=True)
    kind: Mapped[WorkKind] = enum_column(WorkKind)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    channel: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64))
    state: Mapped[WorkOrderState] = state_column(WORK_ORDER)
    reason: Mapped[str] = mapped_column(String(200))
    requested_by: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    replacement_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), index=True, default=None)
    return_document: Mapped[str | None] = mapped_column(String(40), default=None)
    answer: Mapped[str | None] = mapped_column(String(200), default=None)


class WorkOrderLine(Base):
    """So much of an order's line that is complained about, in pieces or grams, and what is wanted for it.

    `amount_minor` is what is paid back whatever the quantity says; `in_stock` the floor's answer. Of `received`, what
    was decided is `restocked`, `damaged` or `held`.
    """

    __tablename__ = "work_order_lines"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    work_order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    order_line_id: Mapped[str] = mapped_column(ForeignKey("order_lines.id"), index=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    wanted_sku: Mapped[str | None] = mapped_column(ForeignKey("items.sku"), default=None)
    wanted_quantity: Mapped[int] = mapped_column(default=0)
    amount_minor: Mapped[int | None] = mapped_column(default=None)
    in_stock: Mapped[bool | None] = mapped_column(default=None)
    received: Mapped[int] = mapped_column(default=0)
    restocked: Mapped[int] = mapped_column(default=0)
    damaged: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    refund_id: Mapped[str | None] = mapped_column(ForeignKey("refunds.id"), default=None)

    @property
    def undecided(self) -> int:
        """What came back and was not looked at yet."""
        return self.received - self.restocked - self.damaged - self.held


class Verdict(StrEnum):
    """What becomes of goods that came back."""

    RESTOCK = "restock"
    DAMAGE = "damage"
    HOLD = "hold"


class ReturnDecision(Base):
    """What somebody decided about goods that came back; `photo` is the picture that was taken of them."""

    __tablename__ = "return_decisions"
    __table_args__ = (Index("ix_return_decisions_store_id_at", "store_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[str] = mapped_column(ForeignKey("work_order_lines.id"), index=True)
    verdict: Mapped[Verdict] = enum_column(Verdict)
    quantity: Mapped[int]
    bin_id: Mapped[str | None] = mapped_column(ForeignKey("bins.id"), default=None)
    reason: Mapped[str | None] = mapped_column(String(80), default=None)
    photo: Mapped[str | None] = mapped_column(ForeignKey("photos.hash"), default=None)
    person_id: Mapped[str | None] = mapped_column(String(64), default=None)
    at: Mapped[datetime]
