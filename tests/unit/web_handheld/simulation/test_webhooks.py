"""A channel believes only what is signed with its secret."""

import hashlib
import hmac
import json

import requests

from web_handheld.simulation.doors.webhooks import SIGNATURE, is_signed, receiver

KEY = "a-key-of-sixteen-or-more"
PAYLOAD = json.dumps({"id": "w1", "kind": "order.state", "body": {"state": "READY"}}).encode()


def signed(payload, key=KEY, at=1000):
    digest = hmac.new(key.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def test_a_signature_holds_for_its_payload_and_secret_only():
    """Anybody can post to an open port."""
    assert is_signed(KEY, signed(PAYLOAD), PAYLOAD)
    assert not is_signed(KEY, signed(PAYLOAD), PAYLOAD + b" ")
    assert not is_signed("another-key", signed(PAYLOAD), PAYLOAD)
    assert not is_signed(KEY, "", PAYLOAD)


def test_a_webhook_is_handed_on_once_and_a_forged_one_never():
    """The service repeats until it is answered."""
    taken, forged = [], []

    with receiver(KEY, lambda kind, body: taken.append((kind, body)), lambda: forged.append(1)) as url:
        answers = [requests.post(url, data=PAYLOAD, headers={SIGNATURE: signed(PAYLOAD)}, timeout=5) for _ in range(2)]
        turned_away = requests.post(url, data=PAYLOAD, headers={SIGNATURE: signed(b"")}, timeout=5)

    assert [answer.status_code for answer in answers] == [204, 204]
    assert taken == [("order.state", {"state": "READY"})]
    assert (turned_away.status_code, forged) == (401, [1])
