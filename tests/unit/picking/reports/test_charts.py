"""What a report's chart shows: sums of its rows by name, days without gaps, places on the floor."""

from datetime import date

import pytest
from hypothesis import given, strategies

from picking.reports.asking import Report, columns
from picking.reports.charts import NAMES_MAX, TIMES, Chart, Drawing, Drawn

KEYS = ("day", "reason", "order", "money")
MONDAY, WEDNESDAY = date(2026, 1, 12), date(2026, 1, 14)


def figures(chart, *rows):
    drawing = Drawing(chart, KEYS)
    for row in rows:
        drawing.add(row)
    return drawing.figures(MONDAY, WEDNESDAY, str)


def test_bars_are_sums_by_name_the_most_first():
    """Whoever looks sees the greatest cause first, however many rows it has."""
    chart = Chart(Drawn.BARS, "reason", ("money", TIMES), ranked=True)

    shown = figures(chart, (MONDAY, "torn", "", 5), (MONDAY, "warm", "", 4), (WEDNESDAY, "warm", "", None))

    assert shown == {"names": ["torn", "warm"], "series": [[5, 4], [1, 2]], "left_out": 0}


def test_a_day_without_rows_is_a_gap_and_details_are_not_counted_twice():
    """A line that jumps over Sunday tells of a Sunday that was not."""
    chart = Chart(Drawn.DAYS, "day", ("money",), unless="order")

    shown = figures(chart, (MONDAY, "", "", 5), (MONDAY, "", "4521", 5), (WEDNESDAY, "", "", 1))

    assert shown["names"] == ["2026-01-12", "2026-01-13", "2026-01-14"]
    assert shown["series"] == [[5, None, 1]]


def test_arrows_lead_between_places_that_are_known():
    """A bin nobody has drawn cannot be shown, and does no harm."""
    drawing = Drawing(Chart(Drawn.MOVES, "bin", ("saved",), to="better"), ("bin", "better", "saved"))
    for row in (("A-9", "A-1", 70), ("nowhere", "A-1", 5), ("A-2", "nowhere", 3)):
        drawing.add(row)

    points = drawing.places({"A-1": (0, 0), "A-2": (1, 0), "A-9": (9, 2)})["points"]

    assert points == [
        {"name": "A-9", "at": (9, 2), "value": 70, "to": (0, 0), "to_name": "A-1"},
        {"name": "A-2", "at": (1, 0), "value": 3},
    ]


@given(strategies.lists(strategies.tuples(strategies.text(max_size=2), strategies.integers(0, 99))))
def test_what_a_chart_shows_and_leaves_out_are_all_names_once(rows):
    """Nothing disappears without being said."""
    chart = Chart(Drawn.BARS, "reason", ("money",), ranked=True)

    shown = figures(chart, *((MONDAY, name, "", value) for name, value in rows))

    assert len(shown["names"]) + shown["left_out"] == len({name for name, _ in rows})
    assert len(shown["names"]) == len(set(shown["names"])) <= NAMES_MAX


def test_a_chart_of_a_column_that_is_not_there_is_refused():
    """At import, not in front of a lead."""
    with pytest.raises(ValueError, match="colour"):
        Report("broken", columns("day:day money:money"), lambda _: [], chart=Chart(Drawn.DAYS, "day", ("colour",)))
