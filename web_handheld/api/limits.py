"""How often somebody may ask: by token, by person, by address; sign-in strictest."""

import hashlib

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from web_handheld.api.asking import bearer_token, seat
from web_handheld.parts import parts
from web_handheld.settings import LimitSettings


def asker_key() -> str:
    """Name the one who is counted; a token only by its hash."""
    token = bearer_token()
    if token is not None:
        return "token:" + hashlib.sha256(token.encode()).hexdigest()[:24]
    sitting = seat()
    return f"person:{sitting.person_id}" if sitting else f"address:{get_remote_address()}"


def limit_now() -> str:
    """Give the limit of whoever asks."""
    limits = parts().settings.limits
    return limits.token if bearer_token() is not None else limits.person


def sign_in_limit() -> str:
    """Give the limit of attempts to sign in."""
    return parts().settings.limits.sign_in


def count_requests(app: Flask, limits: LimitSettings) -> Limiter:
    """Count all requests of an app; gives what routes with a stricter limit use."""
    return Limiter(
        asker_key,
        app=app,
        default_limits=[limit_now],
        storage_uri=limits.storage,
        headers_enabled=True,
    )
