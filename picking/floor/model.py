"""The tables of the place: store, zone, walking graph, bin, stall, basket."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.kinds import TemperatureClass, WorkType
from picking.foundation.tables import Base, Json, enum_column


class BinKind(StrEnum):
    """What a bin is for: customers' orders are picked from faces, reserves fill them, stalls use their own."""

    FACE = "face"
    RESERVE = "reserve"
    STALL = "stall"


class Store(Base):
    """One site with stock of its own; `names` by language, `timezone` an IANA name."""

    __tablename__ = "stores"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    names: Mapped[dict[str, str]]
    currency: Mapped[str] = mapped_column(String(3))
    timezone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8), default="en")
    layout_version: Mapped[int] = mapped_column(default=1)
    settings: Mapped[Json] = mapped_column(default=dict)

    def day(self, at: datetime) -> date:
        """Give the date on the store's own wall calendar: what expires today, and which day's order this is."""
        return at.astimezone(ZoneInfo(self.timezone)).date()

    def midnight(self, at: datetime) -> datetime:
        """Give when the store's day of a moment began."""
        return datetime.combine(self.day(at), time(), ZoneInfo(self.timezone)).astimezone(UTC)

    def next_clock(self, at: datetime, clock: str) -> datetime:
        """Give when the store's own wall clock shows an hour (`06:30`) next; raises `ValueError` for what is none."""
        hour = time.fromisoformat(clock)
        if len(clock) != len("06:30"):
            raise ValueError(f"{clock!r} is no hour as 06:30")
        wall = at.astimezone(ZoneInfo(self.timezone))
        coming = wall.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
        if coming <= wall:
            coming = (coming.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=wall.tzinfo)
        return coming.astimezone(UTC)

    def beginning_of(self, day: date) -> datetime:
        """Give when a day begins at the store."""
        return datetime.combine(day, time(), ZoneInfo(self.timezone)).astimezone(UTC)


class Zone(Base):
    """A part of the floor that one skill serves, at one temperature."""

    __tablename__ = "zones"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    code: Mapped[str] = mapped_column(String(8))
    names: Mapped[dict[str, str]]
    temperature_class: Mapped[TemperatureClass] = enum_column(TemperatureClass)


class Node(Base):
    """A point one can stand on; metres from the store's corner, `level` is the storey."""

    __tablename__ = "nodes"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    x: Mapped[float]
    y: Mapped[float]
    level: Mapped[int] = mapped_column(default=0)


class Edge(Base):
    """A way between two nodes of a store, in metres; `one_way` leads from a to b only."""

    __tablename__ = "edges"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    a: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    b: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    metres: Mapped[float]
    one_way: Mapped[bool] = mapped_column(default=False)


class Aisle(Base):
    """What is special about an aisle; one that nobody wrote down is open to everybody at any time.

    `people_max` is how many may walk in it at once (None: any number). It is closed every day in the `hours`
    ({"begin": "13:00", "end": "13:30"} by the store's clock), and now until `closed_until`.
    """

    __tablename__ = "aisles"

    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), primary_key=True)
    people_max: Mapped[int | None] = mapped_column(default=None)
    hours: Mapped[list[Json]] = mapped_column(default=list)
    closed_until: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def id(self) -> str:
        """Give its code, by which the journal knows it."""
        return self.code

    def is_closed(self, at: datetime, zone: ZoneInfo) -> bool:
        """Tell whether nobody may walk there at this time; hours may pass midnight."""
        if self.closed_until is not None and at < self.closed_until:
            return True
        clock = at.astimezone(zone).strftime("%H:%M")
        return any(_is_between(clock, each["begin"], each["end"]) for each in self.hours)

    def closings(self, begin: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """List from when to when nobody may walk there between these times, as the store's clock shows them."""
        days = range(-1, (end - begin).days + 2)
        wall = begin.astimezone(zone).date()
        daily = [_closing(wall + timedelta(days=day), each, zone) for day in days for each in self.hours]
        now = [(begin, self.closed_until)] if self.closed_until is not None else []
        return sorted((max(since, begin), until) for since, until in (*daily, *now) if since < end and until > begin)


def _closing(day: date, hours: Json, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Give when the hours of a day begin and end; those that pass midnight end on the next day."""
    begin, end = time.fromisoformat(hours["begin"]), time.fromisoformat(hours["end"])
    last = day + timedelta(days=end < begin)
    since, until = datetime.combine(day, begin, zone), datetime.combine(last, end, zone)
    return since.astimezone(UTC), until.astimezone(UTC)


def _is_between(clock: str, begin: str, end: str) -> bool:
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


class Bin(Base):
    """A place goods lie in; `B:` and its id are its barcode, `check_number` is spoken or read blind.

    Nothing is put into a `blocked` bin and nobody is sold what lies there; a `retired` one is gone from the floor and
    stands in the books for what it once held.
    """

    __tablename__ = "bins"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    zone_id: Mapped[str | None] = mapped_column(ForeignKey("zones.id"), index=True)
    aisle: Mapped[str] = mapped_column(String(16))
    node: Mapped[int]
    kind: Mapped[BinKind] = enum_column(BinKind, default=BinKind.FACE)
    check_number: Mapped[str] = mapped_column(String(2))
    capacity: Mapped[int] = mapped_column(default=0)
    blocked: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False, server_default=false())


class Stall(Base):
    """A station that makes goods ready (kitchen, fish, bakery); `bin_id` holds its raw stock.

    A `retired` one makes nothing any more and stands in the books for what it once made.
    """

    __tablename__ = "stalls"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    names: Mapped[dict[str, str]]
    work_type: Mapped[WorkType] = enum_column(WorkType)
    node: Mapped[int]
    bin_id: Mapped[str | None] = mapped_column(ForeignKey("bins.id"))
    is_open: Mapped[bool] = mapped_column(default=True)
    retired: Mapped[bool] = mapped_column(default=False, server_default=false())


class Basket(Base):
    """A basket or tote for walking; it never leaves the store. `K:` and its id are its barcode."""

    __tablename__ = "baskets"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    colour: Mapped[str] = mapped_column(String(16))
