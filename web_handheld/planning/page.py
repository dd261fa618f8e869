"""The page /desk/plans: it holds nothing itself; what it shows it asks for with the right of whoever looks."""

import secrets

from flask import Blueprint, g, render_template, request

from picking.foundation.messages import LANGUAGES
from web_handheld.parts import parts

PREFIX = "plans_"
blueprint = Blueprint("plans_page", __name__)


@blueprint.get("/desk/plans")
def show() -> str:
    """Draw the page; `?lang=` chooses the language."""
    g.nonce = secrets.token_urlsafe(16)
    asked = request.args.get("lang")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    messages = parts().messages
    codes = [code for code in messages.codes() if code.startswith(PREFIX)]
    words = {code.removeprefix(PREFIX): messages.text(code, language, {}) for code in codes}
    return render_template("plans.html", words=words, language=language, languages=LANGUAGES, nonce=g.nonce)
