"""The start page at `/`: which page of the store is whose, for whoever typed only the address."""

import secrets

from flask import Blueprint, g, render_template, request

from picking.foundation.messages import LANGUAGES
from web_handheld.parts import parts

PREFIX = "start_"
# Where each page is; its words are `start_NAME` and `start_NAME_for`.
PLACES = {
    "handheld": "/app/handheld",
    "stall": "/app/stall",
    "outbound": "/app/outbound",
    "rider": "/app/rider",
    "display": "/app/display",
    "desk": "/app/desk",
    "board": "/board",
    "labels": "/labels",
    "api": "/api/docs",
}
blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def show() -> str:
    """Draw the page; `?lang=` chooses."""
    g.nonce = secrets.token_urlsafe(16)
    asked = request.args.get("lang")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    messages = parts().messages
    codes = [code for code in messages.codes() if code.startswith(PREFIX)]
    words = {code.removeprefix(PREFIX): messages.text(code, language, {}) for code in codes}
    return render_template(
        "start.html", words=words, places=PLACES, language=language, languages=LANGUAGES, nonce=g.nonce
    )
