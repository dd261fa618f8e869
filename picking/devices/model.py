"""The tables of devices: registry, station sessions, print jobs, wishes for what has a state."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from picking.devices.lifecycle import (
    DEVICE,
    PRINT_JOB,
    STATION_SESSION,
    DeviceState,
    PrintJobState,
    StationSessionState,
)
from picking.devices.readings import Mode, Reading
from picking.foundation.tables import Base, Json, Living, enum_column, state_column


class DeviceClass(StrEnum):
    """What kind of thing a device is."""

    SCANNER = "scanner"
    RECEIPT_PRINTER = "receipt_printer"
    LABEL_PRINTER = "label_printer"
    OFFICE_PRINTER = "office_printer"
    SCALE = "scale"
    SHELF_LABEL = "shelf_label"
    LIGHT = "light"
    HANDHELD = "handheld"
    SCREEN = "screen"


PRINTER_CLASSES = (DeviceClass.RECEIPT_PRINTER, DeviceClass.LABEL_PRINTER, DeviceClass.OFFICE_PRINTER)


class OwnTemplate(Base):
    """A store's own template of a sheet, as it was written; it goes before the one that is shipped."""

    __tablename__ = "own_templates"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
    kept_by: Mapped[str] = mapped_column(String(80))


class Device(Living, Base):
    """A device of the store; `id` is `{gateway}/{device}` as on the wire.

    `place` is the id of a bin, slot or stall, or `packing-1` of a bench; `sku` the item a shelf label shows.
    """

    __tablename__ = "devices"
    lifecycle: ClassVar = DEVICE

    id: Mapped[str] = mapped_column(String(130), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), index=True)
    gateway: Mapped[str] = mapped_column(String(64))
    device_class: Mapped[DeviceClass] = enum_column(DeviceClass)
    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[DeviceState] = state_column(DEVICE)
    cause: Mapped[str | None] = mapped_column(String(40), default=None)
    place: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    sku: Mapped[str | None] = mapped_column(ForeignKey("items.sku"), index=True, default=None)
    backup_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"), default=None)
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    info: Mapped[Json] = mapped_column(default=dict)


class ScaleUse(Base):
    """Who weighs at a scale and what it said last (see `picking.devices.readings`).

    `spent` says that what lies on it was weighed already: it counts no more until the scale was cleared.
    """

    __tablename__ = "scale_uses"

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True, default=None)
    since: Mapped[datetime]
    grams: Mapped[int | None] = mapped_column(default=None)
    stable: Mapped[bool] = mapped_column(default=False)
    mode: Mapped[Mode] = enum_column(Mode, default=Mode.GROSS)
    status: Mapped[list[str]] = mapped_column(default=list)
    said_at: Mapped[datetime | None] = mapped_column(default=None)
    spent: Mapped[bool] = mapped_column(default=False)

    @property
    def reading(self) -> Reading:
        """Give what the scale said last."""
        return Reading(self.grams, self.stable, self.mode, tuple(self.status))


class StationSession(Living, Base):
    """Who works a stall's screen; a second person asks, nothing is stolen silently."""

    __tablename__ = "station_sessions"
    lifecycle: ClassVar = STATION_SESSION

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    stall_id: Mapped[str] = mapped_column(ForeignKey("stalls.id"), index=True)
    state: Mapped[StationSessionState] = state_column(STATION_SESSION)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    opened_at: Mapped[datetime]


class PrintJob(Living, Base):
    """One sheet for one printer. `key` (thing, kind, version, copy) makes it the only one of its kind.

    `template` names a file of `config/labels`; `facts` fill it; `banner` heads what is not the plain first sheet:
    {"from": place} when rerouted, {"copy": 2}, {"again": true}. Without a printer `device_id` is empty and it waits.
    `copy_of` is the first sheet of a copy, `asked_by` whoever wanted it.
    """

    __tablename__ = "print_jobs"
    __table_args__ = (UniqueConstraint("store_id", "key"),)
    lifecycle: ClassVar = PRINT_JOB

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(120))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("orders.id"), default=None)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"), index=True)
    state: Mapped[PrintJobState] = state_column(PRINT_JOB)
    template: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    facts: Mapped[Json]
    banner: Mapped[Json | None] = mapped_column(default=None)
    instruction_id: Mapped[str | None] = mapped_column(ForeignKey("instructions.id"), index=True, default=None)
    copy: Mapped[int] = mapped_column(default=0)
    copy_of: Mapped[str | None] = mapped_column(ForeignKey("print_jobs.id"), index=True, default=None)


