"""Draws a planned day hour by hour: open orders, late orders, metres walked, one band of bars each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from picking.planning.hours import Hour
from web_handheld.staffing.shapes import Box, Picture, Words

WIDTH, MARGIN = 1200, 48
TITLE_HEIGHT, BAND_HEIGHT, BAR_HEIGHT, FOOT_HEIGHT = 112, 206, 120, 58
INK, SOFT, LINE = "#16202b", "#56657a", "#dde3ea"
CALM, BAD, GO = "#2f6db5", "#b3261e", "#0b7a55"
BAR_WIDTH_MAX = 64.0
FIGURES_MAX = 26  # bars that still have room for their figure


class _Band(NamedTuple):
    """One row of bars: the code of its name, its colour, a value an hour, and the value that fills its height."""

    code: str
    colour: str
    values: Sequence[float]
    most: float


def day_picture(hours: Sequence[Hour], title: str, below: str, words: Mapping[str, str]) -> Picture:
    """Draw the hours under a title; `words` says open_orders, late_orders, metres, hour, in any language."""
    # Late and open orders are drawn to one scale: two late ones of forty must not look like a disaster.
    orders_most = max((max(hour.open_most, hour.late) for hour in hours), default=0)
    bands = (
        _Band("open_orders", CALM, [hour.open_most for hour in hours], orders_most),
        _Band("late_orders", BAD, [hour.late for hour in hours], orders_most),
        _Band("metres", GO, [hour.metres for hour in hours], max((hour.metres for hour in hours), default=0)),
    )
    shapes: list[Box | Words] = [
        Words(MARGIN, 54, title, 34, INK, bold=True),
        Words(MARGIN, 90, below, 20, SOFT),
    ]
    top = TITLE_HEIGHT
    for band in bands:
        shapes += _band(band, top, words[band.code])
        top += BAND_HEIGHT
    shapes += _hours(hours, top, words["hour"])
    return Picture(WIDTH, top + FOOT_HEIGHT, tuple(shapes))


def _band(band: _Band, top: float, name: str) -> Iterable[Box | Words]:
    ground = top + 44 + BAR_HEIGHT
    yield Words(MARGIN, top + 20, name, 20, band.colour, bold=True)
    yield Box(MARGIN, ground, WIDTH - 2 * MARGIN, 1.5, LINE)
    for (middle, width), value in zip(_columns(len(band.values)), band.values, strict=True):
        height = (BAR_HEIGHT - 22) * value / max(1.0, band.most)
        if height > 0:
            yield Box(middle - width / 2, ground - height, width, height, band.colour)
        if len(band.values) <= FIGURES_MAX and round(value):
            yield Words(middle, ground - height - 6, f"{value:.0f}", 17, INK, "middle")


def _hours(hours: Sequence[Hour], top: float, name: str) -> Iterable[Words]:
    """Name the hours below all bands, as many as have room."""
    every = 1 + len(hours) // FIGURES_MAX
    for (middle, _), hour in zip(_columns(len(hours)), hours, strict=True):
        if (hour.number - hours[0].number) % every == 0:
            yield Words(middle, top - 14, str(hour.number), 17, SOFT, "middle")
    yield Words(WIDTH - MARGIN, top + 18, name, 17, SOFT, "end")


def _columns(count: int) -> Iterable[tuple[float, float]]:
    """Give each bar's middle and width."""
    room = (WIDTH - 2 * MARGIN) / max(1, count)
    return ((MARGIN + (place + 0.5) * room, min(BAR_WIDTH_MAX, room * 0.7)) for place in range(count))
