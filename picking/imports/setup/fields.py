"""What the fields of a section are, read off its rows' own annotations: forms and columns are made from it; pure."""

import dataclasses
import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from picking.imports.setup.sections import Leaves, Section
from picking.imports.shapes import Form, Of, Secret, Within


class Kind(StrEnum):
    """What is entered into a field."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXTS = "texts"  # by language
    LIST = "list"  # of `inner[0]`
    ROWS = "rows"  # each with the fields of `inner`
    GROUP = "group"  # the fields of `inner`, all of them or none


@dataclass(frozen=True)
class Field:
    """One field: its key in the file, what it takes, and what it must be.

    `needed` has to be said of a new row; `empty` may be nothing (null). `of` names the section whose rows are meant.
    """

    key: str
    kind: Kind
    needed: bool = True
    empty: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    form: str | None = None
    of: str | None = None
    inner: tuple["Field", ...] = ()


def fields_of(section: Section) -> tuple[Field, ...]:
    """Give the fields of a section in the order of the file, what is fixed left out; `retired` last."""
    found = [each for each in _fields(section.row) if each.key not in section.fixed]
    if section.leaves is Leaves.DELETED:
        found.append(Field("retired", Kind.YES_NO, needed=False))
    return tuple(sorted(found, key=lambda each: (each.key not in section.key, each.key == "retired")))


def _fields(row: type[Any]) -> Iterator[Field]:
    hints = get_type_hints(row, include_extras=True)
    for each in dataclasses.fields(row):
        needed = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        yield _field(each.name.rstrip("_"), hints[each.name], needed=needed)


def _field(key: str, hint: Any, *, needed: bool = True) -> Field:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _field(key, parts[0], needed=needed)
        return dataclasses.replace(inner, empty=inner.kind is not Kind.YES_NO)
    if origin is Annotated:
        return _ruled(_field(key, parts[0], needed=needed), parts[1:])
    if origin is tuple:
        one = _field("", parts[0])
        kind, within = (Kind.ROWS, one.inner) if one.kind is Kind.GROUP else (Kind.LIST, (one,))
        return Field(key, kind, needed, inner=within)
    if origin is dict:
        return Field(key, Kind.TEXTS, needed)
    return _plain(key, hint, needed=needed)


def _plain(key: str, hint: Any, *, needed: bool) -> Field:
    if dataclasses.is_dataclass(hint):
        return Field(key, Kind.GROUP, needed, inner=tuple(_fields(hint)))  # type: ignore[arg-type]  # a class here
    if issubclass(hint, StrEnum):
        return Field(key, Kind.CHOICE, needed, choices=tuple(hint))
    kinds = {bool: Kind.YES_NO, int: Kind.WHOLE, float: Kind.NUMBER}
    return Field(key, kinds.get(hint, Kind.TEXT), needed)


def _ruled(field: Field, rules: tuple[Any, ...]) -> Field:
    for rule in rules:
        if isinstance(rule, Form):
            field = dataclasses.replace(field, form=rule.means)
        elif isinstance(rule, Within):
            field = dataclasses.replace(field, least=rule.least, most=rule.most)
        elif isinstance(rule, Of):
            kind = Kind.CHOICE if rule.words else field.kind
            field = dataclasses.replace(field, kind=kind, of=rule.section or None, choices=rule.words)
        elif isinstance(rule, Secret):
            field = dataclasses.replace(field, secret=True)
    return field
