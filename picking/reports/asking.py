"""What a report is: its columns, and the rows it makes of a question about a store and some days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.foundation.refusals import invalid
from picking.foundation.settings import FloorSettings
from picking.reports.charts import Chart

ROWS_MAX = 10_000
DAYS_MAX = 366
Cell = str | int | float | date | datetime | None
Row = Sequence[Cell]


class Shape(StrEnum):
    """How a column's cells are written: money is minor units, a share a thousandth, a ratio a plain number.

    A word is a code with a sentence of its own; an amount is pieces or grams, as the row's `unit` says; an id is for
    programs, no page shows it.
    """

    TEXT = "text"
    ID = "id"
    WORD = "word"
    COUNT = "count"
    AMOUNT = "amount"
    GRAMS = "grams"
    METRES = "metres"
    MINUTES = "minutes"
    SECONDS = "seconds"
    MONEY = "money"
    SHARE = "share"
    RATIO = "ratio"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True)
class Column:
    """A column by its key; its title is the sentence `column_KEY`, a word's own sentence is `WORDS_CELL`."""

    key: str
    shape: Shape = Shape.TEXT
    words: str = ""


@dataclass(frozen=True)
class Asked:
    """A question: which store, from the first to the last day of its calendar, in which language, about whom."""

    session: Session
    store_id: str
    first: date
    last: date
    now: datetime
    settings: FloorSettings = field(default_factory=FloorSettings)
    language: str = "en"
    person_id: str | None = None

    @cached_property
    def store(self) -> Store:
        """The store."""
        return self.session.get_one(Store, self.store_id)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The store's own clock."""
        return ZoneInfo(self.store.timezone)

    @property
    def begin(self) -> datetime:
        """The first day's midnight."""
        return datetime.combine(self.first, time(0), self.zone)

    @property
    def end(self) -> datetime:
        """The midnight after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(0), self.zone)

    @property
    def days(self) -> int:
        """How many days are asked about."""
        return (self.last - self.first).days + 1

    @property
    def today(self) -> date:
        """The day in the store."""
        return self.store.day(self.now)

    def check(self) -> None:
        """Refuse days that are none or too many."""
        if not 1 <= self.days <= DAYS_MAX:
            raise invalid("last", f"1 to {DAYS_MAX} days, the first one first")


@dataclass(frozen=True)
class Report:
    """A report by its name; `rows` come most important first and are cut after ROWS_MAX."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Asked], Iterable[Row]]
    days: int = 7
    """So many days are asked about where nothing is said: up to yesterday, or of today when it is one."""
    chart: Chart | None = None
    beside: str | None = None
    """Another report that is read together with this one."""

    def __post_init__(self) -> None:
        """Refuse a chart of columns that are not there."""
        if self.chart is not None:
            self.chart.check([column.key for column in self.columns])


def columns(text: str) -> tuple[Column, ...]:
    """Give columns from words like `sku sold:count worth:money cause:word/clock`."""
    return tuple(_column(*word.partition(":")[::2]) for word in text.split())


def _column(key: str, said: str) -> Column:
    shape, _, words = said.partition("/")
    return Column(key, Shape(shape or "text"), words)
