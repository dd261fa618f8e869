"""The page of all sheets and labels at `/labels`, drawn with their samples: to be looked at, nothing is printed."""

import secrets

from flask import Blueprint, Response, g, render_template, request

from label_drawing.images import png
from label_drawing.shelf import draw_panel
from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import unknown
from web_handheld.parts import parts
from web_handheld.pictures import picture_of_sample

blueprint = Blueprint("label_board", __name__)
KEEP_SECONDS = 300
WORDS = ("title", "receipt", "label", "shelf")


@blueprint.get("/labels")
def show() -> str:
    """Draw the page; `?lang=` chooses."""
    g.nonce = secrets.token_urlsafe(16)
    language = _language()
    words = {code: parts().messages.text(f"labels_{code}", language, {}) for code in WORDS}
    sheets = parts().sheets.templates
    papers = {
        paper: [name for name, each in sheets.items() if each.get("paper", "receipt") == paper]
        for paper in ("label", "receipt")
    }
    shelf = {"pages": list(parts().pages.pages), "panels": list(parts().pages.panels)}
    return render_template(
        "labels.html", words=words, papers=papers, shelf=shelf, language=language, languages=LANGUAGES, nonce=g.nonce
    )


@blueprint.get("/labels/<name>.png")
def sample(name: str) -> Response:
    """Give one sample as PNG."""
    if name not in parts().sheets.templates:
        raise unknown("template", name)
    drawn = picture_of_sample(parts().sheets, name, _language())
    return Response(drawn, mimetype="image/png", headers={"Cache-Control": f"max-age={KEEP_SECONDS}"})


@blueprint.get("/labels/shelf/<name>/<panel>.png")
def shelf_page(name: str, panel: str) -> Response:
    """Give one page of shelf labels with its sample, on a panel, as PNG."""
    pages = parts().pages
    if name not in pages.pages or panel not in pages.panels:
        raise unknown("page", f"{name}/{panel}")
    drawn = png(draw_panel(pages.sample(name, _language(), panel)))
    return Response(drawn, mimetype="image/png", headers={"Cache-Control": f"max-age={KEEP_SECONDS}"})


def _language() -> str:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
