"""What every driver of the catalogue must keep, whatever its device speaks."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from device_drivers.catalogue import KINDS
from device_drivers.messages import (
    Barcode,
    Beep,
    CannotDoError,
    Condition,
    Fault,
    Feed,
    Light,
    Pressed,
    PrintDocument,
    Printed,
    Rule,
    Scanned,
    Send,
    ShowAnswer,
    ShowLabel,
    Shown,
    Text,
    Weighed,
    Zero,
)

PAPER = PrintDocument(
    "job-1",
    (
        Text("A07 ^XZ~JA", size=2, bold=True, align="center"),
        Text("牛奶 1 l"),
        Rule(),
        Barcode("code128", "P:4521-1/2-1-7"),
        Barcode("ean13", "4006381333931"),
        Barcode("qr", "K:000123"),
        Feed(2),
    ),
    copies=2,
)
INSTRUCTIONS = [
    PAPER,
    Beep("right"),
    Zero(),
    ShowAnswer({}),
    ShowLabel(3, {"title": "Milk"}),
    Light(4, {"colour": "green"}),
]
TALK = {
    "scanner.framed": b"]E04006381333931\r\n]d20104006381333931\x1d10A1\r\nabc\r\xff\xfe\r\n",
    "scale.mettler-8217": b"\x0201.250\r\x02?A\r\x0200.000N\r\x02??\r\x0201.2\r",
    "printer.escpos": b"\x10\x00\x00\x00\x12\x72\x30\x08\x0c\x00\x37\x220001\x00\x9f\x12\x12",
    "printer.zpl": b"\x02030,1,0,0832,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02001,0,0,0,0,2,6,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n",
    "shelf-label.reference": b'{"shown":3}\n{"failed":4,"code":"battery-out"}\r\n{"condition":null}\nx\n',
    "light.reference": b'{"pressed":"confirm","press":"long"}\n{"shown":true}\n[]\n{"shown":3}\n',
}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
READINGS = (Scanned, Weighed, Printed, Shown, Pressed)


def started(kind):
    """Give a driver that has been asked for a print, so that answers mean something to it."""
    driver = kind.driver({})
    driver.tick(0.0)
    for instruction in INSTRUCTIONS:
        with suppress(CannotDoError):
            driver.command(instruction, 0.0)
    return driver


@every_kind
@given(cuts=st.lists(st.integers(0, 150), max_size=12))
def test_any_split_of_the_bytes_gives_the_same_reports(kind, cuts):
    """Bytes arrive as the line likes; a report must not depend on it."""
    talk = TALK[kind.name]
    whole = started(kind).feed(talk, 1.0)
    places = [0, *sorted({min(cut, len(talk)) for cut in cuts}), len(talk)]
    driver = started(kind)

    pieces = [report for a, b in pairwise(places) for report in driver.feed(talk[a:b], 1.0)]

    assert pieces == list(whole)
    assert whole


@every_kind
@given(noise=st.binary(max_size=400), later=st.floats(0, 100))
def test_no_bytes_raise(kind, noise, later):
    """A driver that dies of noise takes its device away from the floor."""
    driver = started(kind)

    reports = [*driver.feed(noise, 1.0), *driver.tick(later)]

    assert all(isinstance(report, (*READINGS, Fault, Condition, Send)) for report in reports)


@every_kind
@given(noise=st.lists(st.integers(0x80, 0xFF), max_size=300).map(bytes))
def test_garbage_never_becomes_a_reading(kind, noise):
    """No reading is better than an invented one; high bytes come from a wrong baud rate."""
    driver = kind.driver({})
    masked = kind.name == "scale.mettler-8217"  # its line masks bit 7, so noise without STX is its garbage
    noise = noise.replace(b"\x82", b"") if masked else noise
    noise = noise + b"\xff\r" if kind.name == "scanner.framed" else noise

    reports = driver.feed(noise, 1.0)

    assert not [report for report in reports if isinstance(report, READINGS)]


@every_kind
def test_what_a_device_cannot_do_is_refused_before_it_is_touched(kind):
    """The service must learn that a retry is useless, or safe."""
    can = {"print": PrintDocument, "show": ShowLabel, "light": Light, "zero": Zero}
    cannot = [each for each in INSTRUCTIONS if type(each) not in [can.get(word) for word in kind.capabilities]]

    for instruction in cannot:
        with pytest.raises(CannotDoError) as refused:
            kind.driver({}).command(instruction, 0.0)

        assert refused.value.code == "unsupported"


@every_kind
def test_an_unknown_setting_names_its_key(kind):
    """A typing error in a setting is found at the start, not in the night."""
    with pytest.raises(ValueError, match="colour"):
        kind.driver({"colour": "red"})
