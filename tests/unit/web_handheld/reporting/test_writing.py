"""Reports as files: what a spreadsheet, a person and a program read is the same."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from picking.foundation.messages import LANGUAGES, Messages
from picking.reports.asking import Report, columns
from picking.reports.registry import REPORTS
from web_handheld.reporting.writing import MEASURED, FileKind, write

MESSAGES = Messages.load(Path(__file__).parents[4] / "config" / "messages")
ROWS = [("10001", '=cmd|"x"', 1250, 125, date(2026, 1, 15), None), ("10002", "米", -5, 0, None, 2.5)]
REPORT = Report(
    "turns", columns("sku item worth:money share:share day:day turns:ratio"), lambda _: ROWS
)  # fmt: skip


def written(kind, language="en", rows=ROWS):
    file = io.BytesIO()
    write(kind, REPORT, rows, file, MESSAGES, language)
    return file.getvalue()


def test_a_csv_opens_in_a_spreadsheet_and_runs_nothing_there():
    """Chinese needs its mark, and a name that begins like a formula must stay a name."""
    lines = written(FileKind.CSV, "zh").decode("utf-8-sig").splitlines()

    assert lines[0] == "商品编码,商品,金额,占比,日期,周转次数"
    assert lines[1] == '10001,"\'=cmd|""x""",12.50,0.125,2026-01-15,'
    assert lines[2] == "10002,米,-0.05,0.000,,2.5"


def test_json_keeps_whole_numbers_with_their_unit_in_the_name():
    """A program reckons with minor units, never with what a person reads."""
    answer = json.loads(written(FileKind.JSON))

    assert answer["report"] == "turns"
    assert answer["rows"][0] == {
        "sku": "10001", "item": '=cmd|"x"', "worth_minor": 1250, "share_permille": 125, "day": "2026-01-15",
        "turns": None,
    }  # fmt: skip


def test_a_workbook_has_numbers_as_numbers_and_no_formula():
    """Somebody will sum the column up."""
    book = zipfile.ZipFile(io.BytesIO(written(FileKind.XLSX)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "<v>12.5</v>" in sheet
    assert "<f>" not in sheet
    assert "=cmd|" in sheet


def test_a_long_report_is_written_row_by_row():
    """A year of bins must not sit in memory as cells."""
    rows = (("1", "x", 1, 1, datetime(2026, 1, 15, tzinfo=UTC), 1.0) for _ in range(20_000))

    assert written(FileKind.CSV, rows=rows).count(b"\n") == 20_001


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda report: report.name)
def test_every_report_and_column_has_its_title(report):
    """In each language."""
    codes = [f"report_{report.name.replace('-', '_')}", *(f"column_{column.key}" for column in report.columns)]

    for code in codes:
        assert set(MESSAGES.translations(code)) == set(LANGUAGES), code


def test_a_word_is_said_in_the_readers_language_and_a_measure_names_its_unit():
    """A weight of 412000 and a reason short_delivered are riddles at the end of a month."""
    file = io.BytesIO()
    report = Report("own", columns("reason:word/reason because:word/because grams:grams"), lambda _: [])

    write(FileKind.CSV, report, [("bin_empty", "covered, by_moon", 5)], file, MESSAGES, "en")

    assert file.getvalue().decode("utf-8-sig").splitlines() == [
        "Reason,Because,Weight (g)", 'Bin is empty,"stock is enough, by moon",5',
    ]  # fmt: skip


@pytest.mark.parametrize("unit", MEASURED)
def test_every_measure_has_its_unit(unit):
    """In each language."""
    assert set(MESSAGES.translations(f"in_{unit}")) == set(LANGUAGES)
