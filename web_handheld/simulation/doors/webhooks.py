"""Where a channel takes the store's webhooks: checks the signature, answers, and hands each message on once."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SIGNATURE = "Storefloor-Signature"
BODY_BYTES_MAX = 1_000_000
Taken = Callable[[str, dict[str, Any]], None]


@contextmanager
def receiver(secret: str, taken: Taken, forged: Callable[[], None]) -> Iterator[str]:
    """Take webhooks on loopback and give the URL; `taken` gets kind and body, `forged` hears of wrong signatures."""
    seen: set[str] = set()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), BODY_BYTES_MAX))
            if not is_signed(secret, self.headers.get(SIGNATURE, ""), payload):
                forged()
                self._answer(HTTPStatus.UNAUTHORIZED)
                return
            letter = json.loads(payload)
            if letter["id"] not in seen:
                seen.add(letter["id"])
                taken(letter["kind"], letter["body"])
            self._answer(HTTPStatus.NO_CONTENT)

        def log_message(self, *_: object) -> None:
            """Say nothing: the report counts."""

        def _answer(self, status: HTTPStatus) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Door) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="webhooks")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def is_signed(secret: str, header: str, payload: bytes) -> bool:
    """Tell whether `t=…,v1=…` is the HMAC-SHA256 of `t.payload` with this secret."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    made = hmac.new(secret.encode(), parts.get("t", "").encode() + b"." + payload, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made, parts.get("v1", ""))
