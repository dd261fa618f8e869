"""The tables of receiving: deliveries, their lines, and the lots that were taken in of them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, Living, enum_column, state_column
from picking.receiving.lifecycle import DELIVERY, DeliveryState

REASON_MAX = 40


class DeliveryKind(StrEnum):
    """Where a delivery comes from."""

    PURCHASE = "purchase"
    TRANSFER = "transfer"  # from another store
    BLIND = "blind"  # nobody announced it


class Delivery(Living, Base):
    """Goods of one sender that come together. `number` is the sender's, unique in the store.

    `supplier` is who sends it, for a transfer the other store's id; `arrived_at` is when somebody began with it.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("store_id", "number"),
        Index("ix_deliveries_store_id_state_expected_at", "store_id", "state", "expected_at"),
    )
    lifecycle: ClassVar = DELIVERY

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    number: Mapped[str] = mapped_column(String(64))
    kind: Mapped[DeliveryKind] = enum_column(DeliveryKind, default=DeliveryKind.PURCHASE)
    supplier: Mapped[str] = mapped_column(String(80))
    expected_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[DeliveryState] = state_column(DELIVERY)


class DeliveryLine(Base):
    """One item of a delivery: what was announced (0 for what nobody announced), what was taken in, what was refused.

    `difference_reason` says why they do not agree, `refusal_reason` why some went back; pieces or grams.
    """

    __tablename__ = "delivery_lines"
    __table_args__ = (
        UniqueConstraint("delivery_id", "sku"),
        CheckConstraint("expected >= 0 AND received >= 0 AND refused >= 0", name="not_negative"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"))
    line_no: Mapped[int]
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), index=True)
    expected: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    difference_reason: Mapped[str | None] = mapped_column(String(REASON_MAX), default=None)
    refusal_reason: Mapped[str | None] = mapped_column(String(REASON_MAX), default=None)

    @hybrid_property
    def difference(self) -> int:
        """More (above zero) or less than announced of what came to the door, the refused counted as come."""
        return self.received + self.refused - self.expected

    @property
    def to_come(self) -> int:
        """What is still to come of what was announced."""
        return max(0, -self.difference)


class DeliveryLot(Base):
    """So much of a lot of a delivery lies in the bay, or lay there: `put_away` is in bins by now."""

    __tablename__ = "delivery_lots"
    __table_args__ = (
        CheckConstraint("put_away >= 0 AND put_away <= quantity", name="no_more_than_came"),
        Index("ix_delivery_lots_store_id_open", "store_id", "is_open"),
    )

    delivery_id: Mapped[str] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    lot_id: Mapped[str] = mapped_column(ForeignKey("lots.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    quantity: Mapped[int]
    put_away: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)

    @property
    def left(self) -> int:
        """What still lies in the bay."""
        return self.quantity - self.put_away
