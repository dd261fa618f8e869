"""A report to turn pages in: a line a row, so that any page is found at once, and beside it the head with the chart."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from picking.foundation.messages import Messages
from picking.foundation.tables import Json
from picking.reports.asking import ROWS_MAX, Asked, Cell, Column, Report, Row, Shape
from picking.reports.charts import Drawing, Drawn
from picking.reports.floor_figures import bins_at, ground
from web_handheld.keeping import keep
from web_handheld.reporting.writing import said, worded

ROWS, HEAD = "rows", "head.json"
UNIT = "unit"
ON_FLOOR = (Drawn.FLOOR, Drawn.MOVES)


def write_pages(report: Report, asked: Asked, rows: Iterable[Row], folder: Path, messages: Messages) -> None:
    """Write rows, then the head: whoever sees the head sees all rows."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = Drawing(report.chart, [column.key for column in report.columns]) if report.chart else None
    count = 0
    with (folder / ROWS).open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(_cells(report, row, messages, asked.language), ensure_ascii=False) + "\n")
            count += 1
            if drawing:
                drawing.add(row)
    head = {
        "first": asked.first.isoformat(), "last": asked.last.isoformat(), "made_at": asked.now.isoformat(),
        "rows": count, "is_cut": count == ROWS_MAX,
        "figures": _figures(report, asked, drawing, messages) if drawing and count else None,
    }  # fmt: skip
    keep(folder / HEAD, json.dumps(head, ensure_ascii=False))


def read_head(folder: Path) -> Json | None:
    """Give a report's head; None when it is not there, or not made to its end."""
    try:
        head: Json = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    except OSError:
        return None
    return head


def read_page(folder: Path, offset: int, limit: int) -> tuple[list[list[Cell]], int | None]:
    """Give so many rows from a place in the file on, and the place of the next page."""
    rows: list[list[Cell]] = []
    with (folder / ROWS).open("rb") as file:
        file.seek(offset)
        while len(rows) < limit and (line := file.readline()):
            rows.append(json.loads(line))
        place = file.tell()
        return rows, place if file.readline() else None


def _figures(report: Report, asked: Asked, drawing: Drawing, messages: Messages) -> Json:
    if drawing.chart.kind in ON_FLOOR:
        return {**drawing.places(bins_at(asked)), **ground(asked)}
    by = next(column for column in report.columns if column.key == drawing.chart.by)
    return drawing.figures(asked.first, asked.last, _namer(by, messages, asked.language))


def _namer(by: Column, messages: Messages, lang: str) -> Callable[[object], str | None]:
    def say(name: object) -> str | None:
        if by.shape is Shape.WORD and name:
            return said(by, name, messages, lang)
        return name.isoformat() if isinstance(name, date) else None if name is None else str(name)

    return say


def shown_columns(report: Report) -> list[Column]:
    """Give the columns that are shown: no ids; amounts bring their unit along, so it needs no column of its own."""
    amounts = any(column.shape is Shape.AMOUNT for column in report.columns)
    return [
        column for column in report.columns if column.shape is not Shape.ID and not (amounts and column.key == UNIT)
    ]


def _cells(report: Report, row: Row, messages: Messages, lang: str) -> list[object]:
    """Give the shown cells of a row; an amount is the pair of its quantity and its unit's code."""
    unit = next((cell for column, cell in zip(report.columns, row, strict=True) if column.key == UNIT), None)
    shown = shown_columns(report)
    return [
        (cell, unit) if column.shape is Shape.AMOUNT and cell is not None else _plain(cell)
        for column, cell in worded(report, row, messages, lang)
        if column in shown
    ]


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell
