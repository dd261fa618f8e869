"""A sheet says exactly what its rows say, whatever stands in them, and no spreadsheet runs a cell of it."""

import csv
import io

from hypothesis import given, settings, strategies as st

from picking.foundation.messages import LANGUAGES
from picking.imports.setup.cells import RUNS
from picking.imports.setup.fields import Field, Kind, fields_of
from picking.imports.setup.sections import SECTIONS
from picking.imports.setup.sheet import rows_of_sheet, sheet_of

SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
NASTY = st.sampled_from(
    ["=1+1", "+A1", "-1", "@x", "'", "''=", "a;b|c\\d", " x ", "1,5", '"', "\t", "\r\n", "true", "007"]
)
TEXTS = st.text(SIGNS, min_size=1, max_size=6) | NASTY


def values(field: Field) -> st.SearchStrategy:
    """Make values a field may hold; what a cell cannot tell from nothing (an empty text in a list) is left out."""
    found = {
        Kind.TEXT: TEXTS | st.just("") if field.needed and not field.empty else TEXTS,
        Kind.WHOLE: st.integers(-(10**9), 10**9),
        Kind.NUMBER: st.integers(0, 10**6) | st.floats(-1e9, 1e9, allow_nan=False),
        Kind.YES_NO: st.booleans(),
        Kind.CHOICE: st.sampled_from(field.choices or ("x",)),
        Kind.TEXTS: st.dictionaries(st.sampled_from(LANGUAGES), TEXTS, min_size=1),
    }
    if field.kind is Kind.LIST:
        return st.lists(values(field.inner[0]).filter(bool), max_size=3)
    if field.kind is Kind.ROWS:
        return st.lists(rows(field.inner), max_size=3)
    made = rows(field.inner) if field.kind is Kind.GROUP else found[field.kind]
    return made | st.none() if field.empty else made


def rows(fields) -> st.SearchStrategy:
    """Make rows with all of these fields."""
    return st.fixed_dictionaries({each.key: values(each) for each in fields})


@settings(max_examples=60)
@given(st.data())
def test_a_sheet_says_exactly_what_its_rows_say(data):
    """Whatever was exported is imported as it was, in every section."""
    section = SECTIONS[data.draw(st.sampled_from(sorted(SECTIONS)))]
    given_rows = data.draw(st.lists(rows(fields_of(section)), min_size=1, max_size=3))

    read = rows_of_sheet(section, sheet_of(section, given_rows).encode())

    said = [{key: value for key, value in row.items() if value != ""} for row in given_rows]
    assert [_told(row) for row in read] == said


def _told(row):
    return {key: _texts(value) for key, value in row.items() if value != ""}


def _texts(value):
    """Leave out the languages that a sheet names as empty."""
    if isinstance(value, dict) and set(value) <= set(LANGUAGES):
        return {language: text for language, text in value.items() if text is not None}
    return value


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_cell_of_a_sheet_is_a_formula(texts):
    """A name is typed by a customer of a channel, and a lead opens the sheet."""
    section = SECTIONS["categories"]
    sheet = sheet_of(section, [{"code": text, "names": {"en": text}} for text in texts])

    cells = [cell for line in csv.reader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")) for cell in line]

    assert not [cell for cell in cells if cell.startswith(RUNS)]