def _index_where(rows: str, name: str, *columns: str) -> Index:
    """Index only the few rows that are looked for: a store's labels are marked thousands in one statement."""
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


class Wish(Base):
    """What a thing that has a state should show (shelf label, light), and what it said it shows.

    Repeated until `reported_version` equals `version`; the version only grows. `due_at` is when it is to be sent
    (again), empty when it is shown or was broken off after its tries; then somebody walks there. `redraw_at` is when it
    has to be made anew from the books, `overlay` what is laid over a label's own facts for a while. The hashes are of
    what was sent and of what is shown, so that what looks the same is not sent again. `cause` is the device's own word.
    `lit_for` is who a lamp is lit for.
    """

    __tablename__ = "wishes"
    __table_args__ = (
        _index_where("due_at IS NOT NULL", "ix_wishes_store_id_due_at", "store_id", "due_at"),
        _index_where("redraw_at IS NOT NULL", "ix_wishes_store_id_redraw_at", "store_id", "redraw_at"),
        _index_where("lit_for IS NOT NULL", "ix_wishes_lit_for", "lit_for"),
    )

    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int]
    wished: Mapped[Json]
    reported_version: Mapped[int] = mapped_column(default=0)
    reported: Mapped[Json | None] = mapped_column(default=None)
    wished_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    repeat_seconds: Mapped[int] = mapped_column(default=10)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    redraw_at: Mapped[datetime | None] = mapped_column(default=None)
    broken_at: Mapped[datetime | None] = mapped_column(default=None)
    shown_at: Mapped[datetime | None] = mapped_column(default=None)
    cause: Mapped[str | None] = mapped_column(String(40), default=None)
    overlay: Mapped[Json] = mapped_column(default=dict)
    lit_for: Mapped[str | None] = mapped_column(String(64), default=None)
    sent_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    shown_hash: Mapped[str | None] = mapped_column(String(64), default=None)


class Gateway(Base):
    """How far a gateway's reports are applied: everything up to `applied_seq` of `boot`, and all boots before.

    Moved on in the transaction of the report itself, so that an acknowledgement never says too much. `state` is
    the gateway's own word (`ready`, `lost` …); `birth` and `metrics` are its last, as they came.
    """

    __tablename__ = "gateways"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    boot: Mapped[int] = mapped_column(BigInteger, default=0)
    applied_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(16), default="init")
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    birth: Mapped[Json] = mapped_column(default=dict)
    metrics: Mapped[Json] = mapped_column(default=dict)


class GatewayConfiguration(Base):
    """What a gateway shall be told, and what it said about it; repeated until it answers this version.

    `reported_version` is the one in force there; `answer` is None until it has answered, then `applied`, `rejected` or
    `reverted` with its `errors`, one a key.
    """

    __tablename__ = "gateway_configurations"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    gateway: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    wished: Mapped[Json]
    wished_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    reported_version: Mapped[int] = mapped_column(BigInteger, default=0)
    answer: Mapped[str | None] = mapped_column(String(16), default=None)
    errors: Mapped[list[str]] = mapped_column(default=list)


class GatewayAccess(Base):
    """A gateway's way to the broker: a one-time code to enrol with, then the hash of the password it made itself.

    The code is kept as SHA-256, the password as Mosquitto keeps it; without one the broker does not let it in.
    """

    __tablename__ = "gateway_access"

    store_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    gateway: Mapped[str] = mapped_column(String(64), primary_key=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    code_until: Mapped[datetime | None] = mapped_column(default=None)
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    enrolled_at: Mapped[datetime | None] = mapped_column(default=None)


class DeadLetter(Base):
    """A report that could not be understood or applied; `id` is the hash of topic and payload, so it is kept once.

    `seen_at` is when somebody looked at it and put it away, `seen_by` who.
    """

    __tablename__ = "dead_letters"
    __table_args__ = (Index("ix_dead_letters_store_id_at", "store_id", "at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    topic: Mapped[str] = mapped_column(String(300))
    payload: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by: Mapped[str | None] = mapped_column(String(64), default=None)
