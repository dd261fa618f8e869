"""Draws shorts of a thousand lines, week by week, as one row of bars, so that it is seen whether it gets better."""

from collections.abc import Iterator, Sequence

from picking.reports.shorts_by_week import Week
from web_handheld.staffing.shapes import Box, Picture, Words

WIDTH, HEIGHT, MARGIN, GROUND, TOP = 960, 320, 48, 264, 96
INK, SOFT, LINE, BAD = "#16202b", "#56657a", "#dde3ea", "#b3261e"
BAR_WIDTH_MAX = 56.0


def shorts_picture(weeks: Sequence[Week], title: str, below: str) -> Picture:
    """Draw the weeks under a title; `below` says what a bar is."""
    heading = (Words(MARGIN, 44, title, 26, INK, bold=True), Words(MARGIN, 74, below, 16, SOFT))
    return Picture(WIDTH, HEIGHT, (*heading, Box(MARGIN, GROUND, WIDTH - 2 * MARGIN, 1.5, LINE), *_bars(weeks)))


def _bars(weeks: Sequence[Week]) -> Iterator[Box | Words]:
    most = max((week.short_permille for week in weeks), default=0)
    room = (WIDTH - 2 * MARGIN) / max(1, len(weeks))
    width = min(BAR_WIDTH_MAX, room * 0.7)
    for place, week in enumerate(weeks):
        middle = MARGIN + (place + 0.5) * room
        height = (GROUND - TOP - 20) * week.short_permille / max(1, most)
        if height:
            yield Box(middle - width / 2, GROUND - height, width, height, BAD)
        if week.lines:
            yield Words(middle, GROUND - height - 6, f"{week.short_permille / 10:.1f} %", 14, INK, "middle")
        yield Words(middle, GROUND + 22, f"{week.monday:%m-%d}", 14, SOFT, "middle")
