"""Trade item numbers of 8, 12, 13 or 14 digits, and short UPC-E, all as one GTIN of 14 digits."""

from biip import ParseError
from biip.upc import Upc

from picking.catalogue.barcodes.check_digits import check_digit, is_digits
from picking.catalogue.barcodes.codes import ItemCode, Unknown, Why

LENGTHS = (8, 12, 13, 14)
_EAN_8 = 8
# Restricted circulation: only unique inside one shop, so never looked up in what all shops share.
_SHOP_INTERNAL = ("02", *(str(prefix) for prefix in range(20, 30)))


def read(text: str) -> ItemCode | Unknown | None:
    """Read a GTIN; None where the text is not so many digits, Unknown where its check digit does not fit."""
    if len(text) not in LENGTHS or not is_digits(text):
        return None
    short = _read_upc_e(text)
    if short is not None and text[0] == "0":
        return short  # no 8-digit GTIN opens with 0: those are UPC-E
    if not has_check_digit(text):
        return short or Unknown(text, Why.CHECK_DIGIT)
    gtin = text.zfill(14)
    return Unknown(text, Why.NO_LAYOUT) if _is_shop_internal(text, gtin) else ItemCode(gtin)


def has_check_digit(text: str) -> bool:
    """Tell whether the last digit is the GS1 check digit of the others."""
    return check_digit(text[:-1]) == text[-1]


def normal_gtin(text: str) -> str:
    """Give a GTIN as 14 digits; raises `ValueError` for a wrong length, check digit or a shop-internal number."""
    parsed = read(text)
    if isinstance(parsed, ItemCode):
        return parsed.gtin
    raise ValueError("no GTIN" if parsed is None else f"no GTIN: {parsed.reason}")


def with_check_digit(digits: str) -> str:
    """Print a GTIN from its digits without the last."""
    return digits + check_digit(digits)


def _is_shop_internal(text: str, gtin: str) -> bool:
    if len(text) == _EAN_8:
        return text[0] in "02"  # RCN-8 (GS1 General Specifications, 2.1.11)
    return gtin.startswith("0") and gtin[1:3] in _SHOP_INTERNAL


def _read_upc_e(text: str) -> ItemCode | None:
    if len(text) != _EAN_8 or text[0] not in "01":
        return None
    try:
        return ItemCode(Upc.parse(text).as_upc_a().zfill(14))
    except ParseError:
        return None
