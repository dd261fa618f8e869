"""GS1 element strings and Digital Links, read field by field: a bad field is lost, the item is not.

One that says two different things of one kind is refused whole: nobody can know which of them is true.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from biip import ParseConfig, ParseError
from biip.gs1_element_strings import GS1ElementString

from picking.catalogue.barcodes.check_digits import check_digit, is_digits
from picking.catalogue.barcodes.codes import Gs1, Unknown, Why
from picking.foundation.quantity import grams

SEPARATOR = "\x1d"
_TOLERANT = ParseConfig(gs1_element_strings_verify_date=False)
# Identifiers whose whole length is fixed, so that the next field is found behind a bad one
# (GS1 General Specifications, section 7.8.5, pre-defined length).
_FIXED_LENGTHS = {
    "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8, "14": 8, "15": 8, "16": 8,
    "17": 8, "18": 8, "19": 8, "20": 4, "31": 10, "32": 10, "33": 10, "34": 10, "35": 10, "36": 10, "41": 16,
}  # fmt: skip
_DATES = {"17": "expires_on", "7003": "expires_on", "15": "best_before_on", "11": "produced_on", "13": "produced_on"}
_WEIGHT_UNITS = {"310": "kg", "320": "lb", "357": "oz"}
_GTINS = ("01", "02")
_KEYS = ("01", "00")
_SSCC_LENGTH = 18
_COUNTS = ("30", "37")
_MEASURES = ("31", "32", "33", "34", "35", "36", "39")  # the fourth digit says where the decimal point stands
_HUMAN_READABLE = re.compile(r"\(([0-9]{2,4})\)([^()]+)")


def read(text: str) -> Gs1 | Unknown | None:
    """Read an element string (fields end at the group separator); None where nothing in it could be read."""
    return _gather(text, _elements(text))


def read_human_readable(text: str) -> Gs1 | Unknown | None:
    """Read what is printed below the bars, `(01)…(17)…`; None where the text is not of that form."""
    fields = _HUMAN_READABLE.findall(text)
    if not fields or "".join(f"({ai}){value}" for ai, value in fields) != text:
        return None
    return _gather(text, (_parse_exactly(ai, value) for ai, value in fields))


def read_link(text: str) -> Gs1 | Unknown | None:
    """Read a Digital Link URI; None where the text is no web address with a GTIN or SSCC in its path.

    The right-most key counts (GS1 Digital Link, URI Syntax): what stands before it is the web site's own path.
    """
    link = urlsplit(text) if text[:8].lower().startswith(("http://", "https://")) else None
    if link is None:
        return None
    path = [unquote(part) for part in link.path.rstrip("/").split("/")]
    start = _place_of_key(path)
    if start is None:
        return None
    pairs = [*zip(path[start::2], path[start + 1 :: 2], strict=False), *parse_qsl(link.query)]
    return _gather(text, (_parse_exactly(ai, value) for ai, value in pairs if is_digits(ai)))


def _place_of_key(path: Sequence[str]) -> int | None:
    """Find the right-most key: a sound one first, so that a lot named 01 is no key, else one that was misread."""
    places = [at for at in range(len(path) - 2, -1, -1) if path[at] in _KEYS and is_digits(path[at + 1])]
    sound = (at for at in places if _sound_key(path[at], path[at + 1]))
    return next(sound, next(iter(places), None))


def _sound_key(ai: str, value: str) -> bool:
    if ai == "00":
        return len(value) == _SSCC_LENGTH and check_digit(value[:-1]) == value[-1]
    return _sound_gtin(value.zfill(14))


def looks_like(text: str) -> bool:
    """Tell whether digits without an AIM id are surely an element string: they open with a sound GTIN."""
    return len(text) >= _FIXED_LENGTHS["01"] and text[:2] in _GTINS and _sound_gtin(text[2:16])


def element_string(facts: Gs1) -> str:
    """Print the fields as an element string, fixed lengths first; weights as kilograms with three decimals.

    Raises `ValueError` for facts that could not be read back.
    """
    days = {"17": facts.expires_on, "15": facts.best_before_on, "11": facts.produced_on}
    fixed = {"00": facts.sscc, "01": facts.gtin, **{ai: f"{day:%y%m%d}" for ai, day in days.items() if day}}
    if facts.weight_grams is not None:
        fixed["3103"] = f"{facts.weight_grams:06d}"
    free = {"30": facts.count, "3922": facts.amount_minor, "10": facts.lot, "21": facts.serial}
    text = "".join(f"{ai}{value}" for ai, value in fixed.items() if value is not None)
    text += SEPARATOR.join(f"{ai}{value}" for ai, value in free.items() if value is not None)
    if read(text) != facts:
        raise ValueError(f"{facts} could not be read back")
    return text


Element = tuple[str, GS1ElementString | None]
Fact = dict[str, Any]


def _elements(text: str) -> Iterator[Element]:
    rest = text.strip(SEPARATOR)
    while rest:
        try:
            element = GS1ElementString.extract(rest, config=_TOLERANT)
            yield element.ai.ai, element
            rest = rest[len(element) :]
        except ParseError:
            yield rest[:2], None
            rest = _behind_bad_field(rest)
        rest = rest.lstrip(SEPARATOR)


def _behind_bad_field(rest: str) -> str:
    length = _FIXED_LENGTHS.get(rest[:2])
    field, separator, following = rest.partition(SEPARATOR)
    if length is not None and len(field) > length:
        return rest[length:]
    return following if separator else ""


def _parse_exactly(ai: str, value: str) -> Element:
    padded = value.zfill(14) if ai in _GTINS else value
    try:
        return ai, GS1ElementString.parse(f"{ai}{padded}", config=_TOLERANT)
    except ParseError:
        return ai, None


def _gather(text: str, elements: Iterator[Element]) -> Gs1 | Unknown | None:
    facts, known = Gs1(), False
    said: dict[str, str] = {}
    for ai, element in elements:
        if element is not None and said.setdefault(_meaning(ai), f"{ai}{element.value}") != f"{ai}{element.value}":
            return Unknown(text, Why.CONTRADICTS)
        read_fact = None if element is None else _fact(element)
        if read_fact is None:
            facts = replace(facts, lost=(*facts.lost, ai))
        else:
            known = True
            facts = replace(facts, **_new(facts, read_fact))
    return facts if known else None


def _meaning(ai: str) -> str:
    """Name what two fields may not say differently (GS1 General Specifications, 4.14.1); 3102 and 3103 are one."""
    return ai[:3] if ai[:2] in _MEASURES else ai


def _new(facts: Gs1, read_fact: Fact) -> Fact:
    """The first of two fields with one meaning counts."""
    return {name: value for name, value in read_fact.items() if getattr(facts, name) is None}


def _fact(element: GS1ElementString) -> Fact | None:
    """Give what a field says by our names; nothing of interest is an empty answer, unreadable is None."""
    ai, value = element.ai.ai, element.value
    if ai in _GTINS:
        return {"gtin": value} if _sound_gtin(value) else None
    if ai == "00":
        return {"sscc": value} if check_digit(value[:-1]) == value[-1] else None
    if ai in _DATES:
        return {_DATES[ai]: element.date} if element.date else None
    if ai in _COUNTS:
        return {"count": int(value)} if value else None
    if ai in ("10", "21"):
        return {"lot" if ai == "10" else "serial": value}
    return _measure(element)


def _measure(element: GS1ElementString) -> Fact | None:
    ai, number = element.ai.ai, element.decimal
    if number is not None and ai[:3] in _WEIGHT_UNITS:
        return {"weight_grams": grams(number, _WEIGHT_UNITS[ai[:3]])}
    if number is not None and ai[:3] in ("392", "393"):
        minor = number.scaleb(2)
        return {"amount_minor": int(minor)} if minor == Decimal(int(minor)) else None
    return {}


def _sound_gtin(text: str) -> bool:
    return len(text) == 14 and is_digits(text) and check_digit(text[:-1]) == text[-1]  # noqa: PLR2004 - GTIN-14
