"""Gateways: how one gets into the books and to the broker, and what it shall be told."""

import re
import secrets
from datetime import timedelta

from sqlalchemy import select

from picking.devices.commands.registry import vanish_gateway
from picking.devices.model import Gateway, GatewayAccess, GatewayConfiguration
from picking.devices.queries import code_hash
from picking.foundation.locking import LOCK
from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another when it is read aloud
CODE_LENGTH = 10
CODE_LIFE = timedelta(minutes=30)
GATEWAY_ID = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
PASSWORD_HASH = re.compile(r"\$7\$[1-9]\d{0,6}\$[A-Za-z0-9+/]{16,64}={0,2}\$[A-Za-z0-9+/]{86}==", re.ASCII)
"""Mosquitto's form: PBKDF2 with HMAC-SHA512, rounds, salt and hash in base64."""


def offer_enrolment(work: UnitOfWork, gateway: str) -> str:
    """Make a one-time code that a gateway enrols with in the next half hour, and give it, once.

    A gateway that is enrolled already works on until it enrols anew; an earlier code is worth nothing any more.
    """
    work.by.require("devices")
    _check_name(gateway)
    row = work.find(GatewayAccess, (work.by.store_id, gateway), lock=True)
    row = row or work.add(GatewayAccess(store_id=work.by.store_id, gateway=gateway))
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    row.code_hash, row.code_until = code_hash(code), work.now + CODE_LIFE
    return code


def _check_name(gateway: str) -> None:
    if not GATEWAY_ID.fullmatch(gateway) or gateway == "host":
        raise invalid("gateway", "must be 1 to 64 of a-z, 0-9 and -, and not 'host'")


def enrol_gateway(work: UnitOfWork, code: str, password_hash: str) -> GatewayAccess:
    """Let the gateway that knows the code in with the password it made; the code is used up.

    Refuses a code that nobody gave, that was used or is too old: all three alike, so that nobody learns by guessing.
    """
    if not PASSWORD_HASH.fullmatch(password_hash):
        raise invalid("password_hash", "must be in Mosquitto's form, $7$rounds$salt$hash")
    query = select(GatewayAccess).where(GatewayAccess.code_hash == code_hash(code)).with_for_update(**LOCK)
    row = work.session.scalars(query).one_or_none()
    if row is None or row.code_until is None or row.code_until < work.now:
        raise Refusal("enrolment_code_wrong", Kind.FORBIDDEN)
    row.code_hash = row.code_until = None
    row.password_hash, row.enrolled_at = password_hash, work.now
    work.push(f"store:{row.store_id}", "device", {"said": "enrolled", "gateway": row.gateway})
    return row


def revoke_gateway(work: UnitOfWork, gateway: str) -> None:
    """Take a gateway's credentials and codes back: the broker lets it in no more."""
    work.by.require("devices")
    row = work.find(GatewayAccess, (work.by.store_id, gateway), lock=True)
    if row is None:
        raise unknown("Gateway", gateway)
    row.code_hash = row.code_until = row.password_hash = None
    known = work.find(Gateway, (work.by.store_id, gateway), lock=True)
    if known is not None:
        known.state = "revoked"  # its last will does not come: it may not say it any more
        vanish_gateway(work, gateway)
    work.push(f"store:{row.store_id}", "device", {"said": "revoked", "gateway": gateway})


def configure_gateway(work: UnitOfWork, gateway: str, document: Json) -> GatewayConfiguration:
    """Wish another configuration of a gateway; it is sent until the gateway has answered.

    The version is the time in seconds where that is more: a service that lost its books must not be older than what
    its gateways already have.
    """
    work.by.require("devices")
    _check_name(gateway)
    row = work.find(GatewayConfiguration, (work.by.store_id, gateway), lock=True)
    version = max(int(work.now.timestamp()), row.version + 1 if row else 0)
    if row is None:
        row = work.add(
            GatewayConfiguration(store_id=work.by.store_id, gateway=gateway, version=version, reported_version=0)
        )  # fmt: skip
    row.version, row.wished, row.wished_at = version, document, work.now
    row.sent_at, row.tries, row.answer, row.errors = None, 0, None, []
    work.instructed = True
    return row


def configuration_sent(work: UnitOfWork, gateway: str, version: int) -> None:
    """Note that a configuration was published."""
    row = work.get(GatewayConfiguration, (work.by.store_id, gateway), lock=True)
    if row.version == version:
        row.sent_at, row.tries = work.now, row.tries + 1


def configuration_reported(work: UnitOfWork, gateway: str, version: int, answer: str, errors: list[str]) -> None:
    """Note which configuration is in force at a gateway, and what became of the wished one.

    That an older one is applied answers nothing: the gateway has not heard the wish yet.
    """
    row = work.find(GatewayConfiguration, (work.by.store_id, gateway), lock=True)
    if row is None:
        return
    row.reported_version = version
    if answer != "applied" or version == row.version:
        row.answer, row.errors = answer, errors
    body = {"said": "configuration", "gateway": gateway, "version": version, "answer": row.answer}
    work.push(f"store:{row.store_id}", "device", body)
