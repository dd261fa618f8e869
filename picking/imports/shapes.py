"""Reads JSON into frozen dataclasses by their annotations and collects every fault with its path; pure."""

import dataclasses
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_WORDS: dict[type, str] = {str: "a text", int: "a whole number", bool: "true or false", dict: "an object"}


@dataclass(frozen=True)
class Fault:
    """What is wrong where: the JSON path and the reason."""

    path: str
    reason: str


@dataclass
class Faults:
    """All faults of a document, in the order of reading."""

    found: list[Fault] = field(default_factory=list)

    def add(self, path: str, reason: str) -> None:
        """Note a fault."""
        self.found.append(Fault(path, reason))


@dataclass(frozen=True)
class Form:
    """The form a text must have; `means` says it in words."""

    pattern: str
    means: str

    def fault(self, value: object) -> str | None:
        """Say what is wrong with a value."""
        return None if re.fullmatch(self.pattern, str(value)) else f"must be {self.means}"


@dataclass(frozen=True)
class Within:
    """The least and the most a number may be."""

    least: int
    most: int = 2_000_000_000

    def fault(self, value: Any) -> str | None:
        """Say what is wrong with a value."""
        return None if self.least <= value <= self.most else f"must be from {self.least} to {self.most}"


def read(kind: type[T], tree: object, path: str, faults: Faults) -> T | None:
    """Read a dataclass from a JSON object; None where a fault was found in it.

    Every field without a default must stand there, and no other key may. `class_` is the key `class`: Python keeps
    the bare word for itself.
    """
    if not isinstance(tree, Mapping):
        faults.add(path, f"must be an object, not {_shown(tree)}")
        return None
    hints = get_type_hints(kind, include_extras=True)
    known = {each.name.rstrip("_"): each for each in dataclasses.fields(kind)}  # type: ignore[arg-type]  # T is a dataclass
    for key in tree.keys() - known.keys():
        faults.add(_at(path, key), "nobody knows this key")
    before, values = len(faults.found), {}
    for key, each in known.items():
        if key in tree:
            values[each.name] = _value(hints[each.name], tree[key], _at(path, key), faults)
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            faults.add(_at(path, key), "is missing")
    return kind(**values) if len(faults.found) == before else None


def _at(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _value(hint: Any, value: object, path: str, faults: Faults) -> Any:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _constrained(parts, value, path, faults)
    if origin in (Union, types.UnionType):
        return None if value is None else _value(parts[0], value, path, faults)
    if origin is tuple:
        return _list(parts[0], value, path, faults)
    return _one(hint, value, path, faults)


def _one(hint: Any, value: object, path: str, faults: Faults) -> Any:
    if get_origin(hint) is dict:
        return _texts(value, path, faults)
    if dataclasses.is_dataclass(hint):
        return read(hint, value, path, faults)  # type: ignore[arg-type]  # a dataclass is a type here
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _word(hint, value, path, faults)
    return _plain(hint, value, path, faults)


def _constrained(parts: tuple[Any, ...], value: object, path: str, faults: Faults) -> Any:
    before = len(faults.found)
    found = _value(parts[0], value, path, faults)
    if len(faults.found) > before:
        return found
    for reason in filter(None, (rule.fault(found) for rule in parts[1:])):
        faults.add(path, f"{reason}, not {_shown(value)}")
    return found


def _list(hint: Any, value: object, path: str, faults: Faults) -> tuple[Any, ...]:
    if not isinstance(value, list):
        faults.add(path, f"must be a list, not {_shown(value)}")
        return ()
    return tuple(_value(hint, each, f"{path}[{i}]", faults) for i, each in enumerate(value))


def _texts(value: object, path: str, faults: Faults) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) and text for text in value.values()):
        faults.add(path, "must be texts by language")
        return {}
    if "en" not in value:
        faults.add(path, "has no en")
    return value


def _word(hint: type[StrEnum], value: object, path: str, faults: Faults) -> StrEnum | None:
    if isinstance(value, str) and value in list(hint):
        return hint(value)
    faults.add(path, f"must be one of {', '.join(hint)}, not {_shown(value)}")
    return None


def _plain(hint: type, value: object, path: str, faults: Faults) -> Any:
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is hint:
        return value
    faults.add(path, f"must be {_WORDS.get(hint, 'a number')}, not {_shown(value)}")
    return None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."  # noqa: PLR2004 - what fits a line of a refusal
