"""Copies a real order's rows, as many times as one asks: each copy is the same rows with ids and numbers of its own.

What a copy leaves out is what nobody who scans ever reads: the pushes of its making, and their once-ids.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from picking.foundation.ids import TimeOrderedIds

TABLES = (
    "orders", "sub_orders", "order_lines", "reservations", "allocations", "pick_tasks", "pick_lines",
    "journal", "webhooks",
)  # fmt: skip
Row = dict[str, Any]
ID_CHARACTERS = 36


class CopiedOrders:
    """Rows that appear while `make` runs are the pattern; `copy` repeats them."""

    def __init__(self, file: Path, make: Callable[[], str]) -> None:
        self._file = file
        with sqlite3.connect(file) as books:
            before = {table: _last(books, table) for table in TABLES}
        number = make()
        with sqlite3.connect(file) as books:
            self._rows = {table: _rows(books, table, before[table]) for table in TABLES}
        self._number = int(number)
        self._ids = {row["id"] for rows in self._rows.values() for row in rows if isinstance(row["id"], str)}
        external = re.escape(self._rows["orders"][0]["external_id"])
        self._names = re.compile(rf"[0-9a-f-]{{36}}|\b{external}\b|\b{number}\b")
        self._pattern = json.dumps(self._rows)

    def copy(self, count: int) -> None:
        """Add so many copies, and what they hold of the stock, in one transaction."""
        with sqlite3.connect(self._file) as books:
            for copy in range(1, count + 1):
                for table, rows in self._named_anew(self._number + copy, copy).items():
                    _insert(books, table, rows)
            self._hold_stock(books, count)
        self._number += count

    def _named_anew(self, number: int, copy: int) -> dict[str, list[Row]]:
        ids = TimeOrderedIds()
        names = {old: ids.new() for old in sorted(self._ids)}

        def new_name(found: re.Match[str]) -> str:
            old = found.group()
            if len(old) == ID_CHARACTERS:
                return names.get(old, old)  # items, bins and people stay who they are
            return f"{number:04d}" if old.isdigit() else f"C-{number:06d}"

        tables: dict[str, list[Row]] = json.loads(self._names.sub(new_name, self._pattern))
        for row in tables["journal"]:
            del row["id"]  # the database counts these
        for row in tables["webhooks"]:
            row["seq"] += copy * len(tables["webhooks"])
        return tables

    def _hold_stock(self, books: sqlite3.Connection, count: int) -> None:
        for line in self._rows["allocations"]:
            pieces = line["quantity"] * count
            of_sku, of_place = (line["store_id"], line["sku"]), (line["bin_id"], line["lot_id"])
            books.execute("UPDATE stock_levels SET committed = committed + ? WHERE store_id = ? AND sku = ?",
                          (pieces, *of_sku))  # fmt: skip
            books.execute("UPDATE on_hand SET allocated = allocated + ? WHERE place = ? AND lot_id = ?",
                          (pieces, *of_place))  # fmt: skip
        books.execute("UPDATE day_serials SET last = last + ?", (count,))
        hooks = self._rows["webhooks"]
        room = f"channel:{hooks[0]['store_id']}:{hooks[0]['channel']}"
        books.execute("UPDATE push_rooms SET seq = seq + ? WHERE room = ?", (len(hooks) * count, room))


def _last(books: sqlite3.Connection, table: str) -> int:
    return int(books.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0])  # noqa: S608 - TABLES


def _rows(books: sqlite3.Connection, table: str, after: int) -> list[Row]:
    books.row_factory = sqlite3.Row
    found = books.execute(f"SELECT * FROM {table} WHERE rowid > ? ORDER BY rowid", (after,))  # noqa: S608 - as above
    return [dict(row) for row in found]


def _insert(books: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    columns = ", ".join(f'"{column}"' for column in rows[0])
    marks = ", ".join(f":{column}" for column in rows[0])
    books.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - as above
