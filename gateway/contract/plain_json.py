"""Reads and writes JSON strictly: UTF-8, one object, no duplicate keys, no NaN, no half characters."""

import json
import math
from typing import NoReturn

from gateway.contract.errors import ContractError

PAYLOAD_BYTES_MAX = 256 * 1024


def loads(payload: bytes) -> dict[str, object]:
    """Read one JSON object; raise ContractError `too_big`, `not_json` or `not_an_object`."""
    if len(payload) > PAYLOAD_BYTES_MAX:
        raise ContractError("too_big", f"{len(payload)} bytes; the limit is {PAYLOAD_BYTES_MAX}")
    try:
        tree = json.loads(payload.decode(), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
        if b"\\u" in payload:  # an escaped half of a surrogate pair is valid JSON, but no text
            json.dumps(tree, ensure_ascii=False).encode()
    except ContractError:
        raise
    except (ValueError, RecursionError) as error:
        raise ContractError("not_json", str(error)) from error
    if not isinstance(tree, dict):
        raise ContractError("not_an_object", "a payload is one JSON object")
    return tree


def dumps(tree: dict[str, object]) -> bytes:
    """Write one JSON object without spaces; raise ContractError `not_json` or `too_big`."""
    try:
        payload = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise ContractError("not_json", str(error)) from error
    if len(payload) > PAYLOAD_BYTES_MAX:
        raise ContractError("too_big", f"{len(payload)} bytes; the limit is {PAYLOAD_BYTES_MAX}")
    return payload


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ContractError("not_json", "a key stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ContractError("not_json", f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ContractError("not_json", f"{text[:40]} is too large a number")
    return number
