"""State changes reach a channel signed and in order, however often the channel stumbles."""

import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from floor import STORE

from picking.foundation.actor import system
from picking.foundation.database import open_engine
from picking.orders.model import Channel
from web_handheld.floor.leases import Leases
from web_handheld.floor.webhooks import SIGNATURE

SECRET = "a secret of sixteen letters"


class Receiver(HTTPServer):
    """A channel that refuses its first post and takes all others."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.taken: list[tuple[dict, str, bytes]] = []
        self.refusals = 1
        self.enough = threading.Event()


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        payload = self.rfile.read(int(self.headers["Content-Length"]))
        refuse = self.server.refusals > 0
        self.server.refusals -= 1
        if not refuse:
            self.server.taken.append((json.loads(payload), self.headers[SIGNATURE], payload))
        self.send_response(503 if refuse else 200)
        self.end_headers()
        if len(self.server.taken) == 3:
            self.server.enough.set()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver():
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.needs("mosquitto")
def test_a_channel_gets_everything_in_order_signed_though_it_refused_the_first(service, receiver):
    """An order that is ready before it was paid would be nonsense to a shopper."""

    def subscribe_and_tell(work):
        channel = work.get(Channel, (STORE, "app"))
        channel.webhook_url, channel.webhook_secret = f"http://127.0.0.1:{receiver.server_port}/", SECRET
        for number in range(3):
            work.webhook("app", "order.state", {"n": number})

    service.transactions.run(system(STORE), subscribe_and_tell)
    assert receiver.enough.wait(20)

    assert [letter["body"]["n"] for letter, _, _ in receiver.taken] == [0, 1, 2]
    for _, signature, payload in receiver.taken:
        at, proof = (part.split("=")[1] for part in signature.split(","))
        assert hmac.new(SECRET.encode(), f"{at}.".encode() + payload, "sha256").hexdigest() == proof


@pytest.mark.needs("postgresql")
def test_two_processes_never_serve_one_store_and_one_takes_over(fresh_postgresql):
    """Two consumers of a store would lose the order of its scans; none would lose the scans."""
    first, second = (Leases(open_engine(fresh_postgresql)) for _ in range(2))

    assert first.renew(["store:a", "store:b"]) == {"store:a"}
    assert second.renew(["store:a", "store:b"]) == {"store:b"}
    assert first.renew(["store:a", "store:b"]) == {"store:a"}

    first.release()

    assert second.renew(["store:a", "store:b"]) == {"store:a", "store:b"}
    second.release()


def test_with_sqlite_everything_is_ours(tmp_path):
    """An embedded database has one process."""
    leases = Leases(open_engine(f"sqlite:///{tmp_path / 'a.db'}"))

    assert leases.renew(["store:a", "store:b"]) == {"store:a", "store:b"}
