"""Runs a route's command in one transaction, once for each Idempotency-Key."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from flask import request

from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from web_handheld.api.asking import asker
from web_handheld.parts import parts

HEADER = "Idempotency-Key"
KEY_CHARACTERS_MAX = 80
Answer = tuple[Json, int]


def run(command: Callable[[UnitOfWork], Json], status: int = HTTPStatus.OK, *, once_key: str | None = None) -> Answer:
    """Run a command in the asker's name; a repeat of its key gets the first answer, a refusal included.

    The key is the request's Idempotency-Key, or `once_key` where the body brings an id of its own. It is remembered
    with who asked and a fingerprint of the request: the same key for something else is refused.
    """
    by = asker()
    key = once_key or request.headers.get(HEADER)
    if key is None:
        return parts().transactions.run(by, command), status
    answered = parts().transactions.run_once(
        by,
        _once_id(by, key),
        lambda work: {"status": int(status), "body": command(work)},
        refused=lambda _, refusal: {"refused": refusal.code, "kind": refusal.kind, "facts": refusal.facts},
        fingerprint=_fingerprint(),
    )
    return _open(answered.answer)


def _open(kept: Json) -> Answer:
    if "refused" in kept:
        raise Refusal(kept["refused"], Kind(kept["kind"]), **kept["facts"])
    return kept["body"], kept["status"]


def _once_id(by: Actor, key: str) -> str:
    if not key.isprintable() or not 1 <= len(key) <= KEY_CHARACTERS_MAX:
        raise invalid(HEADER, f"1 to {KEY_CHARACTERS_MAX} printable characters")
    who = hashlib.sha256(f"{by.store_id}/{by.person_id or by.name}".encode()).hexdigest()[:16]
    return f"http:{who}:{key}"


def _fingerprint() -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data()).hexdigest()
