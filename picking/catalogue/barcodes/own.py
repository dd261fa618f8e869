"""The store's own codes, read and printed: a type letter, a colon, the thing's id."""

import re
from collections.abc import Callable

from picking.catalogue.barcodes.check_digits import check_digit
from picking.catalogue.barcodes.codes import BagCode, OwnCode, OwnKind, Unknown, Why

_KEYS: dict[OwnKind, re.Pattern[str]] = {
    OwnKind.BIN: re.compile(r"[A-Za-z0-9-]{1,64}"),
    OwnKind.STAGING: re.compile(r"[A-Za-z0-9-]{1,64}"),
    OwnKind.SLOT: re.compile(r"[A-Za-z0-9-]{1,64}"),
    OwnKind.BASKET: re.compile(r"[A-Za-z0-9-]{1,16}"),
    OwnKind.ORDER: re.compile(r"[A-Za-z0-9-]{1,36}"),
    OwnKind.TICKET: re.compile(r"[A-Za-z0-9-]{1,36}"),
    OwnKind.BADGE: re.compile(r"[A-Za-z0-9_-]{1,64}"),
    OwnKind.SHOPPER: re.compile(r"[A-Za-z0-9-]{1,36}"),
}
_BAG = re.compile(r"([0-9A-Z]{1,16})-([1-9][0-9]{0,2})/([1-9][0-9]{0,2})-([1-9][0-9]{0,3})-([0-9])")
_DEVICE = re.compile(r"([a-z0-9-]{1,64}/[a-z0-9-]{1,64}):([A-Za-z0-9_-]{1,64})")


def read(text: str) -> OwnCode | BagCode | Unknown | None:
    """Read an own code; None where the text does not open like one, Unknown where it opens so but is damaged."""
    letter, colon, key = text.partition(":")
    if not colon or letter not in _LETTERS:
        return None
    kind = OwnKind(letter)
    return _READERS.get(kind, _read_key)(kind, key) or Unknown(text, Why.DAMAGED)


def _read_key(kind: OwnKind, key: str) -> OwnCode | None:
    return OwnCode(kind, key) if _KEYS[kind].fullmatch(key) else None


def _read_bag(kind: OwnKind, key: str) -> BagCode | Unknown | None:
    match = _BAG.fullmatch(key)
    if match is None:
        return None
    bag = BagCode(match[1], int(match[2]), int(match[3]), int(match[4]))
    if bag.n > bag.of:
        return None
    return bag if _bag_check(bag) == match[5] else Unknown(f"{kind}:{key}", Why.CHECK_DIGIT)


def _read_device(kind: OwnKind, key: str) -> OwnCode | None:
    match = _DEVICE.fullmatch(key)
    return OwnCode(kind, match[1], secret=match[2]) if match else None


_LETTERS = frozenset(str(kind) for kind in OwnKind)
_READERS: dict[OwnKind, Callable[[OwnKind, str], OwnCode | BagCode | Unknown | None]] = {
    OwnKind.BAG: _read_bag,
    OwnKind.DEVICE: _read_device,
}


def own_code(kind: OwnKind, key: str) -> str:
    """Print the code of a bin, staging position, slot, basket, order slip, ticket, badge or shopper's code.

    Raises `ValueError` for a key that could not be read back.
    """
    return _printed(f"{kind}:{key}")


def bag_code(order_number: str, n: int, of: int, version: int) -> str:
    """Print a bag's label code, as `P:4521-2/3-1-9`: order, bag n of m, label version, check digit.

    Raises `ValueError` for facts that could not be read back.
    """
    bag = BagCode(order_number, n, of, version)
    return _printed(f"{OwnKind.BAG}:{order_number}-{n}/{of}-{version}-{_bag_check(bag)}")


def device_code(device_id: str, secret: str) -> str:
    """Print the pairing code of a device (`gateway/device`) with its one-time key; `ValueError` as above."""
    return _printed(f"{OwnKind.DEVICE}:{device_id}:{secret}")


def _bag_check(bag: BagCode) -> str:
    # Letters count as their place in the alphabet from 10 on, in two digits, so that the GS1 rule covers them.
    digits = "".join(str(int(c, 36)) for c in f"{bag.order_number}{bag.n}{bag.of}{bag.version}")
    return check_digit(digits)


def _printed(text: str) -> str:
    if isinstance(read(text), OwnCode | BagCode):
        return text
    raise ValueError(f"{text!r} could not be read back")
