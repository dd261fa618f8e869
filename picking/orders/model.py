"""The tables of orders: channel, order, its lines, sub-orders, cancellation, refund, and the day's serials."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.kinds import Mode, StockPolicy, Substitution, WorkType
from picking.foundation.quantity import Unit
from picking.foundation.tables import Base, Json, Living, enum_column, state_column
from picking.orders.lifecycle import (
    CANCELLATION,
    ORDER,
    REFUND,
    SUB_ORDER,
    CancellationState,
    OrderState,
    RefundState,
    SubOrderState,
)


class Channel(Base):
    """Where orders come from and state changes go to; the webhook is signed with `webhook_secret`."""

    __tablename__ = "channels"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    auto_accept: Mapped[bool] = mapped_column(default=True)
    payment_lock_minutes: Mapped[int] = mapped_column(default=10)
    pay_at_pickup: Mapped[bool] = mapped_column(default=False)
    webhook_url: Mapped[str | None] = mapped_column(String(400), default=None)
    webhook_secret: Mapped[str | None] = mapped_column(String(128), default=None)

    def pays_later(self, mode: Mode) -> bool:
        """Tell whether its orders of a mode are prepared unpaid and paid at the counter."""
        return self.pay_at_pickup and mode is Mode.PICKUP


class Order(Living, Base):
    """A customer's order. Money is integer minor units; `number` is what people call it (4521).

    At `meet_at` all of its parts shall be in the slot, at `rider_at` a rider should be called to be there by then.
    `refunded_minor` is what went off the bill: paid back, or never asked for when it was not paid yet.
    One that brings goods again without money `replaces_id`, the order that was complained about.
    `fingerprint` is that of the order as it was sent, so that a repeat is known from a reused id.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("store_id", "channel", "external_id"),
        Index("ix_orders_store_id_due_at", "store_id", "due_at"),
    )
    lifecycle: ClassVar = ORDER

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    number: Mapped[str] = mapped_column(String(16), index=True)
    channel: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(80))
    state: Mapped[OrderState] = state_column(ORDER)
    mode: Mapped[Mode] = enum_column(Mode)
    stock_policy: Mapped[StockPolicy] = enum_column(StockPolicy)
    placed_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    due_at: Mapped[datetime]
    customer: Mapped[Json]
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int]
    paid_minor: Mapped[int] = mapped_column(default=0)
    paid_at: Mapped[datetime | None] = mapped_column(default=None)
    payment_reference: Mapped[str | None] = mapped_column(String(80), default=None)
    refunded_minor: Mapped[int] = mapped_column(default=0)
    issue_document: Mapped[str | None] = mapped_column(String(40), default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    priority: Mapped[int] = mapped_column(default=0)
    replaces_id: Mapped[str | None] = mapped_column(String(36), index=True, default=None)
    meet_at: Mapped[datetime | None] = mapped_column(default=None)
    rider_at: Mapped[datetime | None] = mapped_column(default=None)
    lock_extended: Mapped[bool] = mapped_column(default=False)
    fingerprint: Mapped[str] = mapped_column(String(64))

    @property
    def amount_due_minor(self) -> int:
        """What is still to be paid; zero once it is paid."""
        return 0 if self.paid_at else self.total_minor - self.refunded_minor

    @property
    def masked_customer(self) -> str:
        """Give the customer as labels may show them: the first letter and stars."""
        name = str(self.customer.get("name") or "")
        return f"{name[0]}**" if name else ""

    @property
    def phone_tail(self) -> str:
        """Give the last four digits, all the floor ever shows of a telephone number."""
        return str(self.customer.get("phone_tail") or "")[-4:]

    @property
    def order_id(self) -> str:
        """Itself, so that its journal rows stand in its own timeline."""
        return self.id


class OrderLine(Base):
    """One line as ordered: quantity in pieces or grams, price per piece or kilogram frozen at payment.

    `price_version` is the listing's when it was ordered; `options` are the item's own, with their names.
    """

    __tablename__ = "order_lines"
    __table_args__ = (UniqueConstraint("order_id", "line_no"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    line_no: Mapped[int]
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    unit: Mapped[Unit] = enum_column(Unit)
    quantity: Mapped[int]
    unit_price_minor: Mapped[int]
    amount_minor: Mapped[int]
    price_version: Mapped[int]
    options: Mapped[list[Json]] = mapped_column(default=list)
    note: Mapped[str | None] = mapped_column(String(200), default=None)
    substitution: Mapped[Substitution] = enum_column(Substitution, default=Substitution.NONE)
    listed: Mapped[list[str]] = mapped_column(default=list)
    work_type: Mapped[WorkType] = enum_column(WorkType)
    sub_order_id: Mapped[str | None] = mapped_column(ForeignKey("sub_orders.id"), index=True, default=None)
    delivered_quantity: Mapped[int | None] = mapped_column(default=None)
    refunded_minor: Mapped[int] = mapped_column(default=0)


class SubOrder(Living, Base):
    """One kind of an order's work: shelf goods, or what one stall makes. `release_at` is when it may begin."""

    __tablename__ = "sub_orders"
    lifecycle: ClassVar = SUB_ORDER

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    state: Mapped[SubOrderState] = state_column(SUB_ORDER)
    work_type: Mapped[WorkType] = enum_column(WorkType)
    stall_id: Mapped[str | None] = mapped_column(ForeignKey("stalls.id"))
    release_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Cancellation(Living, Base):
    """A wish to cancel an order, who asked, why, and what the floor answered."""

    __tablename__ = "cancellations"
    lifecycle: ClassVar = CANCELLATION

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    state: Mapped[CancellationState] = state_column(CANCELLATION)
    reason: Mapped[str] = mapped_column(String(200))
    requested_by: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(String(200), default=None)


class RefundReason(StrEnum):
    """Why money goes back."""

    LATE_PAYMENT = "late_payment"
    CANCELLED = "cancelled"
    SHORT = "short"
    WEIGHT = "weight"
    SUBSTITUTE = "substitute"
    RETURN = "return"
    COMPENSATION = "compensation"


class Refund(Living, Base):
    """Money on its way back to the customer for an order or one of its lines.

    `quantity` is what was missing of the line; `reference` is the payment that came too late.
    """

    __tablename__ = "refunds"
    lifecycle: ClassVar = REFUND

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[str | None] = mapped_column(ForeignKey("order_lines.id"))
    state: Mapped[RefundState] = state_column(REFUND)
    reason: Mapped[RefundReason] = enum_column(RefundReason)
    amount_minor: Mapped[int]
    quantity: Mapped[int | None] = mapped_column(default=None)
    reference: Mapped[str | None] = mapped_column(String(80), default=None)
    detail: Mapped[str | None] = mapped_column(String(200), default=None)


class DaySerial(Base):
    """The last number given of a kind on a store's day: order numbers and issue documents start at 1 each morning."""

    __tablename__ = "day_serials"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[int]
