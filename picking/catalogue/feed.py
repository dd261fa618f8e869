"""A price feed as a CSV file: rows of items with their prices, now or later, for good or for a while; pure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from picking.catalogue.model import PlanKind
from picking.catalogue.plans import PlanDraft

COLUMNS = ("sku", "price", "store", "from", "until", "promotion", "name")
ROWS_MAX = 100_000
FAULTS_MAX = 20
MINOR_DIGITS = 2


class FeedError(ValueError):
    """A file that cannot be taken as it is; `faults` are its lines with their reasons, as many as help."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        super().__init__(f"line {faults[0][0]}: {faults[0][1]}")
        self.faults = faults


@dataclass(frozen=True)
class Row:
    """One line: `store` None means every store that lists the item."""

    line: int
    sku: str
    price_minor: int
    store: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    promotion: str | None
    name: str | None


def read_feed(text: str, zone: ZoneInfo) -> list[Row]:
    """Read a feed; times without an offset are the store's own. Raises `FeedError` with every line that is wrong.

    Columns: sku, price in the currency's main unit (`12.90`); where wanted store, from, until, promotion (the code of a
    promotion, with `until`), name (what the shelf label calls it).
    """
    reader = csv.DictReader(io.StringIO(text), restkey="?", restval="")
    header = [each.strip() for each in reader.fieldnames or ()]
    if not {"sku", "price"} <= set(header) or not set(header) <= set(COLUMNS):
        raise FeedError([(1, f"columns: sku and price, and of the others only {', '.join(COLUMNS[2:])}")])
    reader.fieldnames = header
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    for line, cells in enumerate(reader, start=2):
        try:
            rows.append(_row(line, cells, zone))
        except ValueError as wrong:
            faults.append((line, str(wrong)))
    if len(rows) > ROWS_MAX:
        faults.append((ROWS_MAX + 1, f"more than {ROWS_MAX} rows: send them in parts"))
    faults += list(_contradictions(rows))
    if faults or not rows:
        raise FeedError(faults[:FAULTS_MAX] or [(2, "no row")])
    return rows


def _row(line: int, cells: Mapping[str, str], zone: ZoneInfo) -> Row:
    if "?" in cells:
        raise ValueError("more cells than columns")
    found = {key: value.strip() for key, value in cells.items()}
    if not found["sku"]:
        raise ValueError("sku: is missing")
    ends_at, promotion = _time(found, "until", zone), found.get("promotion") or None
    if (ends_at is None) != (promotion is None):
        raise ValueError("promotion and until: both or none")
    return Row(
        line, found["sku"], _minor(found["price"]), found.get("store") or None, _time(found, "from", zone), ends_at,
        promotion, found.get("name") or None,
    )  # fmt: skip


def _minor(text: str) -> int:
    try:
        minor = Decimal(text).scaleb(MINOR_DIGITS)
        if minor == int(minor) and 0 <= minor <= 100_000_000:  # noqa: PLR2004 - a million of the main unit
            return int(minor)
    except (InvalidOperation, OverflowError, ValueError):
        pass
    raise ValueError(f"price: {text!r} is none, as 12.90")


def _time(cells: Mapping[str, str], key: str, zone: ZoneInfo) -> datetime | None:
    text = cells.get(key, "")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError(f"{key}: {text!r} is no time, as 2026-12-24 08:00") from wrong
    return found.replace(tzinfo=zone) if found.tzinfo is None else found


def _contradictions(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Find items priced twice for the same time, and promotions whose rows do not agree when they run."""
    seen: dict[object, int] = {}
    runs: dict[str, Row] = {}
    for row in rows:
        key = (row.sku, row.store, row.promotion, row.starts_at)
        if key in seen:
            yield row.line, f"{row.sku} stands in line {seen[key]} already"
        seen[key] = row.line
        first = runs.setdefault(row.promotion, row) if row.promotion else row
        if (first.starts_at, first.ends_at) != (row.starts_at, row.ends_at):
            yield row.line, f"promotion {row.promotion} runs at another time in line {first.line}"


def plans_of(rows: Sequence[Row], store_id: str, version: int, now: datetime, language: str) -> list[PlanDraft]:
    """Make one store's plans of a feed: one a promotion, one a time at which regular prices change.

    A row that names the store goes before one for every store.
    """
    ours = [row for row in rows if row.store in (None, store_id)]
    own = {(row.sku, row.promotion, row.starts_at) for row in ours if row.store == store_id}
    plans: dict[str, list[Row]] = {}
    for row in ours:
        if row.store == store_id or (row.sku, row.promotion, row.starts_at) not in own:
            plans.setdefault(_code(row, version), []).append(row)
    return [_plan(code, of_plan, version, now, language) for code, of_plan in plans.items()]


def _code(row: Row, version: int) -> str:
    if row.promotion:
        return row.promotion
    return f"feed {version}" + (f" from {row.starts_at:%Y-%m-%dT%H:%M}" if row.starts_at else "")


def _plan(code: str, rows: Sequence[Row], version: int, now: datetime, language: str) -> PlanDraft:
    first = rows[0]
    name = next((row.name for row in rows if row.name), None)
    return PlanDraft(
        code, version, PlanKind.PROMOTION if first.promotion else PlanKind.REGULAR, first.starts_at or now,
        first.ends_at, {language: name, "en": name} if name else {}, {row.sku: row.price_minor for row in rows},
    )  # fmt: skip
