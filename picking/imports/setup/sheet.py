"""A section as a CSV sheet and back (RFC 4180, UTF-8 with a byte order mark for spreadsheets); pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from picking.foundation.refusals import Kind as RefusalKind, Refusal
from picking.imports.setup.cells import NOTHING, columns, read, written
from picking.imports.setup.fields import Field, fields_of
from picking.imports.setup.sections import Section

MARK = "\ufeff"
DELIMITERS = (";", "\t")
CELL_MAX = 32_767  # characters, as spreadsheets have it


def sheet_of(section: Section, rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as a sheet with all columns; those of secrets are empty."""
    fields = fields_of(section)
    names = [name for name, _ in columns(fields)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        cells = {name: cell for field in fields for name, cell in written(field, row.get(field.key)).items()}
        writer.writerow([cells[name] for name in names])
    return MARK + text.getvalue()


def rows_of_sheet(section: Section, content: bytes) -> list[dict[str, Any]]:
    """Read a sheet: a header of columns in any order, a row a line; columns that are not there say nothing.

    Refuses (`sheet_unreadable`, `sheet_column_unknown`, `sheet_row_long`) what cannot be read at all.
    """
    lines = _lines(content)
    names = [name.strip() for name in (lines[0] if lines else [])]
    fields = fields_of(section)
    known = dict(columns(fields))
    for name in names:
        if name not in known:
            raise Refusal("sheet_column_unknown", RefusalKind.INVALID, column=name, columns=", ".join(known))
    if not names or len(set(names)) < len(names):
        raise Refusal("sheet_header", RefusalKind.INVALID, columns=", ".join(known))
    return [_row(fields, names, at, cells) for at, cells in enumerate(lines[1:], start=2) if any(cells)]


def _lines(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refusal("sheet_unreadable", RefusalKind.INVALID) from wrong
    head = text.partition("\n")[0]
    # Column names hold no such sign: a spreadsheet set to Spanish writes `;`, one that copies writes tabs.
    delimiter = next((sign for sign in DELIMITERS if sign in head), ",")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as wrong:
        raise Refusal("sheet_unreadable", RefusalKind.INVALID) from wrong


def _row(fields: Sequence[Field], names: list[str], at: int, cells: list[str]) -> dict[str, Any]:
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise Refusal("sheet_row_long", RefusalKind.INVALID, line=at)
    named = dict(zip(names, cells, strict=False))
    values = {field.key: read(field, named) for field in fields}
    return {key: value for key, value in values.items() if value is not NOTHING}
