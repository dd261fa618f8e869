"""Turns refusals and errors into RFC 9457 problem details with a stable code."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, json, request
from flask_smorest import Api
from marshmallow import Schema, fields
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from picking.foundation.messages import LANGUAGES
from picking.foundation.refusals import Kind, Refusal
from picking.handheld.answer import facts_in_words
from web_handheld.api.asking import language
from web_handheld.forms.base import wrong_fields
from web_handheld.parts import parts

log = logging.getLogger(__name__)
STATUS = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.UNKNOWN: HTTPStatus.NOT_FOUND,
    Kind.FORBIDDEN: HTTPStatus.FORBIDDEN,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.TOO_LATE: HTTPStatus.GONE,
    Kind.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
}
# What HTTP has a word of its own for.
STATUS_OF_CODE = {
    "sign_in_needed": HTTPStatus.UNAUTHORIZED,
    "sign_in_failed": HTTPStatus.UNAUTHORIZED,
    "signed_out": HTTPStatus.UNAUTHORIZED,
    "token_unknown": HTTPStatus.UNAUTHORIZED,
    "sign_in_locked": HTTPStatus.TOO_MANY_REQUESTS,
}
HTTP_CODES = {
    400: "request_unreadable",
    404: "no_such_page",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "json_wanted",
    429: "too_many_requests",
    500: "internal_error",
    503: "database_away",
}


class ProblemField(Schema):
    """One field of a request that is wrong."""

    field = fields.String(metadata={"description": "path of the field, as lines.0.quantity"})
    reason = fields.String()


class ProblemSchema(Schema):
    """A problem detail (RFC 9457); `code` is stable and made for programs, `detail` is for people."""

    type = fields.String(metadata={"description": "urn:storefloor:problem: and the code"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    code = fields.String()
    facts = fields.Dict()
    errors = fields.List(fields.Nested(ProblemField))


class StorefloorApi(Api):  # type: ignore[misc]  # flask-smorest ships no types
    """flask-smorest's API with problem details in place of its own errors."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        self._app.register_error_handler(HTTPException, self.handle_http_exception)
        self._app.register_error_handler(Refusal, refusal_problem)
        self._app.register_error_handler(OperationalError, database_problem)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer what Flask, webargs or the limiter refused."""
        return http_problem(error)


def refusal_problem(refusal: Refusal) -> Response:
    """Answer a refusal with its code, its sentence in the asker's language and its facts."""
    return _problem(STATUS_OF_CODE.get(refusal.code, STATUS[refusal.kind]), refusal.code, refusal.facts)


def database_problem(error: OperationalError) -> Response:
    """Answer that the database is away or busy; the request may be sent again."""
    log.error("the database did not answer %s %s: %s", request.method, request.path, error.orig)
    return _problem(HTTPStatus.SERVICE_UNAVAILABLE, "database_away", {})


def http_problem(error: HTTPException) -> Response:
    """Answer an HTTP error; a form's errors are listed field by field."""
    status = HTTPStatus(error.code or 500)
    messages = (getattr(error, "data", None) or {}).get("messages")
    wrong = list(wrong_fields(messages)) if messages else []
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and wrong:
        return _problem(status, "invalid_field", wrong[0], errors=wrong)
    code = HTTP_CODES.get(status, "request_refused")
    facts = {"path": request.path, "method": request.method, "status": int(status)}
    response = _problem(status, code, facts)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _problem(status: HTTPStatus, code: str, facts: Mapping[str, object], **more: object) -> Response:
    spoken, messages = language(LANGUAGES), parts().messages
    said = {name: facts_in_words(messages, fact, spoken) for name, fact in facts.items()}
    body = {
        "type": f"urn:storefloor:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": messages.text(code, spoken, said),
        "code": code,
        "facts": said,
        **more,
    }
    response = Response(json.dumps(body), status=status, mimetype="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
