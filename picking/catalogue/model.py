"""The tables of items, their codes, and what a store makes of them."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from picking.catalogue.lifecycle import PRICE_PLAN, PlanState
from picking.foundation.kinds import Hygiene, TemperatureClass, WorkType
from picking.foundation.quantity import Unit
from picking.foundation.records import COUNTED
from picking.foundation.tables import Base, Json, Living, enum_column, state_column


class Category(Base):
    """What shoppers look for an item under; `names` by language."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    names: Mapped[dict[str, str]]


class Item(Base):
    """Something that is sold. Weighed items are counted in grams, all others in pieces.

    `weight_grams` is one piece's weight (or a typical one's); `prep_seconds` is a stall's time for one. `spec` is
    the size as printed (500 ml), `unit_names` the word for one piece by language.
    """

    __tablename__ = "items"

    sku: Mapped[str] = mapped_column(String(32), primary_key=True)
    names: Mapped[dict[str, str]]
    spec: Mapped[str] = mapped_column(String(40), default="")
    unit_names: Mapped[dict[str, str]] = mapped_column(default=dict)
    category: Mapped[str] = mapped_column(String(40))
    work_type: Mapped[WorkType] = enum_column(WorkType, default=WorkType.STANDARD)
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)
    unit: Mapped[Unit] = enum_column(Unit)
    weight_grams: Mapped[int]
    weight_tolerance_permille: Mapped[int] = mapped_column(default=100)
    shelf_life_days: Mapped[int | None]
    prep_seconds: Mapped[int] = mapped_column(default=0)
    options: Mapped[list[Json]] = mapped_column(default=list)
    fragile: Mapped[bool] = mapped_column(default=False)
    heavy: Mapped[bool] = mapped_column(default=False)
    hygiene: Mapped[Hygiene] = enum_column(Hygiene, default=Hygiene.NONE)
    scan_each: Mapped[bool] = mapped_column(default=False)
    picture: Mapped[str] = mapped_column(String(40), default="box")

    def name(self, language: str) -> str:
        """Give the name in a language, English where there is none."""
        return self.names.get(language) or self.names.get("en") or self.sku


class ItemCode(Base):
    """A code that means an item; a pack's code `contains` pieces.

    A `gtin` is padded to 14 digits, a scale's `plu` has no leading zeros.
    """

    __tablename__ = "item_codes"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)  # gtin or plu
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), index=True)
    contains: Mapped[int] = mapped_column(default=1)


class Listing(Base):
    """An item in one store: its price (per piece or per kilogram), its stall, whether it is on sale.

    `price_minor` is what is asked now; while a promotion (`promotion_id`) asks less, `regular_minor` is what it comes
    back to. `price_version` counts our changes, `feed_version` is the sender's of the last regular price.
    """

    __tablename__ = "listings"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    price_minor: Mapped[int]
    price_version: Mapped[int] = mapped_column(default=1)
    feed_version: Mapped[int] = mapped_column(BigInteger, default=0)
    regular_minor: Mapped[int | None] = mapped_column(default=None)
    promotion_id: Mapped[str | None] = mapped_column(ForeignKey("price_plans.id"), index=True, default=None)
    safety_stock: Mapped[int] = mapped_column(default=0)
    stall_id: Mapped[str | None] = mapped_column(ForeignKey("stalls.id"))
    listed: Mapped[bool] = mapped_column(default=True)
    sold_out_at: Mapped[datetime | None] = mapped_column(default=None)


class SoldOutSpan(Base):
    """A time an item was sold out in a store, written down when it is there again; until then its listing says it."""

    __tablename__ = "sold_out_spans"
    __table_args__ = (Index("ix_sold_out_spans_store_id_ended_at", "store_id", "ended_at"),)

    id: Mapped[int] = mapped_column(COUNTED, primary_key=True, autoincrement=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]


class PlanKind(StrEnum):
    """What a plan changes: the regular price for good, or the price asked for a while."""

    REGULAR = "regular"
    PROMOTION = "promotion"


class PricePlan(Living, Base):
    """Prices of a store that begin, and end, by themselves. `code` is the head office's name of it.

    A promotion names prices of items, or takes `off_permille` off all items (of a `category`); `labels` and `shown`
    count its shelf labels when it was looked at last. `told_late_at` is when somebody was told that too few show it.
    `marking_from` is the shelf label behind which the next are yet to be told to change; None when all are.
    """

    __tablename__ = "price_plans"
    __table_args__ = (UniqueConstraint("store_id", "code"),)
    lifecycle: ClassVar = PRICE_PLAN

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    code: Mapped[str] = mapped_column(String(64))
    feed_version: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[PlanKind] = enum_column(PlanKind)
    state: Mapped[PlanState] = state_column(PRICE_PLAN)
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    off_permille: Mapped[int | None] = mapped_column(default=None)
    category: Mapped[str | None] = mapped_column(String(40), default=None)
    labels: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)
    told_late_at: Mapped[datetime | None] = mapped_column(default=None)
    marking_from: Mapped[str | None] = mapped_column(String(130), default=None)


class PlannedPrice(Base):
    """What a plan asks for an item, in minor units a piece or a kilogram."""

    __tablename__ = "planned_prices"

    plan_id: Mapped[str] = mapped_column(ForeignKey("price_plans.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True, index=True)
    price_minor: Mapped[int]


class ScaleLayout(Base):
    """How this store's scales print: prefix, length 13 or 18, the fields in order, and the check rule."""

    __tablename__ = "scale_layouts"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    length: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fields: Mapped[list[Json]]
    check: Mapped[str] = mapped_column(String(8))
