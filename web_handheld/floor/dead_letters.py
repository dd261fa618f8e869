"""Keeps what could not be understood or applied, once, with its reason, and tells whoever watches the store."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from gateway.contract import Ack, Report, encode
from picking.devices.model import DeadLetter
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.floor.heard import Garbled, Heard

REASON_CHARACTERS_MAX = 400
LETTERS_MAX = 5_000  # of a store; the oldest go first
ALERTS_A_MINUTE_MAX = 20  # whoever watches has understood by then


def keep(work: UnitOfWork, garbled: Garbled) -> None:
    """Put a letter into the books and raise the alert; the same letter again is the same letter (SF-EVT-06)."""
    if work.find(DeadLetter, garbled.id) is not None:
        return
    row = DeadLetter(
        id=garbled.id,
        store_id=work.by.store_id,
        topic=garbled.topic,
        payload=garbled.payload,
        code=garbled.code,
        reason=garbled.reason[:REASON_CHARACTERS_MAX],
        at=work.now,
    )
    work.add(row)
    work.session.flush()
    _forget_the_oldest(work)
    at = _at_of(work, ALERTS_A_MINUTE_MAX)
    if at is not None and at > work.now - timedelta(minutes=1):
        return
    body = {"code": "dead_letter", "facts": {"id": row.id, "topic": row.topic, "code": row.code, "reason": row.reason}}
    work.push(f"store:{work.by.store_id}", "alert", body)


def _forget_the_oldest(work: UnitOfWork) -> None:
    at = _at_of(work, LETTERS_MAX)
    if at is not None:
        work.session.execute(delete(DeadLetter).where(DeadLetter.store_id == work.by.store_id, DeadLetter.at <= at))


def _at_of(work: UnitOfWork, place: int) -> datetime | None:
    """When the letter came that has so many newer ones: read from the index, for a flood must not slow the store."""
    of_store = select(DeadLetter.at).where(DeadLetter.store_id == work.by.store_id)
    return work.session.scalar(of_store.order_by(DeadLetter.at.desc()).offset(place).limit(1))


def keep_unknown(work: UnitOfWork, heard: Heard, code: str, reason: str) -> None:
    """Keep a report that is well formed but speaks of something nobody knows."""
    keep(work, as_letter(heard, code, reason))


def as_letter(heard: Heard, code: str, reason: str) -> Garbled:
    """Write a message down again as a letter."""
    message = heard.message
    if isinstance(message, Garbled):
        return message
    payload = encode(message).decode() if isinstance(message, Report | Ack) else str(message)
    topic = f"{heard.gateway}/{heard.device}/{heard.word}"
    return Garbled(topic, payload, code, reason)
