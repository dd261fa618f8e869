"""Puts the doors together: the Flask app with its API, pages and guards, and the websocket beside it."""

import time
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request
from flask_limiter.util import get_remote_address
from flask_smorest import Blueprint as SmorestBlueprint
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from web_handheld import pages
from web_handheld.api import (
    after_sales,
    carts,
    counts,
    deliveries,
    desk,
    desk_devices,
    desk_exceptions,
    desk_looking,
    desk_people,
    desk_prices,
    desk_prints,
    desk_reports,
    desk_setup,
    desk_store,
    desk_templates,
    desk_work,
    displays,
    filling,
    forecast,
    freshness,
    gateways,
    handheld,
    handheld_packets,
    health,
    labels,
    orders,
    outbound,
    outbound_decisions,
    photos,
    plans,
    prices,
    reports,
    riders,
    security,
    selling,
    session,
    shelf_labels,
    staffing,
    station_screens,
    stations,
    stores,
    walls,
    webhooks,
)
from web_handheld.api.docs import docs_page
from web_handheld.api.limits import count_requests, sign_in_limit
from web_handheld.api.problems import StorefloorApi
from web_handheld.board import labels as label_board, page as board, start
from web_handheld.desk import old_addresses
from web_handheld.parts import KEY, Parts
from web_handheld.settings import Settings

PREFIX = "/api/v1"
BLUEPRINTS: tuple[SmorestBlueprint, ...] = (
    orders.blueprint,
    after_sales.blueprint,
    session.blueprint,
    handheld.blueprint,
    handheld_packets.blueprint,
    walls.blueprint,
    stations.blueprint,
    station_screens.blueprint,
    outbound.blueprint,
    carts.blueprint,
    riders.blueprint,
    outbound_decisions.blueprint,
    stores.blueprint,
    selling.blueprint,
    forecast.blueprint,
    reports.blueprint,
    webhooks.blueprint,
    desk.blueprint,
    desk_devices.blueprint,
    desk_exceptions.blueprint,
    desk_looking.blueprint,
    desk_people.blueprint,
    desk_work.blueprint,
    desk_prints.blueprint,
    desk_setup.blueprint,
    desk_templates.blueprint,
    desk_store.blueprint,
    desk_prices.blueprint,
    desk_reports.blueprint,
    counts.blueprint,
    freshness.blueprint,
    deliveries.blueprint,
    filling.blueprint,
    displays.blueprint,
    photos.blueprint,
    plans.blueprint,
    staffing.blueprint,
    gateways.blueprint,
    labels.blueprint,
    prices.blueprint,
    shelf_labels.blueprint,
)
DESCRIPTION = (
    "Runs the floor of an O2O supermarket or front warehouse: from a paid order to a rider's hand. "
    "Machines send a bearer token; people sign in with badge and PIN and get a cookie. Every POST takes an "
    "Idempotency-Key: sent again with the same key it gets the first answer. Errors are problem details (RFC 9457) "
    "with a stable code."
)


def create_app(parts: Parts, secret_key: bytes) -> Flask:
    """Make the app; `secret_key` signs the session cookies."""
    settings = parts.settings
    app = Flask(__name__, static_folder="static", static_url_path="/static", template_folder="templates")
    app.config.update(_config(settings), SECRET_KEY=secret_key)
    app.extensions[KEY] = parts
    if settings.service.proxies:
        hops = settings.service.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way
    security.guard(app)
    _measure(app)
    api = StorefloorApi(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    app.register_blueprint(docs_page(api))
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(start.blueprint)
    app.register_blueprint(board.blueprint)
    app.register_blueprint(label_board.blueprint)
    app.register_blueprint(old_addresses.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(health.blueprint, url_prefix=PREFIX, name="health_v1")
    _limit(app, settings)
    return app


def create_live(app: Flask, settings: Settings, async_mode: str) -> SocketIO:
    """Make the websocket of an app; pages of other hosts are not let in."""
    return SocketIO(
        app,
        async_mode=async_mode,
        message_queue=settings.live.message_queue or None,
        max_http_buffer_size=settings.service.body_bytes_max,
        manage_session=False,
    )


def _config(settings: Settings) -> dict[str, Any]:
    return {
        "API_TITLE": "Storefloor",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": PREFIX,
        "OPENAPI_JSON_PATH": "openapi.json",
        "MAX_CONTENT_LENGTH": settings.service.body_bytes_max,
        "SESSION_COOKIE_NAME": f"storefloor-{settings.service.http_port}",  # cookies know hosts, but no ports
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Strict",
        "SESSION_COOKIE_SECURE": settings.service.secure_cookie,
        "PERMANENT_SESSION_LIFETIME": settings.service.session_hours * 3600,
    }


def _measure(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        parts: Parts = app.extensions[KEY]
        route = request.url_rule.rule if request.url_rule else "none"
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        parts.figures.requests.labels(route, request.method, response.status_code).observe(seconds)
        return response


def _has_failed(response: Response) -> bool:
    return response.status_code >= HTTPStatus.BAD_REQUEST


def _limit(app: Flask, settings: Settings) -> None:
    limiter = count_requests(app, settings.limits)
    for endpoint in ("health.alive", "health.ready", "health.metrics", "static", "pages.page", "pages.part"):
        limiter.exempt(app.view_functions[endpoint])
    # A whole shift signs in behind one address: only attempts that fail are counted.
    strictly = limiter.limit(sign_in_limit, key_func=get_remote_address, deduct_when=_has_failed)
    for endpoint in ("session.enter", "gateways.enrol"):
        app.view_functions[endpoint] = strictly(app.view_functions[endpoint])  # type: ignore[assignment]  # a route is a route
