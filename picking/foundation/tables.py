"""The base of all tables, and Living: a row with a lifecycle, a deadline and a version."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from picking.foundation.lifecycle import Lifecycle

Json = dict[str, Any]
StateT = TypeVar("StateT", bound=StrEnum)
JSON_COLUMN = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on every database; a naive one is a bug and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a time without zone, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Give back UTC; SQLite forgets the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[StrEnum]):
    """A StrEnum as short text, so that a new word needs no migration."""

    impl = String(24)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - as above
        """Store the word."""
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - as above
        """Give back the enum's member."""
        return None if value is None else self.words(value)


class Base(DeclarativeBase):
    """What all tables share: names of constraints that migrations can rely on, and how types are stored."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        Json: JSON_COLUMN,
        list[str]: JSON_COLUMN,
        list[Json]: JSON_COLUMN,
        dict[str, str]: JSON_COLUMN,
    }


def state_column(lifecycle: Lifecycle[Any, Any]) -> Mapped[Any]:
    """Give the column for a lifecycle's state; a new row stands at its start."""
    return mapped_column(EnumText(type(lifecycle.start)), default=lifecycle.start, index=True)


def enum_column(words: type[StrEnum], **options: Any) -> Mapped[Any]:
    """Give a column that holds one word of an enum."""
    return mapped_column(EnumText(words), **options)


class Living:
    """Mixed into every table whose rows have a lifecycle.

    A subclass names its `lifecycle`, its `state` column and has `id` and `store_id`. `deadline_at` is when
    the state's patience ends (found by the sweep); `version` refuses a second writer of the same row.
    Only `UnitOfWork.step` changes `state`.
    """

    lifecycle: ClassVar[Lifecycle[Any, Any]]
    id: Mapped[str]
    store_id: Mapped[str]
    state: Mapped[Any]
    state_before: Mapped[str | None] = mapped_column(String(24), default=None)
    state_since: Mapped[datetime] = mapped_column()
    deadline_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    version: Mapped[int] = mapped_column(default=0)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it on the class
        return {"version_id_col": cls.version}

    def begin(self, now: datetime) -> None:
        """Stand at the start of the lifecycle."""
        self.state = self.lifecycle.start
        self.state_since = now
        self.deadline_at = self._deadline(now, None)

    def enter(self, state: StrEnum, now: datetime, patience: timedelta | None) -> None:
        """Move to a state; `patience` replaces the lifecycle's own limit for it."""
        if state != self.state:
            self.state_before = str(self.state)
            self.state_since = now
        self.state = state
        self.deadline_at = self._deadline(now, patience)

    def previous(self) -> StrEnum | None:
        """Give the state held before this one."""
        return type(self.lifecycle.start)(self.state_before) if self.state_before else None

    @property
    def is_final(self) -> bool:
        """Tell whether nothing can happen to it any more."""
        return self.state in self.lifecycle.ends

    def _deadline(self, now: datetime, patience: timedelta | None) -> datetime | None:
        limit = self.lifecycle.patience.get(self.state)
        if limit is None:
            return None
        return now + (limit[0] if patience is None else patience)
