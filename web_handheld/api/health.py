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
    """Tell whether the service can do its work, what is missing if not, and what could be better."""
    readiness = parts().readiness
    missing = readiness.look()
    status = HTTPStatus.SERVICE_UNAVAILABLE if missing else HTTPStatus.OK
    says = "not ready" if missing else "ready"
    return jsonify(status=says, missing=missing, remarks=readiness.remarks()), status


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give all figures in Prometheus' text form."""
    return Response(parts().figures.text(), content_type=CONTENT_TYPE_LATEST)
