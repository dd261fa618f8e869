"""Labels that the store's scales print: read and printed by the store's own table of layouts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from picking.catalogue.barcodes.check_digits import check_digit, check_digit_from_left, is_digits, verifier
from picking.catalogue.barcodes.codes import ScaleLabel, Unknown, Why
from picking.foundation.quantity import grams

LENGTHS = (13, 18)
_UPC_LENGTH = 12
_GRAMS_DECIMALS = 3
_MINOR_DECIMALS = 2
_VERIFIED_DIGITS = (4, 5)


class Check(StrEnum):
    """How a scale makes the last digit."""

    GS1 = "gs1"
    LEFT = "left"
    NONE = "none"


class FieldName(StrEnum):
    """What a field of a label says; a verifier stands before the price or weight it verifies."""

    PLU = "plu"
    WEIGHT = "weight_grams"
    AMOUNT = "amount_minor"
    UNIT_PRICE = "unit_price_minor"
    PIECES = "pieces"
    VERIFIER = "verifier"
    SERIAL = "serial"


_DECIMALS_MAX = {
    FieldName.WEIGHT: _GRAMS_DECIMALS,
    FieldName.AMOUNT: _MINOR_DECIMALS,
    FieldName.UNIT_PRICE: _MINOR_DECIMALS,
}


@dataclass(frozen=True)
class LabelField:
    """So many digits; `decimals` of them behind the point of kilograms (or jin) or of the currency's main unit."""

    name: FieldName
    digits: int
    decimals: int = 0
    unit: str = "kg"


@dataclass(frozen=True)
class LabelLayout:
    """The digits of one kind of label: prefix, fields in order, one check digit; `length` counts all."""

    prefix: str
    length: int
    fields: tuple[LabelField, ...]
    check: Check

    @property
    def named(self) -> str:
        """Name the row of the table as people know it."""
        return f"prefix {self.prefix} ({self.length} digits)"

    def fits(self, text: str) -> bool:
        """Tell whether a text is of this layout."""
        return len(text) == self.length and text.startswith(self.prefix)


def read(text: str, layouts: Sequence[LabelLayout]) -> ScaleLabel | Unknown | None:
    """Read a label by the first layout that fits; None where none does."""
    if not is_digits(text):
        return None
    for candidate in _as_printed(text):
        for layout in layouts:
            if layout.fits(candidate):
                return _read_by(candidate, layout)
    return None


def _as_printed(text: str) -> Iterator[str]:
    yield text
    if len(text) == _UPC_LENGTH:
        yield f"0{text}"  # a scanner that reports UPC-A has dropped the zero of an 02 label


def _read_by(text: str, layout: LabelLayout) -> ScaleLabel | Unknown:
    check_fits = text[-1] == _check_of(text[:-1], layout.check)
    if not check_fits and layout.check is not Check.NONE:
        return Unknown(text, Why.CHECK_DIGIT)
    digits = _cut(text, layout)
    if not _verified(digits, layout):
        return Unknown(text, Why.CHECK_DIGIT)
    values = {str(f.name): _value(f, digits[f.name]) for f in layout.fields if f.name in _VALUES}
    return ScaleLabel(plu=normal_plu(digits[FieldName.PLU]), check_fits=check_fits, **values)


def _check_of(digits: str, rule: Check) -> str:
    return check_digit_from_left(digits) if rule is Check.LEFT else check_digit(digits)


def _cut(text: str, layout: LabelLayout) -> dict[FieldName, str]:
    digits: dict[FieldName, str] = {}
    start = len(layout.prefix)
    for each in layout.fields:
        digits[each.name] = text[start : start + each.digits]
        start += each.digits
    return digits


def _verified(digits: Mapping[FieldName, str], layout: LabelLayout) -> bool:
    target = _verified_field(layout)
    return target is None or digits[FieldName.VERIFIER] == verifier(digits[target.name])


def _verified_field(layout: LabelLayout) -> LabelField | None:
    for each, following in zip(layout.fields, layout.fields[1:], strict=False):
        if each.name is FieldName.VERIFIER:
            return following
    return None


_VALUES = (FieldName.WEIGHT, FieldName.AMOUNT, FieldName.UNIT_PRICE, FieldName.PIECES)


def _value(field: LabelField, digits: str) -> int:
    if field.name is FieldName.WEIGHT:
        return grams(Decimal(int(digits)).scaleb(-field.decimals), field.unit)
    if field.name is FieldName.PIECES:
        return int(digits)
    return int(Decimal(int(digits)).scaleb(_MINOR_DECIMALS - field.decimals))


def normal_plu(text: str) -> str:
    """Give a PLU without leading zeros, so that layouts of different widths mean the same item."""
    return text.lstrip("0") or "0"


