"""A code that is drawn is a code that can be read: held against a reader that knows nothing of us."""

from datetime import UTC, datetime

import pytest
import zxingcpp
from hypothesis import given, settings, strategies as st
from PIL import Image

from label_drawing.codes import CodeError, modules
from label_drawing.sheets import draw_code
from picking.catalogue.barcodes import (
    Check,
    FieldName,
    LabelField,
    LabelLayout,
    OwnKind,
    ScaleLabel,
    bag_code,
    device_code,
    own_code,
)
from picking.catalogue.barcodes.scale_labels import scale_label
from picking.catalogue.barcodes.signed import pickup_pass, rider_code

AT = datetime(2026, 1, 15, 4, 30, tzinfo=UTC)
SECRET = b"a secret of thirty-two bytes, no less"
OWN = [
    own_code(OwnKind.BIN, "01-C-03-02-B-04"),
    own_code(OwnKind.STAGING, "01-S2-05"),
    own_code(OwnKind.SLOT, "01-A07"),
    own_code(OwnKind.BASKET, "000123"),
    own_code(OwnKind.ORDER, "4521"),
    own_code(OwnKind.TICKET, "4521-1"),
    bag_code("4521", 2, 3, 1),
]
PEOPLES = [
    own_code(OwnKind.BADGE, "kX7_aa-09"),
    device_code("gw1/scan-01", "one-time-key"),
    rider_code("fast", "r-17", AT, SECRET),
    pickup_pass("01", "482913", AT, SECRET),
]
WEIGHT_LABEL = LabelLayout(
    "21", 13, (LabelField(FieldName.PLU, 5), LabelField(FieldName.WEIGHT, 5, 3)), Check.GS1
)  # fmt: skip


def read(symbology: str, text: str) -> list[tuple[str, str]]:
    """Draw a code on white and give what a reader sees."""
    drawn = draw_code(symbology, text, 1500)
    page = Image.new("L", (drawn.width + 20, drawn.height + 60), 255)
    page.paste(drawn, (10, 30))
    return [(found.format.name, found.text) for found in zxingcpp.read_barcodes(page)]


@pytest.mark.parametrize("text", OWN)
def test_a_things_own_code_is_read_as_code_128(text):
    """Old laser scanners on the floor read lines only."""
    assert read("code128", text) == [("Code128", text)]


@pytest.mark.parametrize("text", [*OWN, *PEOPLES, "https://id.gs1.org/01/09520100010002", "鲜牛奶"])
def test_any_code_is_read_as_qr(text):
    """Badges, riders and customers show theirs on a telephone."""
    assert read("qr", text) == [("QRCode", text)]


def test_trade_numbers_and_scale_labels_are_read_as_ean():
    """What a stall prints is scanned like what a factory prints."""
    weighed = scale_label(WEIGHT_LABEL, ScaleLabel(plu="12345", weight_grams=1500, check_fits=True))

    assert weighed == "2112345015002"
    assert read("ean13", weighed) == [("EAN13", weighed)]
    assert read("ean13", "9520100010002") == [("EAN13", "9520100010002")]
    assert read("ean8", "96385074") == [("EAN8", "96385074")]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_whatever_code_128_takes_is_read_back(text):
    """A code that reads as another code is worse than none."""
    assert [found for _, found in read("code128", text)] == [text]


@pytest.mark.parametrize(
    ("symbology", "text"),
    [
        ("ean13", "9520100010003"), ("ean13", "952010001000"), ("ean13", "95201000100O2"), ("ean8", "96385075"),
        ("code128", ""), ("code128", "牛奶"), ("code128", "a\nb"), ("qr", "x" * 5000), ("aztec", "x"),
    ],
)  # fmt: skip
def test_what_a_symbology_cannot_say_is_refused(symbology, text):
    """A wrong check digit is never mended silently: it may be another item."""
    with pytest.raises(CodeError):
        modules(symbology, text)
