"""The tables of the forecast: sold days, special days, forecast days, and how far the nightly work has come."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import JSON_COLUMN, Base


class SoldDay(Base):
    """What an item sold in each hour (24 of the store's clock) of a day, in pieces or grams; a day without has no row.

    `away_minutes` are the minutes of each hour in which it was sold out, empty where it never was: what nobody could
    buy is no sign that nobody wanted it.

    Orders count when they were placed and were paid, till sales when they were sold; replacements count for nothing.
    """

    __tablename__ = "sold_days"
    __table_args__ = (Index("ix_sold_days_store_id_day", "store_id", "day"),)

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    hours: Mapped[list[int]] = mapped_column(JSON_COLUMN)
    away_minutes: Mapped[list[int]] = mapped_column(JSON_COLUMN, default=list, server_default="[]")
    promoted: Mapped[bool] = mapped_column(default=False)


class SpecialDay(Base):
    """A day of the store's calendar that sells otherwise; `kind` is the store's own word: holiday, eve, match."""

    __tablename__ = "special_days"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))


class ForecastDay(Base):
    """What an item should sell in each hour of a day, in thousandths of a piece or gram.

    `spread_milli` is a thousandth of variance over mean; the face is filled below `face_least`, up to `face_most`.
    """

    __tablename__ = "forecast_days"
    __table_args__ = (Index("ix_forecast_days_store_id_day", "store_id", "day"),)

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("items.sku"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    hours_milli: Mapped[list[int]] = mapped_column(JSON_COLUMN)
    spread_milli: Mapped[int]
    face_least: Mapped[int]
    face_most: Mapped[int]
    made_at: Mapped[datetime]


class ForecastProgress(Base):
    """How far a store's nightly work has come: days rolled up, and the categories forecast on `made_on`."""

    __tablename__ = "forecast_progress"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    rolled_up_to: Mapped[date | None] = mapped_column(default=None)
    made_on: Mapped[date | None] = mapped_column(default=None)
    category: Mapped[str] = mapped_column(String(40), default="")
