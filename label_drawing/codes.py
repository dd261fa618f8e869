"""Barcodes as modules: Code 128, EAN-13, EAN-8 and QR; what cannot be coded is refused, never bent."""

from collections.abc import Sequence

import barcode
import qrcode
from barcode.errors import BarcodeError
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

Modules = tuple[tuple[bool, ...], ...]
QUIET = {"code128": 10, "ean13": 11, "ean8": 7, "qr": 4}  # modules of white on each side (ISO 15417, 15420, 18004)
_LENGTHS = {"ean13": 13, "ean8": 8}


class CodeError(ValueError):
    """A text that this symbology cannot say."""


def modules(symbology: str, text: str) -> Modules:
    """Give a code's rows of dark modules, without its quiet zone; a linear code has one row.

    EAN wants all digits with the right check digit; Code 128 takes printable ASCII, QR any text.
    """
    if symbology == "qr":
        return _qr(text)
    if symbology == "code128":
        if not text or not all(" " <= each <= "~" for each in text):
            raise CodeError(f"{text[:40]!r} is no code128: printable ASCII is wanted")
        return _linear("code128", text)
    if symbology not in _LENGTHS:
        raise CodeError(f"{symbology!r} is no symbology")
    if len(text) != _LENGTHS[symbology] or not (text.isascii() and text.isdigit()):
        raise CodeError(f"{text[:40]!r} is no {symbology}: {_LENGTHS[symbology]} digits are wanted")
    if _check_digit(text[:-1]) != text[-1]:
        raise CodeError(f"{text} is no {symbology}: its check digit is {_check_digit(text[:-1])}")
    return _linear(symbology, text)


def with_quiet(rows: Sequence[Sequence[bool]], symbology: str) -> Modules:
    """Put the white around a code that readers need; a linear code gets it at its sides only."""
    quiet = QUIET[symbology]
    sides = (False,) * quiet
    framed = tuple((*sides, *row, *sides) for row in rows)
    if symbology != "qr":
        return framed
    blank = ((False,) * len(framed[0]),) * quiet
    return (*blank, *framed, *blank)


def _linear(name: str, text: str) -> Modules:
    try:
        drawn: list[str] = barcode.get(name, text).build()
    except BarcodeError as no:
        raise CodeError(f"{text[:40]!r} is no {name}: {no}") from no
    return (tuple(each != "0" for each in drawn[0]),)


def _qr(text: str) -> Modules:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    try:
        code.add_data(text)
        code.make(fit=True)
    except (DataOverflowError, ValueError) as no:
        raise CodeError(f"{len(text)} characters are too many for one QR code") from no
    return tuple(tuple(bool(each) for each in row) for row in code.get_matrix())


def _check_digit(digits: str) -> str:
    # GS1 General Specifications, section 7.9: weights 3, 1, 3 … from the right.
    weighed = sum(int(each) * (3 if at % 2 == 0 else 1) for at, each in enumerate(reversed(digits)))
    return str(-weighed % 10)
