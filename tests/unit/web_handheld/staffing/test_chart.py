"""The picture of a day."""

from xml.etree import ElementTree as ET

from picking.planning.hours import Hour
from web_handheld.staffing.chart import day_picture
from web_handheld.staffing.png import png
from web_handheld.staffing.shapes import Box, Words, svg

WORDS = {"open_orders": "未完成 <订单>", "late_orders": "超时", "metres": "米", "hour": "时"}
HOURS = [Hour(7, 5, 8, 0, 900.0), Hour(8, 9, 40, 2, 1800.0)]


def drawn(hours=HOURS):
    return day_picture(hours, "6 人", "110 km", WORDS)


def test_the_picture_is_well_formed_in_any_language():
    """A name with a bracket in it must not break the page."""
    root = ET.fromstring(svg(drawn()))  # noqa: S314 - our own picture

    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"6 人", "未完成 <订单>", "40", "1800", "7", "8"} <= set(texts)


def test_late_and_open_orders_have_one_scale():
    """Two late ones of forty must not look like a disaster."""
    heights = {shape.colour: shape.height for shape in drawn().shapes if isinstance(shape, Box) and shape.width > 2}

    assert heights["#b3261e"] < heights["#2f6db5"] / 10


def test_hours_without_figures_are_drawn_too():
    """An empty day, and one of a week, have to look like what they are."""
    assert png(drawn([])).startswith(b"\x89PNG")
    week = [Hour(number, 1, 1, 0, 10.0) for number in range(168)]
    figures = [shape for shape in drawn(week).shapes if isinstance(shape, Words)]
    assert len(figures) < 40
