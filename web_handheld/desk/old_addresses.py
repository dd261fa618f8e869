"""Where the desk's pages were before they became pages of the app: links and bookmarks still lead there."""

from collections.abc import Mapping

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

blueprint = Blueprint("old_addresses", __name__)
NOW: Mapping[str, str] = {
    "devices": "devices", "prints": "prints", "prices": "labels", "plans": "plans", "staffing": "staffing",
}  # fmt: skip


@blueprint.get("/desk/<any(devices, prints, prices, plans, staffing):name>")
def moved(name: str) -> Response:
    """Lead to the page as it is now, in the language that was asked for."""
    asked = request.args.get("lang")
    language = f"?lang={asked}" if asked in ("en", "zh", "es") else ""
    return redirect(f"/app/desk{language}#/{NOW[name]}")
