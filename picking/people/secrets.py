"""How secrets are kept: PINs as Argon2 hashes, tokens of badges and machines as SHA-256."""

import hashlib
import re
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
PIN_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
PIN_FORM = re.compile(r"[0-9]{4,8}")
BADGE_FORM = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN_BYTES = 32
# Somebody's hash who does not exist: an unknown badge takes as long as a known one.
_NOBODY = PIN_HASHER.hash(secrets.token_hex(_TOKEN_BYTES))


def hash_pin(pin: str) -> str:
    """Hash a PIN for keeping."""
    return PIN_HASHER.hash(pin)


def pin_fits(pin: str, kept: str | None) -> bool:
    """Tell whether a PIN is the kept one; takes as long for nobody's (None)."""
    try:
        PIN_HASHER.verify(kept or _NOBODY, pin)
    except (VerificationError, InvalidHashError):  # a wrong PIN, or a hash that is none: nobody gets in
        return False
    return kept is not None


def hash_token(token: str) -> str:
    """Hash a token for looking it up; it is long and random, so one fast round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """Make a machine's token: 256 random bits, told from other secrets by its first letters."""
    return f"sft_{secrets.token_urlsafe(_TOKEN_BYTES)}"


def new_badge_token() -> str:
    """Make a badge's token: 96 random bits in 16 characters, short enough for a Code 128."""
    return secrets.token_urlsafe(12)
