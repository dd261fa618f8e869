"""The page /desk/staffing: it holds nothing itself; what it shows it asks for with the right of whoever looks."""

import secrets

from flask import Blueprint, g, render_template, request

from picking.foundation.messages import LANGUAGES
from web_handheld.parts import parts

PREFIX = "staffing_"
blueprint = Blueprint("staffing_page", __name__)


@blueprint.get("/desk/staffing")
def show() -> str:
    """Draw the page; `?lang=` chooses the language."""
    g.nonce = secrets.token_urlsafe(16)
    asked = request.args.get("lang")
    language = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    messages = parts().messages
    words = {
        code.removeprefix(PREFIX): messages.text(code, language, {})
        for code in messages.codes()
        if code.startswith(PREFIX)
    }
    late_percent = parts().settings.staffing.late_permille / 10
    return render_template(
        "staffing.html",
        words=words,
        language=language,
        languages=LANGUAGES,
        late_percent=f"{late_percent:g}",
        nonce=g.nonce,
    )
