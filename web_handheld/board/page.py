"""The board's page and the picture it asks for whenever something has changed."""

import secrets

from flask import Blueprint, Response, g, jsonify, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Store
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import unknown
from web_handheld.board.glance import glance
from web_handheld.parts import parts

PREFIX = "board_"
blueprint = Blueprint("board", __name__)


@blueprint.get("/board")
def show() -> str:
    """Draw the board; `?lang=` and `?store=` choose."""
    g.nonce = secrets.token_urlsafe(16)
    language = _language()
    return render_template(
        "board.html",
        words=_words(language),
        language=language,
        languages=LANGUAGES,
        store=request.args.get("store", ""),
        nonce=g.nonce,
    )


@blueprint.get("/board/glance")
def picture() -> Response:
    """Give the picture as JSON."""
    transactions = parts().transactions
    with transactions.reading() as books:
        store = _store(books, request.args.get("store"))
        if store is None:
            return jsonify(store=None)
        return jsonify(glance(books, store, _language(), transactions.clock.now()))


def _words(language: str) -> dict[str, str]:
    """Give the board's own words out of the catalogue."""
    messages = parts().messages
    codes = [code for code in messages.codes() if code.startswith(PREFIX)]
    return {code.removeprefix(PREFIX): messages.text(code, language, {}) for code in codes}


def _store(books: Session, key: str | None) -> Store | None:
    if not key:
        return books.scalars(select(Store).order_by(Store.id)).first()
    store = books.get(Store, key)
    if store is None:
        raise unknown("Store", key)
    return store


def _language() -> str:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
