"""The web app's pages as they were built: /app/<area>, and beside them scripts, styles and the service worker."""

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from werkzeug.exceptions import NotFound

BUILT = Path(__file__).parent / "app" / "dist"
NAMED_BY_CONTENT = "assets/"  # such a file never changes: its name is its content's
FOREVER_SECONDS = 365 * 24 * 3600
blueprint = Blueprint("pages", __name__)


@blueprint.get("/app/<area>")
def page(area: str) -> Response:
    """Give an area's page, asked anew each time so that a new version is seen."""
    if "." in area:
        return _file(area)
    if not (BUILT / f"{area}.html").is_file():
        return _not_built() if not BUILT.is_dir() else _none(area)
    return _file(f"{area}.html")


@blueprint.get("/app/<path:name>")
def part(name: str) -> Response:
    """Give a file of the pages; those named by their content are kept for ever."""
    return _file(name)


def _file(name: str) -> Response:
    kept = name.startswith(NAMED_BY_CONTENT)
    response = send_from_directory(BUILT, name, max_age=FOREVER_SECONDS if kept else None)
    if kept:
        response.cache_control.public = response.cache_control.immutable = True
    return response


def _none(area: str) -> Response:
    raise NotFound(f"there is no page {area}")


def _not_built() -> Response:
    text = "The pages are not built here: run `make setup` in the sources, then open this page again.\n"
    return Response(text, HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8")
