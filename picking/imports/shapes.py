"""Reads JSON into frozen dataclasses by their annotations and collects every fault with its path; pure."""

import dataclasses
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = dict[str, Any]
Wrong = tuple[str, Json]
_KINDS: dict[type, str] = {str: "fault_no_text", int: "fault_no_whole_number", bool: "fault_no_yes_no"}


@dataclass(frozen=True)
class Fault:
    """What is wrong where: the JSON path, and the reason as a sentence of the catalogue with its facts."""

    path: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> Json:
        """Give the reason as each language says it its own way."""
        return say(self.code, **self.facts)


def say(code: str, /, **facts: object) -> Json:
    """Give a fact that is a sentence of the catalogue itself."""
    return {"say": code, "facts": facts}


@dataclass
class Faults:
    """All faults of a document, in the order of reading."""

    found: list[Fault] = field(default_factory=list)

    def add(self, path: str, code: str, /, **facts: object) -> None:
        """Note a fault."""
        self.found.append(Fault(path, code, facts))


@dataclass(frozen=True)
class Of:
    """Marks a text that names a row of another section, or one of these words; checked where rows are compared."""

    section: str = ""
    words: tuple[str, ...] = ()

    def fault(self, value: object) -> None:
        """Find nothing: one row alone cannot tell."""


@dataclass(frozen=True)
class Secret:
    """Marks what is told once and never given out again."""

    def fault(self, value: object) -> None:
        """Find nothing."""


@dataclass(frozen=True)
class Form:
    """The form a text must have; `means` is the code of its words."""

    pattern: str
    means: str

    def fault(self, value: object) -> Wrong | None:
        """Say what is wrong with a value."""
        return None if re.fullmatch(self.pattern, str(value)) else ("fault_form", {"form": say(self.means)})


@dataclass(frozen=True)
class Within:
    """The least and the most a number may be."""

    least: int
    most: int = 2_000_000_000

    def fault(self, value: Any) -> Wrong | None:
        """Say what is wrong with a value."""
        if self.least <= value <= self.most:
            return None
        return "fault_range", {"least": self.least, "most": self.most}


def read(kind: type[T], tree: object, path: str, faults: Faults) -> T | None:
    """Read a dataclass from a JSON object; None where a fault was found in it.

    Every field without a default must stand there, and no other key may. `class_` is the key `class`: Python keeps
    the bare word for itself.
    """
    if not isinstance(tree, Mapping):
        faults.add(path, "fault_no_object", value=_shown(tree))
        return None
    hints, known = _shape(kind)  # type: ignore[arg-type]  # a class is hashable
    for key in tree.keys() - known.keys():
        faults.add(_at(path, key), "fault_unknown_key")
    before, values = len(faults.found), {}
    for key, each in known.items():
        if key in tree:
            values[each.name] = _value(hints[each.name], tree[key], _at(path, key), faults)
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            faults.add(_at(path, key), "fault_missing")
    return kind(**values) if len(faults.found) == before else None


@cache
def _shape(kind: type[Any]) -> tuple[dict[str, Any], dict[str, "dataclasses.Field[Any]"]]:
    """Look at a dataclass once: a file has thousands of rows of it."""
    fields = {each.name.rstrip("_"): each for each in dataclasses.fields(kind)}
    return get_type_hints(kind, include_extras=True), fields


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
    for code, facts in filter(None, (rule.fault(found) for rule in parts[1:])):
        faults.add(path, code, value=_shown(value), **facts)
    return found


def _list(hint: Any, value: object, path: str, faults: Faults) -> tuple[Any, ...]:
    if not isinstance(value, list):
        faults.add(path, "fault_no_list", value=_shown(value))
        return ()
    return tuple(_value(hint, each, f"{path}[{i}]", faults) for i, each in enumerate(value))


def _texts(value: object, path: str, faults: Faults) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) and text for text in value.values()):
        faults.add(path, "fault_no_texts")
        return {}
    if "en" not in value:
        faults.add(path, "fault_no_english")
    return value


def _word(hint: type[StrEnum], value: object, path: str, faults: Faults) -> StrEnum | None:
    if isinstance(value, str) and value in list(hint):
        return hint(value)
    faults.add(path, "fault_no_such_word", words=", ".join(hint), value=_shown(value))
    return None


def _plain(hint: type, value: object, path: str, faults: Faults) -> Any:
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if type(value) is hint:
        return value
    faults.add(path, _KINDS.get(hint, "fault_no_number"), value=_shown(value))
    return None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."  # noqa: PLR2004 - what fits a line of a refusal
