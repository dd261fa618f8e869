"""The smallest codecs, texts, numbers, decimals and times, and the limits that may be put on them."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, cast

from gateway.contract.errors import ContractError

Turn = Callable[[object, str], object]

INTEGER_MAX = 2**53 - 1  # beyond it JavaScript and many JSON readers lose digits
TEXT_MAX = 65_536
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Codec(NamedTuple):
    """Both directions of one type; each takes the value and the name of its place for the refusal."""

    decode: Turn
    encode: Turn


@dataclasses.dataclass(frozen=True)
class Pattern:
    """A text that must match as a whole."""

    pattern: str

    def check(self, value: object, where: str) -> None:
        """Refuse a text of another form."""
        if not re.fullmatch(self.pattern, cast("str", value), re.ASCII):
            raise ContractError("bad_text", f"{where}: {str(value)[:80]!r} is not of the form {self.pattern}")


@dataclasses.dataclass(frozen=True)
class Between:
    """An integer with both its limits."""

    low: int
    high: int = INTEGER_MAX

    def check(self, value: object, where: str) -> None:
        """Refuse a number outside the limits."""
        if not self.low <= cast("int", value) <= self.high:
            raise ContractError("out_of_range", f"{where}: {value} is not between {self.low} and {self.high}")


@dataclasses.dataclass(frozen=True)
class Length:
    """A text or list with its shortest and longest length."""

    low: int
    high: int

    def check(self, value: object, where: str) -> None:
        """Refuse what is too short or too long."""
        if not self.low <= len(cast("str", value)) <= self.high:
            raise ContractError("out_of_range", f"{where}: length is not between {self.low} and {self.high}")


def wrong_type(where: str, wanted: str, value: object) -> ContractError:
    """Name the place, what is wanted there and what was found."""
    return ContractError("wrong_type", f"{where or 'payload'}: {wanted} is wanted, not {type(value).__name__}")


def _plain(kind: type, wanted: str) -> Codec:
    def same(value: object, where: str) -> object:
        if type(value) is not kind:
            raise wrong_type(where, wanted, value)
        return value

    return Codec(same, same)


def text(value: object, where: str) -> object:
    """Let a text through that is not too long."""
    if not isinstance(value, str):
        raise wrong_type(where, "a text", value)
    if len(value) > TEXT_MAX:
        raise ContractError("out_of_range", f"{where}: {len(value)} characters; the limit is {TEXT_MAX}")
    return value


def _number(value: object, where: str) -> object:
    if type(value) not in (int, float):
        raise wrong_type(where, "a number", value)
    return float(cast("float", value))


def _integer(value: object, where: str) -> object:
    if type(value) is not int:
        raise wrong_type(where, "an integer", value)
    Between(-INTEGER_MAX).check(value, where)
    return value


def _read_decimal(value: object, where: str) -> object:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise ContractError("bad_decimal", f"{where}: a decimal number in a text is wanted, such as '1.250'")
    return Decimal(value)


def _write_decimal(value: object, where: str) -> object:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise wrong_type(where, "a finite Decimal", value)
    text = format(value, "f")
    _read_decimal(text, where)
    return text


def _read_time(value: object, where: str) -> object:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ContractError("bad_time", f"{where}: an RFC 3339 time with its offset is wanted")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ContractError("bad_time", f"{where}: {error}") from error


def _write_time(value: object, where: str) -> object:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise wrong_type(where, "a time with its zone", value)
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _anything(value: object, where: str) -> object:  # noqa: ARG001 - a free document has no form to check
    return value


SCALARS: dict[object, Codec] = {
    str: Codec(text, text),
    int: Codec(_integer, _integer),
    bool: _plain(bool, "true or false"),
    float: Codec(_number, _number),
    Decimal: Codec(_read_decimal, _write_decimal),
    datetime: Codec(_read_time, _write_time),
    object: Codec(_anything, _anything),
}


def word(kind: type[StrEnum]) -> Codec:
    """One word of a list."""
    by_text = {str(each): each for each in kind}

    def read(value: object, where: str) -> object:
        found = by_text.get(cast("str", text(value, where)))
        if found is None:
            raise ContractError("unknown_word", f"{where}: {str(value)[:40]!r} is none of {', '.join(kind)}")
        return found

    return Codec(read, lambda value, where: str(read(value, where)))
