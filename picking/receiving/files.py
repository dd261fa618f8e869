"""A file of announced deliveries: CSV with a row an item, `number,supplier,expected_at,sku,quantity`."""

import csv
import io
from datetime import datetime

from picking.foundation.refusals import invalid
from picking.receiving.commands.expecting import DeliveryDraft, DraftLine

COLUMNS = ("number", "supplier", "expected_at", "sku", "quantity")
ROWS_MAX = 20_000


def drafts_of(text: str) -> list[DeliveryDraft]:
    """Read the deliveries of a file; `expected_at` is RFC 3339 with its offset. Refuses naming row and column."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        raise invalid("row 1", f"the columns {', '.join(COLUMNS)} are needed; {', '.join(missing)} is missing")
    found: dict[str, DeliveryDraft] = {}
    for n, row in enumerate(rows, start=2):
        if n > ROWS_MAX:
            raise invalid(f"row {n}", f"a file has at most {ROWS_MAX} rows")
        number, draft = _row(n, {column: (row[column] or "").strip() for column in COLUMNS})
        known = found.setdefault(number, draft)
        if (known.supplier, known.expected_at) != (draft.supplier, draft.expected_at):
            raise invalid(f"row {n}", f"delivery {number} has another supplier or time above")
        if known is not draft:
            found[number] = DeliveryDraft(number, known.supplier, known.expected_at, (*known.lines, *draft.lines))
    return list(found.values())


def _row(n: int, row: dict[str, str]) -> tuple[str, DeliveryDraft]:
    for column in COLUMNS:
        if not row[column]:
            raise invalid(f"row {n}, {column}", "must not be empty")
    if not row["quantity"].isdecimal() or int(row["quantity"]) < 1:
        raise invalid(f"row {n}, quantity", "a whole number above zero is needed, pieces or grams")
    line = DraftLine(row["sku"], int(row["quantity"]))
    return row["number"], DeliveryDraft(row["number"], row["supplier"], _time(n, row["expected_at"]), (line,))


def _time(n: int, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise invalid(f"row {n}, expected_at", "a time as 2026-01-15T06:30:00+08:00 is needed")
    return found
