"""Reads what was scanned into what it means, by form alone, and prints every code so that it can be read back.

Pure: the store's scale layouts are handed in, nothing is looked up.
"""

import unicodedata
from collections.abc import Sequence

from picking.catalogue.barcodes import gs1, gtin, own, scale_labels, signed
from picking.catalogue.barcodes.codes import (
    BagCode,
    Gs1,
    ItemCode,
    OwnCode,
    OwnKind,
    Parsed,
    PickupPass,
    RiderCode,
    ScaleLabel,
    Unknown,
    Why,
)
from picking.catalogue.barcodes.own import bag_code, device_code, own_code
from picking.catalogue.barcodes.scale_labels import Check, FieldName, LabelField, LabelLayout

__all__ = [
    "BagCode",
    "Check",
    "FieldName",
    "Gs1",
    "ItemCode",
    "LabelField",
    "LabelLayout",
    "OwnCode",
    "OwnKind",
    "Parsed",
    "PickupPass",
    "RiderCode",
    "ScaleLabel",
    "Unknown",
    "Why",
    "bag_code",
    "device_code",
    "own_code",
    "parse",
    "split_aim",
]

LENGTH_MAX = 256
# The symbology ids that say "GS1" (ISO/IEC 15424; GS1 General Specifications, figure 5.1.3-1).
GS1_AIMS = frozenset({"]C1", "]d2", "]Q3", "]e0", "]J1"})
_AIM_LENGTH = 3


def parse(text: str, aim: str | None = None, layouts: Sequence[LabelLayout] = ()) -> Parsed:
    """Read a scanned or typed text.

    Order: own code, GS1 by AIM id or Digital Link, the store's scale labels, GTIN, signed QR code, unknown.
    `aim` is the scanner's symbology id; one in front of the text counts as well. Never raises.
    """
    aim, text = split_aim(aim, text.strip(" \t\r\n"))
    reason = _unreadable(text)
    if reason is not None:
        return Unknown(text[:LENGTH_MAX], reason)
    return (
        own.read(text)
        or _read_gs1(text, aim)
        or scale_labels.read(text, layouts)
        or (gs1.read(text) if gs1.looks_like(text) else None)
        or gtin.read(text)
        or signed.read(text)
        or Unknown(text, Why.NO_FORM)
    )


def split_aim(aim: str | None, text: str) -> tuple[str | None, str]:
    """Take a symbology id off the front of a text whose reader did not say it apart."""
    if aim is None and len(text) > _AIM_LENGTH and text[0] == "]" and text[1].isalpha() and text[2].isalnum():
        return text[:_AIM_LENGTH], text[_AIM_LENGTH:]
    return aim, text


def _unreadable(text: str) -> Why | None:
    if not text.strip(gs1.SEPARATOR):
        return Why.BLANK
    if len(text) > LENGTH_MAX:
        return Why.TOO_LONG
    if any(unicodedata.category(c) == "Cc" for c in text if c != gs1.SEPARATOR):
        return Why.CONTROL_CHARACTERS
    return None


def _read_gs1(text: str, aim: str | None) -> Parsed | None:
    link = gs1.read_link(text)
    if link is not None:
        return link
    if aim in GS1_AIMS or gs1.SEPARATOR in text:
        return gs1.read(text) or gs1.read_human_readable(text) or Unknown(text, Why.DAMAGED)
    return gs1.read_human_readable(text)
