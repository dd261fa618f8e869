"""Rows of a store file as plain JSON and back: what is compared, shown, laid over each other and written out; pure."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from picking.imports.setup.sections import Leaves, Section
from picking.imports.shapes import Faults, read

Json = dict[str, Any]
_UNSAID = ("badge", "pin", "retired", "blocked")


def plain(section: Section, row: Any) -> Json:
    """Give a row as its file would say it, without what is fixed; what nobody said is false."""
    tree = {key: value for key, value in _plain(row).items() if key not in section.fixed}
    for mark in ("retired", "blocked"):
        if tree.get(mark, "") is None:
            tree[mark] = False
    return tree


def as_said(row: Any) -> Any:
    """Give a row with everything its file says; what it leaves unsaid is left out."""
    tree = _plain(row)
    return {key: value for key, value in tree.items() if not (value is None and key in _UNSAID)}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {each.name.rstrip("_"): _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, StrEnum) else value


def laid_over(known: Json | None, given: Mapping[str, Any]) -> Json:
    """Lay what was given over what is known: what is not said stays; of texts by language a None goes away."""
    tree = dict(known or {})
    for key, value in given.items():
        if isinstance(value, Mapping):
            before = tree.get(key)
            inner = {**(before if isinstance(before, dict) else {}), **value}
            tree[key] = {name: each for name, each in inner.items() if each is not None}
        else:
            tree[key] = value
    return tree


def read_row(section: Section, tree: Mapping[str, Any], path: str, faults: Faults) -> Any:
    """Read one row of a section; None where a fault was found in it."""
    for key in section.fixed.keys() & tree.keys():
        faults.add(f"{path}.{key}", "fault_unknown_key")
    return read(section.row, {**tree, **section.fixed}, path, faults)


def is_leaving(section: Section, tree: Mapping[str, Any]) -> bool:
    """Tell whether a row is given to be deleted."""
    return section.leaves is Leaves.DELETED and tree.get("retired") is True


def without_mark(section: Section, tree: Mapping[str, Any]) -> Json:
    """Give a row without the mark of leaving where the file's rows have none."""
    marked = section.leaves is Leaves.DELETED
    return {key: value for key, value in tree.items() if not (marked and key == "retired" and isinstance(value, bool))}
