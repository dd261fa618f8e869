"""Signed QR codes of riders and customers: read, made, and checked against forgery and age."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from picking.catalogue.barcodes.codes import PickupPass, RiderCode

AGE_SECONDS_MAX = 60
CLOCK_SECONDS_MAX = 30  # a rider's telephone may run ahead of us by so much
_FORM = re.compile(
    r"SF1:(RIDER|PICKUP):([A-Za-z0-9._-]{1,40}):([A-Za-z0-9._-]{1,64}):([0-9]{1,11}):([A-Za-z0-9_-]{22})"
)
_MAC_BYTES = 16  # 128 bits: enough against forgery (RFC 2104, section 5), and the QR code stays small


class Fault(StrEnum):
    """Why a signed code is not believed."""

    FORGED = "forged"
    TOO_OLD = "too_old"
    FROM_THE_FUTURE = "from_the_future"


def read(text: str) -> RiderCode | PickupPass | None:
    """Read a signed code without believing it; None where the text is none."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    kind = RiderCode if match[1] == "RIDER" else PickupPass
    return kind(match[2], match[3], datetime.fromtimestamp(int(match[4]), UTC), match[5])


def rider_code(carrier: str, rider_id: str, made_at: datetime, secret: bytes) -> str:
    """Make a rider's check-in code, signed with the carrier's secret; `ValueError` if it could not be read back."""
    return _signed("RIDER", carrier, rider_id, made_at, secret)


def pickup_pass(store_id: str, code: str, made_at: datetime, secret: bytes) -> str:
    """Make a customer's pickup code, signed with the store's secret; `ValueError` as above."""
    return _signed("PICKUP", store_id, code, made_at, secret)


def fault(
    code: RiderCode | PickupPass, secret: bytes, now: datetime, *, age_seconds_max: int = AGE_SECONDS_MAX
) -> Fault | None:
    """Say why a signed code must not be believed, or None."""
    if not hmac.compare_digest(code.signature, _signature(_body(code), secret)):
        return Fault.FORGED
    if now - code.made_at > timedelta(seconds=age_seconds_max):
        return Fault.TOO_OLD
    if code.made_at - now > timedelta(seconds=CLOCK_SECONDS_MAX):
        return Fault.FROM_THE_FUTURE
    return None


def _body(code: RiderCode | PickupPass) -> str:
    at = int(code.made_at.timestamp())
    if isinstance(code, RiderCode):
        return f"SF1:RIDER:{code.carrier}:{code.rider_id}:{at}"
    return f"SF1:PICKUP:{code.store_id}:{code.code}:{at}"


def _signed(kind: str, issuer: str, subject: str, made_at: datetime, secret: bytes) -> str:
    body = f"SF1:{kind}:{issuer}:{subject}:{int(made_at.timestamp())}"
    text = f"{body}:{_signature(body, secret)}"
    if read(text) is None:
        raise ValueError(f"{text!r} could not be read back")
    return text


def _signature(body: str, secret: bytes) -> str:
    mac = hmac.new(secret, body.encode(), hashlib.sha256).digest()[:_MAC_BYTES]
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
