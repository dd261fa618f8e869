r"""Values as the cells of a sheet and back, exactly: lists, rows in a cell, and no cell that a spreadsheet would run.

In a cell `;` parts entries and `|` the parts of an entry; `\` takes the meaning from what follows. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from picking.foundation.messages import LANGUAGES
from picking.imports.setup.fields import Field, Kind

ENTRY, PART, ESCAPE = ";", "|", "\\"
# What a spreadsheet takes for a formula, or drops at the beginning of a cell (OWASP, CSV Injection).
RUNS = ("=", "+", "-", "@", "\t", "\r")
TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)


def guarded(text: str) -> str:
    """Keep a text that looks like a formula a text."""
    return f"'{text}" if text.startswith((*RUNS, "'")) else text


def unguarded(cell: str) -> str:
    """Give the text that was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*RUNS, "'")) else cell


def columns(fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    """Name the columns of some fields: texts have one for each language, groups one for each of theirs."""
    for field in fields:
        if field.kind is Kind.TEXTS:
            yield from ((f"{field.key}.{language}", field) for language in LANGUAGES)
        elif field.kind is Kind.GROUP:
            yield from ((f"{field.key}.{name}", field) for name, _ in columns(field.inner))
        else:
            yield field.key, field


def written(field: Field, value: Any) -> dict[str, str]:
    """Write a field's value into its columns."""
    if field.kind is Kind.TEXTS:
        return {f"{field.key}.{language}": guarded((value or {}).get(language, "")) for language in LANGUAGES}
    if field.kind is Kind.GROUP:
        inner = [cell for each in field.inner for cell in written(each, (value or {}).get(each.key)).items()]
        return {f"{field.key}.{name}": cell for name, cell in inner}
    return {field.key: _cell(field, value)}


def _cell(field: Field, value: Any) -> str:
    if field.kind is Kind.LIST:
        return guarded(ENTRY.join(_escaped(_scalar(each)) for each in value or ()))
    if field.kind is Kind.ROWS:
        return guarded(ENTRY.join(PART.join(map(_escaped, _parts(field.inner, each))) for each in value or ()))
    text = _scalar(value)
    return guarded(text) if isinstance(value, str) else text


def _parts(inner: Sequence[Field], row: Any) -> Iterator[str]:
    for each in inner:
        value = row.get(each.key)
        if each.kind is Kind.TEXTS:
            yield from ((value or {}).get(language, "") for language in LANGUAGES)
        else:
            yield _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _escaped(text: str) -> str:
    safe = re.sub(r"([;|\\])", r"\\\1", text)
    return re.sub(r"^( )|( )$", r"\\ ", safe)


def read(field: Field, cells: dict[str, str]) -> Any:
    """Read a field from its columns; NOTHING where no column says anything of it.

    What is no number where one is wanted is given as it stands, so that the row's own reader names the fault.
    """
    if field.kind is Kind.TEXTS:
        return _texts(field, cells)
    if field.kind is Kind.GROUP:
        return _group(field, cells)
    if field.key not in cells:
        return NOTHING
    return _value(field, unguarded(cells[field.key]))


class Nothing:
    """What no column says."""


NOTHING = Nothing()


def _texts(field: Field, cells: dict[str, str]) -> Any:
    named = {each: f"{field.key}.{each}" for each in LANGUAGES if f"{field.key}.{each}" in cells}
    texts = {language: unguarded(cells[column]) or None for language, column in named.items()}
    return texts if any(texts.values()) else NOTHING


def _group(field: Field, cells: dict[str, str]) -> Any:
    inner = {name.partition(".")[2]: cell for name, cell in cells.items() if name.startswith(f"{field.key}.")}
    if not inner:
        return NOTHING
    if field.empty and not any(inner.values()):
        return None
    values = {each.key: read(each, inner) for each in field.inner}
    return {key: value for key, value in values.items() if value is not NOTHING}


def _value(field: Field, text: str) -> Any:
    if field.kind in (Kind.LIST, Kind.ROWS):
        entries = list(_entries(text)) if text else []
        if field.kind is Kind.LIST:
            return [_one(field.inner[0], entry[0]) if len(entry) == 1 else PART.join(entry) for entry in entries]
        return [_row(field.inner, entry) for entry in entries]
    if text == "" and (field.empty or field.kind is not Kind.TEXT):
        return None if field.empty else NOTHING
    return _one(field, text)


def _one(field: Field, text: str) -> Any:
    trimmed = text.strip()
    if field.kind is Kind.YES_NO and trimmed.lower() in TRUE | FALSE:
        return trimmed.lower() in TRUE
    if field.kind in (Kind.WHOLE, Kind.NUMBER) and _WHOLE.fullmatch(trimmed):
        return int(trimmed)
    if field.kind is Kind.NUMBER and _NUMBER.fullmatch(trimmed):
        return float(trimmed)
    return text


def _row(inner: Sequence[Field], parts: list[str]) -> Any:
    """Read an entry's parts in the order of its fields; parts at the end may be left out."""
    rest, row = list(parts), {}
    for each in inner:
        if each.kind is Kind.TEXTS:
            texts = dict(zip(LANGUAGES, rest, strict=False))
            row[each.key] = {language: text for language, text in texts.items() if text}
            rest = rest[len(LANGUAGES) :]
        elif rest:
            text = rest.pop(0)
            if text or each.needed:
                row[each.key] = _one(each, text)
    return {**row, "more": PART.join(rest)} if rest else row


def _entries(cell: str) -> Iterator[list[str]]:
    """Part a cell into entries and their parts; spaces around a part are no part of it, unless they are escaped."""
    parts: list[str] = []
    for text, end in _tokens(cell):
        parts.append(text)
        if end != PART:
            yield parts
            parts = []


def _tokens(cell: str) -> Iterator[tuple[str, str]]:
    text: list[tuple[str, bool]] = []
    escaped = False
    for sign in cell:
        if escaped:
            text.append((sign, True))
            escaped = False
        elif sign == ESCAPE:
            escaped = True
        elif sign in (ENTRY, PART):
            yield _trimmed(text), sign
            text = []
        else:
            text.append((sign, False))
    if escaped:
        text.append((ESCAPE, True))
    yield _trimmed(text), ""


def _trimmed(text: list[tuple[str, bool]]) -> str:
    while text and text[0] == (" ", False):
        text = text[1:]
    while text and text[-1] == (" ", False):
        text = text[:-1]
    return "".join(sign for sign, _ in text)
