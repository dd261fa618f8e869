"""The tables of the tills: each sale and return as the till said it, once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base, enum_column


class TillKind(StrEnum):
    """Which way the goods went."""

    SALE = "sale"
    RETURN = "return"


class TillSale(Base):
    """A receipt of a till. `sold_at` is the till's time, `heard_at` ours: a till that was offline tells later."""

    __tablename__ = "till_sales"
    __table_args__ = (
        UniqueConstraint("store_id", "till", "receipt"),
        Index("ix_till_sales_store_id_sold_at", "store_id", "sold_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    till: Mapped[str] = mapped_column(String(40))
    receipt: Mapped[str] = mapped_column(String(60))
    kind: Mapped[TillKind] = enum_column(TillKind)
    sold_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))


class TillSaleLine(Base):
    """So much of an item on a receipt, in pieces or grams; of `unbooked` of it the books knew nothing."""

    __tablename__ = "till_sale_lines"

    sale_id: Mapped[str] = mapped_column(ForeignKey("till_sales.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), index=True)
    quantity: Mapped[int]
    amount_minor: Mapped[int]
    unbooked: Mapped[int] = mapped_column(default=0)
