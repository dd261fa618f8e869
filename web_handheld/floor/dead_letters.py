"""Keeps what could not be understood or applied, once, with its reason, and tells whoever watches the store."""

from gateway.contract import Ack, Report, encode
from picking.devices.model import DeadLetter
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.floor.heard import Garbled, Heard

REASON_CHARACTERS_MAX = 400


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
    body = {"code": "dead_letter", "facts": {"id": row.id, "topic": row.topic, "code": row.code, "reason": row.reason}}
    work.push(f"store:{work.by.store_id}", "alert", body)


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
