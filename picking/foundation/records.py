"""The rows every transaction may leave behind: journal, once-ids, pushes, webhooks, instructions to devices."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import DDL, BigInteger, Index, Integer, String, event
from sqlalchemy.orm import Mapped, mapped_column

from picking.foundation.lifecycle import Lifecycle
from picking.foundation.tables import Base, Json, Living, state_column

COUNTED = BigInteger().with_variant(Integer(), "sqlite")


class JournalRow(Base):
    """One step of one thing: what, from where to where, who, with which device, when there and when here.

    Rows are only ever added; the database itself refuses to change or delete one.
    """

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_thing_thing_id", "thing", "thing_id"),
        Index("ix_journal_order_id", "order_id"),
        Index("ix_journal_store_id_at", "store_id", "at"),
    )

    id: Mapped[int] = mapped_column(COUNTED, primary_key=True, autoincrement=True)
    store_id: Mapped[str] = mapped_column(String(64))
    thing: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(String(36))
    step: Mapped[str] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(String(24))
    after: Mapped[str | None] = mapped_column(String(24))
    person_id: Mapped[str | None] = mapped_column(String(64))
    actor: Mapped[str] = mapped_column(String(80))
    device_id: Mapped[str | None] = mapped_column(String(64))
    said_at: Mapped[datetime | None]
    at: Mapped[datetime]
    facts: Mapped[Json] = mapped_column(default=dict)


class OnceAnswer(Base):
    """The answer a message got the first time, so that every repeat gets the same."""

    __tablename__ = "once"

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    answer: Mapped[Json]
    at: Mapped[datetime] = mapped_column(index=True)


class PushRoom(Base):
    """A room's last sequence number; taken in the transaction, so that order of numbers is order of commits."""

    __tablename__ = "push_rooms"

    room: Mapped[str] = mapped_column(String(120), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)


class Push(Base):
    """What a room was told; kept a while for whoever asks to resume."""

    __tablename__ = "pushes"

    room: Mapped[str] = mapped_column(String(120), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(24))
    body: Mapped[Json]
    at: Mapped[datetime] = mapped_column(index=True)


class WebhookState(StrEnum):
    """Where a webhook stands."""

    QUEUED = "queued"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class WebhookStep(StrEnum):
    """What can happen to a webhook."""

    ACCEPT = "accept"
    TRY_AGAIN = "try_again"
    GIVE_UP = "give_up"
    REQUEUE = "requeue"


# fmt: off
WEBHOOK = Lifecycle(
    name="webhook", start=WebhookState.QUEUED, ends={WebhookState.TAKEN},
    rows=(
        # in state               on step                becomes                because
        (WebhookState.QUEUED,   WebhookStep.ACCEPT,    WebhookState.TAKEN,    "the channel answered 2xx"),
        (WebhookState.QUEUED,   WebhookStep.TRY_AGAIN, WebhookState.QUEUED,   "no answer or a refusal: later again"),
        (WebhookState.QUEUED,   WebhookStep.GIVE_UP,   WebhookState.GIVEN_UP, "tries used up: a person looks"),
        (WebhookState.GIVEN_UP, WebhookStep.REQUEUE,   WebhookState.QUEUED,   "a person mended the channel"),
    ),
)
# fmt: on


class Webhook(Living, Base):
    """One state change on its way to a channel, in the channel's order, repeated until taken."""

    __tablename__ = "webhooks"
    lifecycle: ClassVar = WEBHOOK

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64), index=True)
    order_id: Mapped[str | None] = mapped_column(String(36))
    state: Mapped[WebhookState] = state_column(WEBHOOK)
    seq: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    body: Mapped[Json]
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(String(400), default=None)


class InstructionState(StrEnum):
    """Where an instruction to a device stands."""

    QUEUED = "queued"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


class InstructionStep(StrEnum):
    """What can happen to an instruction."""

    SEND = "send"
    REPEAT = "repeat"
    REPORT_DONE = "report_done"
    REPORT_FAILED = "report_failed"
    EXPIRE = "expire"


# fmt: off
_I, _S = InstructionState, InstructionStep
INSTRUCTION = Lifecycle(
    name="instruction", start=_I.QUEUED, ends={_I.DONE, _I.FAILED, _I.EXPIRED},
    rows=(
        # in state               on step           becomes     because
        (_I.QUEUED,              _S.SEND,          _I.SENT,    "published to the device's gateway"),
        (_I.SENT,                _S.REPEAT,        _I.SENT,    "no answer yet: same corr, same answer"),
        ((_I.QUEUED, _I.SENT),   _S.REPORT_DONE,   _I.DONE,    "the device said so"),
        ((_I.QUEUED, _I.SENT),   _S.REPORT_FAILED, _I.FAILED,  "the device said why not"),
        ((_I.QUEUED, _I.SENT),   _S.EXPIRE,        _I.EXPIRED, "the deadline passed"),
    ),
    patience={_I.QUEUED: (timedelta(seconds=20), _S.EXPIRE), _I.SENT: (timedelta(seconds=20), _S.EXPIRE)},
)
# fmt: on


class Instruction(Living, Base):
    """Something a device is asked to do once (print, beep, zero, answer); `id` is the wire's `corr`."""

    __tablename__ = "instructions"
    lifecycle: ClassVar = INSTRUCTION

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    store_id: Mapped[str] = mapped_column(String(64))
    device_id: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[InstructionState] = state_column(INSTRUCTION)
    kind: Mapped[str] = mapped_column(String(24))
    body: Mapped[Json]
    tries: Mapped[int] = mapped_column(default=0)
    detail: Mapped[str | None] = mapped_column(String(400), default=None)


_SQLITE_APPEND_ONLY = """
CREATE TRIGGER journal_append_only_{verb} BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
"""
_POSTGRESQL_TRIGGER = """
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION journal_append_only()
"""
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(_SQLITE_APPEND_ONLY.format(verb=verb) for verb in ("UPDATE", "DELETE")),
    "postgresql": (_POSTGRESQL_FUNCTION, _POSTGRESQL_TRIGGER),
}
for _dialect, _statements in APPEND_ONLY.items():
    for _statement in _statements:
        _trigger = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves DDL untyped
        event.listen(JournalRow.__table__, "after_create", _trigger.execute_if(dialect=_dialect))