def scale_label(layout: LabelLayout, facts: ScaleLabel) -> str:
    """Print a label's digits by a layout.

    Raises `ValueError` for a fact that is missing, does not fit its digits, or is finer than its decimals.
    """
    digits: dict[FieldName, str] = {}
    for each in layout.fields:
        if each.name is not FieldName.VERIFIER:
            digits[each.name] = _printed(each, facts)
    target = _verified_field(layout)
    if target is not None:
        digits[FieldName.VERIFIER] = verifier(digits[target.name])
    body = layout.prefix + "".join(digits[f.name] for f in layout.fields)
    return body + _check_of(body, layout.check)


def _printed(field: LabelField, facts: ScaleLabel) -> str:
    if field.name is FieldName.SERIAL:
        return "0" * field.digits
    text = facts.plu if field.name is FieldName.PLU else str(_shown(field, getattr(facts, field.name)))
    if len(text) > field.digits or not is_digits(text):
        raise ValueError(f"{field.name} {text} does not fit {field.digits} digits")
    return text.zfill(field.digits)


def _shown(field: LabelField, value: int | None) -> int:
    if value is None:
        raise ValueError(f"the label wants {field.name}")
    if field.name is FieldName.WEIGHT:
        shown = (Decimal(value) / grams(Decimal(1), field.unit)).scaleb(field.decimals)
    elif field.name is FieldName.PIECES:
        shown = Decimal(value)
    else:
        shown = Decimal(value).scaleb(field.decimals - _MINOR_DECIMALS)
    if shown != int(shown):
        raise ValueError(f"{field.name} {value} is finer than {field.decimals} decimals")
    return int(shown)


@dataclass(frozen=True)
class LayoutFault:
    """What is wrong with a table of layouts: the row, the key in it, the reason, and the reason's code and facts."""

    row: int
    key: str
    reason: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


def layout_faults(layouts: Sequence[LabelLayout]) -> list[LayoutFault]:
    """Find what could make a label unreadable or mean two things; an empty list is a sound table."""
    faults = [fault for row, layout in enumerate(layouts) for fault in _faults_of(row, layout)]
    for row, layout in enumerate(layouts):
        rivals = [other for other in layouts[:row] if _overlap(layout, other)]
        faults += [_conflict(row, layout, each) for each in rivals]
    return faults


def _conflict(row: int, layout: LabelLayout, rival: LabelLayout) -> LayoutFault:
    reason = f"{layout.named} and {rival.named} cover the same labels: only one of them can be right"
    return LayoutFault(row, "prefix", reason, "layout_conflict", {"one": layout.named, "other": rival.named})


def _overlap(a: LabelLayout, b: LabelLayout) -> bool:
    return a.length == b.length and (a.prefix.startswith(b.prefix) or b.prefix.startswith(a.prefix))


def _faults_of(row: int, layout: LabelLayout) -> Iterator[LayoutFault]:
    if not is_digits(layout.prefix) or layout.prefix[:2] not in ("02", *(str(n) for n in range(20, 30))):
        yield LayoutFault(row, "prefix", "a scale's prefix is 02 or 20 to 29", "layout_prefix")
    if layout.length not in LENGTHS:
        yield LayoutFault(row, "length", "a label has 13 or 18 digits", "layout_length")
    if len(layout.prefix) + sum(f.digits for f in layout.fields) + 1 != layout.length:
        yield LayoutFault(row, "fields", "prefix, fields and check digit do not add up to the length", "layout_sum")
    names = [f.name for f in layout.fields]
    if names.count(FieldName.PLU) != 1 or len(set(names)) != len(names):
        yield LayoutFault(row, "fields", "one PLU and no field twice", "layout_plu")
    target = _verified_field(layout)
    if FieldName.VERIFIER in names and (target is None or target.digits not in _VERIFIED_DIGITS):
        yield LayoutFault(row, "fields", "a verifier stands before a field of 4 or 5 digits", "layout_verifier")
    for i, each in enumerate(layout.fields):
        yield from _faults_of_field(row, f"fields[{i}]", each)


def _faults_of_field(row: int, key: str, field: LabelField) -> Iterator[LayoutFault]:
    if field.digits < 1 or (field.name is FieldName.VERIFIER and field.digits != 1):
        yield LayoutFault(
            row, f"{key}.digits", "a field has at least one digit, a verifier exactly one", "layout_digits"
        )
    if not 0 <= field.decimals <= _DECIMALS_MAX.get(field.name, 0):
        yield LayoutFault(row, f"{key}.decimals", "finer than grams or minor units", "layout_decimals")
    if field.unit not in ("kg", "jin"):
        yield LayoutFault(row, f"{key}.unit", "a scale prints kg or jin", "layout_unit")
