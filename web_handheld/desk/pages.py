"""The pages /desk/devices, /desk/prints and /desk/prices: they hold nothing; what they show they ask the API for."""

import secrets

from flask import Blueprint, g, render_template, request

from picking.foundation.messages import LANGUAGES
from web_handheld.parts import parts

PREFIXES = ("desk_", "cause_")
blueprint = Blueprint("desk_pages", __name__)


@blueprint.get("/desk/devices")
def devices() -> str:
    """Draw the page of the registry; `?lang=` chooses the language."""
    return _page("devices")


@blueprint.get("/desk/prints")
def prints() -> str:
    """Draw the page of the print queue."""
    return _page("prints")


@blueprint.get("/desk/prices")
def prices() -> str:
    """Draw the page of prices and shelf labels."""
    return _page("prices")


def _page(name: str) -> str:
    g.nonce = secrets.token_urlsafe(16)
    asked = request.args.get("lang")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    messages = parts().messages
    codes = [code for code in messages.codes() if code.startswith(PREFIXES)]
    words = {code.removeprefix("desk_"): messages.text(code, language, {}) for code in codes}
    return render_template(
        f"desk_{name}.html", page=name, words=words, language=language, languages=LANGUAGES, nonce=g.nonce
    )
