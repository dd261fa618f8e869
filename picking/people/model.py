"""The tables of people and machines that may sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.tables import Base


class Person(Base):
    """Somebody on the staff; `skills` are zone codes, stall ids and words such as freezer.

    `stall_id` is where they usually stand. `pin_failures` counts wrong PINs in a row.
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(8))
    pin_hash: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]]
    skills: Mapped[list[str]]
    stall_id: Mapped[str | None] = mapped_column(ForeignKey("stalls.id"), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    pin_failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class Badge(Base):
    """A badge's random token, kept as a SHA-256 hash; `U:` and the token are its barcode."""

    __tablename__ = "badges"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Shift(Base):
    """A person's time on the floor; `ended_at` is empty while it lasts.

    `break_until` is the end of the last break; while it lies ahead, the person rests.
    """

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_store_id_ended_at", "store_id", "ended_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    break_until: Mapped[datetime | None] = mapped_column(default=None)

    def rests_until(self, now: datetime) -> datetime | None:
        """Give the end of the break that runs, if one does."""
        runs = self.ended_at is None and self.break_until is not None and self.break_until > now
        return self.break_until if runs else None


class MachineToken(Base):
    """A machine's bearer token (channel, carrier, till), kept as a hash; `name` says whose it is."""

    __tablename__ = "machine_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(24))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
