"""Runs a service under gevent's server until it is told to stop.

Measured against gunicorn's threads (`tests/bench/server_choice.py`): a thread for each of 200 websockets costs more
than all of their work, while one cooperative thread answers in a tenth of the time.
"""

import errno
import logging
import threading
from collections.abc import Callable

from gevent.pywsgi import WSGIHandler, WSGIServer
from sqlalchemy import Engine

from web_handheld.settings import Settings
from web_handheld.wiring import build

log = logging.getLogger(__name__)
CLOSE_SECONDS = 3


class PortTakenError(RuntimeError):
    """Somebody else listens there, or we may not."""


class HttpHandler(WSGIHandler):  # type: ignore[misc]  # gevent ships no types for it
    """Ends a connection with its websocket: what comes after it is no HTTP request."""

    def handle_one_response(self) -> None:
        """Answer one request."""
        super().handle_one_response()
        if self.environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            self.close_connection = True


def run_service(
    settings: Settings, stop: threading.Event, wait: Callable[[threading.Event], None], check: Callable[[Engine], None]
) -> None:
    """Serve until `wait` returns; `check` may refuse the database first. Raises PortTakenError.

    The caller has let gevent patch the standard library before anything else was imported.
    """
    service = build(settings)
    check(service.engine)
    address = (settings.service.http_host, settings.service.http_port)
    server = WSGIServer(address, service.app, log=None, error_log=log, handler_class=HttpHandler)
    try:
        server.start()
    except OSError as error:
        service.engine.dispose()
        raise PortTakenError(_reason(error, *address)) from error
    log.info("listening on http://%s:%d", *address)
    service.start()
    try:
        wait(stop)
    finally:
        log.info("stopping")
        server.stop(CLOSE_SECONDS)
        service.stop()


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: choose another one (--http, service.http_port)"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"
