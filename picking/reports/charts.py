"""What a report's chart is, and the figures in it: a report describes it, every page draws it the same way; pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from picking.foundation.tables import Json

NAMES_MAX = 20  # more bars than these nobody reads; the table has all
TIMES = "times"
"""The value that is no column: how many rows there are of a name."""


class Drawn(StrEnum):
    """How a chart is drawn: a bar a name, a point a day, warm places on the floor, or arrows between places."""

    BARS = "bars"
    DAYS = "days"
    FLOOR = "floor"
    MOVES = "moves"


@dataclass(frozen=True)
class Chart:
    """Values (keys of columns, or TIMES) by a name (a column's key), summed over the rows of the name.

    `ranked` puts the most first; else names stay as the rows come. `stacked` puts values on top of each other.
    `unless` is a column: rows that have something there are details of a sum and are not drawn.
    `to` is the column with the place an arrow leads to.
    """

    kind: Drawn
    by: str
    values: tuple[str, ...]
    ranked: bool = False
    stacked: bool = False
    unless: str = ""
    to: str = ""

    def check(self, keys: Sequence[str]) -> None:
        """Refuse what names no column; raises `ValueError`."""
        wanted = {self.by, self.unless, self.to, *self.values} - {"", TIMES}
        if not wanted <= set(keys):
            raise ValueError(f"a chart of {sorted(wanted - set(keys))}, which is no column")


Number = int | float
Place = tuple[float, float]


@dataclass
class Drawing:
    """A chart that is being made: rows go in one after the other, figures come out at the end."""

    chart: Chart
    keys: Sequence[str]
    _sums: dict[object, list[Number]] = field(default_factory=dict)
    _to: dict[object, object] = field(default_factory=dict)

    def add(self, row: Sequence[object]) -> None:
        """Count a row."""
        cells = dict(zip(self.keys, row, strict=True))
        if self.chart.unless and cells[self.chart.unless]:
            return
        name = cells[self.chart.by]
        known = self._sums.setdefault(name, [0] * len(self.chart.values))
        more = (1 if value == TIMES and TIMES not in cells else cells[value] for value in self.chart.values)
        self._sums[name] = [total + _number(one) for total, one in zip(known, more, strict=True)]
        if self.chart.to:
            self._to[name] = cells[self.chart.to]

    def figures(self, first: date, last: date, say: Callable[[object], str | None]) -> Json:
        """Give names, one list of values a series, and how many names were left out; days without rows are empty."""
        names = self._names(first, last)
        shown = names if self.chart.kind is Drawn.DAYS else names[:NAMES_MAX]
        empty: list[Number | None] = [None] * len(self.chart.values)
        rows = [self._sums.get(name, empty) for name in shown]
        return {
            "names": [say(name) for name in shown],
            "series": [[row[at] for row in rows] for at in range(len(self.chart.values))],
            "left_out": len(names) - len(shown),
        }

    def places(self, at: Mapping[str, Place]) -> Json:
        """Give what is warm or moves on the floor: places with their value, and where arrows lead."""
        known = [(str(name), values[0]) for name, values in self._sums.items() if str(name) in at]
        return {
            "points": [{"name": name, "at": at[name], "value": value, **self._leads(name, at)} for name, value in known]
        }

    def _leads(self, name: str, at: Mapping[str, Place]) -> Json:
        to = str(self._to.get(name))
        return {"to": at[to], "to_name": to} if to in at else {}

    def _names(self, first: date, last: date) -> list[object]:
        if self.chart.kind is Drawn.DAYS:
            return list(_days(first, last))
        if self.chart.ranked:
            return sorted(self._sums, key=lambda name: -self._sums[name][0])
        return list(self._sums)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=day) for day in range((last - first).days + 1))


def _number(cell: object) -> Number:
    return cell if isinstance(cell, int | float) else 0
