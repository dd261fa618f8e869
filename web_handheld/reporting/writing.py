"""Writes a report as CSV, XLSX or JSON, row by row; titles and words in a language."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from io import TextIOWrapper
from typing import BinaryIO

import xlsxwriter

from picking.foundation.messages import Messages
from picking.reports.asking import Cell, Column, Report, Row, Shape

MINOR = 100
PERMILLE = 1000
BYTE_ORDER_MARK = "\ufeff"  # by it a spreadsheet knows that Chinese is UTF-8
NAME_MAX = 31  # of a sheet in a workbook
WIDTHS = {Shape.TEXT: 22, Shape.TIME: 17, Shape.DAY: 11}
WHOLE = "#,##0"
FORMATS = {
    Shape.MONEY: "#,##0.00", Shape.SHARE: "0.0%", Shape.DAY: "yyyy-mm-dd", Shape.TIME: "yyyy-mm-dd hh:mm",
    Shape.COUNT: WHOLE, Shape.RATIO: "#,##0.0", Shape.AMOUNT: WHOLE, Shape.GRAMS: WHOLE, Shape.METRES: WHOLE,
    Shape.MINUTES: WHOLE, Shape.SECONDS: WHOLE,
}  # fmt: skip
MEASURED = (Shape.GRAMS, Shape.METRES, Shape.MINUTES, Shape.SECONDS)  # their titles name the unit, as cells do not


class FileKind(StrEnum):
    """What a report can be written as."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JSON: "application/json",
}


def write(kind: FileKind, report: Report, rows: Iterable[Row], file: BinaryIO, messages: Messages, lang: str) -> None:
    """Write a report into an open file."""
    if kind is FileKind.JSON:
        write_json(report, rows, file)
    elif kind is FileKind.CSV:
        write_csv(report, rows, file, messages, lang)
    else:
        write_xlsx(report, rows, file, messages, lang)


def write_json(report: Report, rows: Iterable[Row], file: BinaryIO) -> None:
    """Write rows as objects by the columns' keys; money stays minor units, shares stay thousandths."""
    keys = [_json_key(column) for column in report.columns]
    text = TextIOWrapper(file, encoding="utf-8", write_through=True)
    text.write(f'{{"report": "{report.name}", "rows": [')
    for number, row in enumerate(rows):
        text.write("," if number else "")
        text.write(json.dumps(dict(zip(keys, map(_plain, row), strict=True)), ensure_ascii=False))
    text.write("]}")
    text.detach()


def write_csv(report: Report, rows: Iterable[Row], file: BinaryIO, messages: Messages, lang: str) -> None:
    """Write titles and rows; a cell that a spreadsheet would take for a formula is written as text."""
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(_titles(report, messages, lang))
    for row in rows:
        writer.writerow([_csv_cell(column, cell) for column, cell in worded(report, row, messages, lang)])
    text.detach()


def write_xlsx(report: Report, rows: Iterable[Row], file: BinaryIO, messages: Messages, lang: str) -> None:
    """Write a workbook of one sheet; no more than a row is kept in memory."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(messages.text(f"report_{_word(report.name)}", lang, {})[:NAME_MAX])
    heading = book.add_format({"bold": True, "bottom": 1})
    formats = {shape: book.add_format({"num_format": text}) for shape, text in FORMATS.items()}
    for at, (column, title) in enumerate(zip(report.columns, _titles(report, messages, lang), strict=True)):
        sheet.set_column(at, at, max(WIDTHS.get(column.shape, 12), len(title) + 2))
        sheet.write_string(0, at, title, heading)
    for line, row in enumerate(rows, start=1):
        for at, (column, cell) in enumerate(worded(report, row, messages, lang)):
            _xlsx_cell(sheet, line, at, column, cell, formats.get(column.shape))
    sheet.freeze_panes(1, 0)
    book.close()


def _xlsx_cell(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, at: int, column: Column, cell: Cell, shape: object
) -> None:
    if cell is None:
        return
    if column.shape is Shape.MONEY and isinstance(cell, int):
        sheet.write_number(line, at, cell / MINOR, shape)
    elif column.shape is Shape.SHARE and isinstance(cell, int):
        sheet.write_number(line, at, cell / PERMILLE, shape)
    elif isinstance(cell, int | float):
        sheet.write_number(line, at, cell, shape)
    elif isinstance(cell, date):
        sheet.write_datetime(line, at, _naive(cell), shape)
    else:
        sheet.write_string(line, at, str(cell))


def _csv_cell(column: Column, cell: Cell) -> str:
    if cell is None:
        return ""
    if column.shape is Shape.MONEY and isinstance(cell, int):
        return f"{cell // MINOR}.{cell % MINOR:02d}" if cell >= 0 else f"-{-cell // MINOR}.{-cell % MINOR:02d}"
    if column.shape is Shape.SHARE and isinstance(cell, int):
        return f"{cell / PERMILLE:.3f}"
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return str(_plain(cell))


def _plain(cell: Cell) -> str | int | float | None:
    return cell.isoformat() if isinstance(cell, date) else cell


def _naive(cell: date) -> date:
    return cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell


def _json_key(column: Column) -> str:
    ending = {Shape.MONEY: "_minor", Shape.SHARE: "_permille"}.get(column.shape, "")
    return f"{column.key}{ending}"


def worded(report: Report, row: Row, messages: Messages, lang: str) -> Iterator[tuple[Column, Cell]]:
    """Give a row's cells with their columns; words are said in a language, several of a cell with commas."""
    for column, cell in zip(report.columns, row, strict=True):
        yield column, said(column, cell, messages, lang) if column.shape is Shape.WORD and cell else cell


def said(column: Column, cell: object, messages: Messages, lang: str) -> str:
    """Say a word's cell; what nobody wrote a sentence for is shown as it is."""
    return ", ".join(_sentence(column.words, word, messages, lang) for word in str(cell).split(", "))


def _sentence(words: str, word: str, messages: Messages, lang: str) -> str:
    code = f"{words}_{word}"
    text = messages.text(code, lang, {})
    return word.replace("_", " ") if text == code else text


def _titles(report: Report, messages: Messages, lang: str) -> list[str]:
    return [_title(column, messages, lang) for column in report.columns]


def _title(column: Column, messages: Messages, lang: str) -> str:
    title = messages.text(f"column_{column.key}", lang, {})
    return f"{title} ({messages.text(f'in_{column.shape}', lang, {})})" if column.shape in MEASURED else title


def _word(name: str) -> str:
    return name.replace("-", "_")
