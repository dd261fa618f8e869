"""What guards every answer and every change: security headers, and no change on another site's behalf."""

from flask import Flask, Response, g, request, session

from picking.foundation.refusals import Kind, Refusal
from web_handheld.api.asking import bearer_token
from web_handheld.signing_in import SEAT

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Inline scripts carry the request's nonce; everything else comes from this very host.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: Flask) -> None:
    """Put the guards around all routes of an app."""
    app.before_request(refuse_other_sites)
    app.after_request(add_headers)


def refuse_other_sites() -> None:
    """Refuse a change that another site's page sends with our cookie (the cookie is SameSite=Strict besides).

    Browsers send Origin with every change; a program that sends none has no cookie jar to be abused.
    """
    if request.method in SAFE or bearer_token() is not None:
        return
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin != request.host_url.rstrip("/")
    if foreign or request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Refusal("other_site", Kind.FORBIDDEN, origin=origin or "unknown")


def add_headers(response: Response) -> Response:
    """Tell the browser what it may not do; answers to signed-in people are kept by nobody."""
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = CONTENT_POLICY.format(nonce=g.get("nonce", "none"))
    if "asker" in g or session.get(SEAT):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
