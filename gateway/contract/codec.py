"""Turns frozen dataclasses into JSON trees and back by their annotations, and refuses what does not fit exactly."""

import dataclasses
import types
from collections.abc import Hashable, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, NamedTuple, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from gateway.contract.errors import ContractError
from gateway.contract.scalars import SCALARS, Between, Codec, Length, Pattern, Turn, text, word, wrong_type

T = TypeVar("T")
_NONE = cast("Hashable", type(None))


class Tagged(Protocol):
    """A dataclass that is told from its siblings by the value of one key."""

    tag_key: str
    tag: str


def to_tree(thing: object) -> dict[str, object]:
    """Write a message as a JSON tree; raise ContractError if a field breaks its own annotation."""
    return cast("dict[str, object]", _codec(cast("Hashable", type(thing))).encode(thing, ""))


def from_tree(cls: type[T], tree: object, where: str = "") -> T:
    """Read a message from a JSON tree; raise ContractError with the field's name if anything is not as annotated."""
    return cast("T", _codec(cast("Hashable", cls)).decode(tree, where))


def json_name(name: str) -> str:
    """Give the field's name on the wire (`try_` is `try`: Python keeps the bare word for itself)."""
    return name.rstrip("_")


@cache
def _codec(kind: Hashable) -> Codec:
    if kind in SCALARS:
        return SCALARS[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return word(kind)
    if dataclasses.is_dataclass(kind):
        return _object(cast("type", kind))
    return _composed(get_origin(kind), get_args(kind))


def _composed(origin: object, parts: tuple[Hashable, ...]) -> Codec:
    if origin is Annotated:
        return _checked(_codec(parts[0]), list(parts[1:]))
    if origin is tuple:
        return _sequence(_codec(parts[0]))
    if origin is Mapping:
        return _mapping(_codec(parts[1]))
    assert origin in (Union, types.UnionType), f"no codec for {origin}"
    return _choice(parts)


def _checked(base: Codec, checks: list[Hashable]) -> Codec:
    def turn(step: Turn) -> Turn:
        def checked(value: object, where: str) -> object:
            found = step(value, where)
            for check in checks:
                cast("Pattern | Between | Length", check).check(found, where)
            return found

        return checked

    return Codec(turn(base.decode), turn(base.encode))


def _sequence(item: Codec) -> Codec:
    def read(value: object, where: str) -> object:
        if not isinstance(value, list):
            raise wrong_type(where, "a list", value)
        return tuple(item.decode(each, f"{where}[{at}]") for at, each in enumerate(value))

    def write(value: object, where: str) -> object:
        if not isinstance(value, tuple):
            raise wrong_type(where, "a tuple", value)
        return [item.encode(each, f"{where}[{at}]") for at, each in enumerate(value)]

    return Codec(read, write)


def _mapping(item: Codec) -> Codec:
    def turn(step: Turn) -> Turn:
        def mapped(value: object, where: str) -> object:
            if not isinstance(value, Mapping):
                raise wrong_type(where, "an object", value)
            return {cast("str", text(key, where)): step(each, f"{where}.{key}") for key, each in value.items()}

        return mapped

    return Codec(turn(item.decode), turn(item.encode))


def _choice(kinds: tuple[Hashable, ...]) -> Codec:
    rest = [kind for kind in kinds if kind != _NONE]
    inner = _codec(rest[0]) if len(rest) == 1 else _tagged(cast("list[type[Tagged]]", rest))
    if len(rest) == len(kinds):
        return inner

    def optional(step: Turn) -> Turn:
        return lambda value, where: None if value is None else step(value, where)

    return Codec(optional(inner.decode), optional(inner.encode))


def _tagged(kinds: list[type[Tagged]]) -> Codec:
    """One of several dataclasses, told apart by the key that their `tag` names."""
    by_tag = {kind.tag: kind for kind in kinds}
    key = kinds[0].tag_key

    def read(value: object, where: str) -> object:
        if not isinstance(value, dict):
            raise wrong_type(where, "an object", value)
        tag = value.get(key)
        if not isinstance(tag, str) or tag not in by_tag:
            raise ContractError("unknown_word", f"{where}.{key}: one of {', '.join(sorted(by_tag))} is wanted")
        return from_tree(by_tag[tag], {name: each for name, each in value.items() if name != key}, where)

    def write(value: object, where: str) -> object:
        kind = cast("type[Tagged]", type(value))
        if kind not in kinds:
            raise wrong_type(where, f"a thing with {key}", value)
        return {key: kind.tag, **write_fields(value, where)}

    return Codec(read, write)


class _Field(NamedTuple):
    name: str
    wire: str
    codec: Codec
    may_be_null: bool
    has_default: bool


def _fields(kind: type) -> list[_Field]:
    hints = get_type_hints(kind, include_extras=True)
    return [
        _Field(
            each.name,
            json_name(each.name),
            _codec(hints[each.name]),
            type(None) in get_args(hints[each.name]),
            each.default is not dataclasses.MISSING,
        )
        for each in dataclasses.fields(kind)
        if each.metadata.get("wire", True)
    ]


@cache
def _fields_of(kind: Hashable) -> tuple[list[_Field], frozenset[str]]:
    fields = _fields(cast("type", kind))
    return fields, frozenset(field.wire for field in fields)


def read_fields(kind: type, tree: object, where: str = "") -> dict[str, object]:
    """Read the fields of a dataclass that go over the wire, as the arguments it is made with."""
    fields, known = _fields_of(cast("Hashable", kind))
    if not isinstance(tree, dict):
        raise wrong_type(where, "an object", tree)
    if not known.issuperset(tree):
        unknown = str(min(set(tree) - known))
        raise ContractError("unknown_field", _place(where, unknown[:40]))
    return {
        field.name: field.codec.decode(tree.get(field.wire), _place(where, field.wire))
        for field in fields
        if _given(field, tree, where)
    }


def write_fields(thing: object, where: str = "") -> dict[str, object]:
    """Write the fields of a dataclass that go over the wire; what is None by default is left out."""
    fields, _ = _fields_of(cast("Hashable", type(thing)))
    found = ((field, getattr(thing, field.name)) for field in fields)
    return {
        field.wire: field.codec.encode(value, _place(where, field.wire))
        for field, value in found
        if value is not None or not field.has_default
    }


def _object(kind: type) -> Codec:
    def write(value: object, where: str) -> object:
        if type(value) is not kind:
            raise wrong_type(where, kind.__name__, value)
        return write_fields(value, where)

    return Codec(lambda value, where: kind(**read_fields(kind, value, where)), write)


def _place(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _given(field: _Field, tree: dict[str, object], where: str) -> bool:
    if field.wire in tree or (field.may_be_null and not field.has_default):
        return True
    if field.has_default:
        return False
    raise ContractError("missing_field", _place(where, field.wire))
