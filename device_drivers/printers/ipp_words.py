"""The Internet Printing Protocol as bytes: requests with attributes, answers taken apart (RFC 8010)."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Operation(IntEnum):
    """RFC 8011, 5.4.15."""

    PRINT_JOB = 0x0002
    GET_JOB = 0x0009
    GET_PRINTER = 0x000B


class Tag(IntEnum):
    """RFC 8010, 3.5: delimiters and the value tags that are used here."""

    OPERATION, JOB, END = 0x01, 0x02, 0x03
    INTEGER, BOOLEAN, ENUM = 0x21, 0x22, 0x23
    NAME, KEYWORD, URI, CHARSET, LANGUAGE, MEDIA_TYPE = 0x42, 0x44, 0x45, 0x47, 0x48, 0x49


VERSION = b"\x02\x00"
DELIMITERS_LAST = 0x0F
OK_LAST = 0x00FF  # successful-ok and its cousins
Value = int | bool | str
Attribute = tuple[Tag, str, Value | Sequence[str]]


class IppError(ValueError):
    """Bytes that are no IPP message."""


@dataclass(frozen=True, slots=True)
class IppAnswer:
    """An answer: its status, whose answer it is, and all attributes by name, several values each."""

    status: int
    number: int
    attributes: Mapping[str, tuple[Value, ...]]

    def first(self, name: str) -> Value | None:
        """Give the first value of an attribute."""
        return next(iter(self.attributes.get(name, ())), None)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a printer beside its address: more operation attributes, those of a job, its document."""

    operation: Operation
    more: Sequence[Attribute]
    job: Sequence[Attribute] = ()
    data: bytes = b""


def message(question: Question, number: int, uri: str) -> bytes:
    """Write a request: charset and language first, as RFC 8011, 4.1.4 wants."""
    first: list[Attribute] = [
        (Tag.CHARSET, "attributes-charset", "utf-8"),
        (Tag.LANGUAGE, "attributes-natural-language", "en"),
        (Tag.URI, "printer-uri", uri),
        (Tag.NAME, "requesting-user-name", "storefloor"),
    ]
    parts = [VERSION + struct.pack(">HI", question.operation, number), bytes([Tag.OPERATION])]
    parts += map(encoded, [*first, *question.more])
    parts += [bytes([Tag.JOB]), *map(encoded, question.job)] if question.job else []
    return b"".join([*parts, bytes([Tag.END]), question.data])


def read(data: bytes) -> IppAnswer:
    """Take an answer apart; raise IppError."""
    try:
        status, number = struct.unpack_from(">HI", data, 2)
        return IppAnswer(status, number, _attributes(data))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppError(str(error)) from error


def _attributes(data: bytes) -> dict[str, tuple[Value, ...]]:
    found: dict[str, tuple[Value, ...]] = {}
    at, name = 8, ""
    while (tag := data[at]) != Tag.END:
        at += 1
        if tag <= DELIMITERS_LAST:
            continue
        key, at = _sized(data, at)
        value, at = _sized(data, at)
        name = key.decode("ascii") or name
        found[name] = (*found.get(name, ()), _value(tag, value))
    return found


def _sized(data: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">H", data, at)
    end = at + 2 + size
    if end > len(data):
        raise IppError("an attribute longer than the message")
    return data[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag in (Tag.INTEGER, Tag.ENUM):
        return int(struct.unpack(">i", value)[0])
    if tag == Tag.BOOLEAN:
        return value == b"\x01"
    return value.decode("utf-8", errors="replace")


def encoded(attribute: Attribute) -> bytes:
    """Write an attribute; several values follow each other, all but the first without a name (RFC 8010, 3.1.5)."""
    tag, name, values = attribute
    several = [values] if isinstance(values, str | int) else list(values)
    parts = [_one(tag, name if place == 0 else "", value) for place, value in enumerate(several)]
    return b"".join(parts)


def _one(tag: Tag, name: str, value: Value) -> bytes:
    body = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(body)) + body
