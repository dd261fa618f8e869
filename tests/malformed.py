"""Payloads that break the contract, made from its own examples and from nothing: the same for the same seed."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

from gateway.contract import ContractError, decode, encode
from gateway.contract.channels import Channel, Way
from gateway.contract.examples import EXAMPLES
from gateway.contract.plain_json import PAYLOAD_BYTES_MAX

Spoil = Callable[[Random, bytes], bytes]
# What no field of the contract wants, among them what breaks readers: depth, size, halves of characters, no numbers.
STRANGE = (
    None, True, -1, 0, 2**63, 10**40, 1e308, "", "\x00", "\ud800", "x" * 5000, [], {}, [[]], {"a": {}},
    "9999-99-99T99:99:99Z", "../../etc/passwd", "'; DROP TABLE once; --",
)  # fmt: skip


def _noise(dice: Random, _: bytes) -> bytes:
    return dice.randbytes(dice.randrange(1, 300))


def _cut(dice: Random, payload: bytes) -> bytes:
    return payload[: dice.randrange(len(payload))]


def _flipped(dice: Random, payload: bytes) -> bytes:
    found = bytearray(payload)
    for _ in range(dice.randrange(1, 6)):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def _strange(dice: Random, payload: bytes) -> bytes:
    tree = json.loads(payload)
    at = tree["data"] if isinstance(tree.get("data"), dict) and tree["data"] and dice.random() < 1 / 2 else tree
    at[dice.choice(list(at))] = dice.choice(STRANGE)
    return json.dumps(tree).encode()


def _missing(dice: Random, payload: bytes) -> bytes:
    tree = json.loads(payload)
    del tree[dice.choice(list(tree))]
    return json.dumps(tree).encode()


def _more(dice: Random, payload: bytes) -> bytes:
    return json.dumps({**json.loads(payload), f"extra-{dice.randrange(10**9)}": 1}).encode()


def _twice(dice: Random, payload: bytes) -> bytes:
    return b'{"boot":%d,' % dice.randrange(1, 10**9) + payload[1:]


def _deep(dice: Random, _: bytes) -> bytes:
    depth = dice.randrange(1_000, 50_000)
    return dice.choice((b"[", b'{"data":')) * depth


def _big(dice: Random, payload: bytes) -> bytes:
    return payload + b" " * (PAYLOAD_BYTES_MAX + dice.randrange(1, 1000))


def _no_number(dice: Random, payload: bytes) -> bytes:
    return payload.replace(b":1", b":" + dice.choice((b"NaN", b"-Infinity", b"1e999", b"01", b"1" * 5000)))


SPOILS: tuple[Spoil, ...] = (
    *(spoil for spoil in (_noise, _cut, _flipped, _strange, _missing, _more, _twice, _no_number) for _ in range(12)),
    _deep, _big,
)  # fmt: skip


def malformed(seed: int, count: int, store: str, gateway: str) -> Iterator[tuple[str, bytes]]:
    """Give so many topics of a gateway with payloads that its service cannot understand."""
    dice = Random(seed)  # noqa: S311 - spoils payloads, guards nothing
    examples = [_example(*each, store, gateway) for each in EXAMPLES if each[0].way is Way.UP]
    while count:
        topic, payload = dice.choice(examples)
        spoilt = dice.choice(SPOILS)(dice, payload)
        if _is_malformed(topic, spoilt):
            count -= 1
            yield topic, spoilt


def _example(channel: Channel, ids: dict[str, str], message: object, store: str, gateway: str) -> tuple[str, bytes]:
    payload = encode(message)  # type: ignore[arg-type]  # an example is a message
    return channel.topic(**{**ids, "store": store, "gateway": gateway}), payload


def _is_malformed(topic: str, payload: bytes) -> bool:
    """Whether it breaks the contract; anything else that is raised is a fault of the reader."""
    with suppress(ContractError):
        decode(topic, payload)
        return False
    return True
