"""/healthz, /readyz, /metrics: for whoever watches the service."""

from http import HTTPStatus

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST

from web_handheld.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Tell that the process answers."""
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """Tell whether the service can do its work, and what is missing if not."""
    missing = parts().readiness.look()
    status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
    return jsonify(status="not ready" if missing else "ready", missing=missing), status


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give all figures in Prometheus' text form."""
    return Response(parts().figures.text(), content_type=CONTENT_TYPE_LATEST)
