"""What is drawn fits its paper or panel, in every language, and its codes can be read off the picture."""

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from label_drawing.fonts import font, noto
from label_drawing.images import PictureError, dots, from_dots, from_text, opened, png, to_text
from label_drawing.sheets import LABEL, RECEIPT, draw_sheet
from label_drawing.shelf import COLOURS, draw_panel
from label_drawing.words import broken, fitted

LOGO = Image.new("L", (20, 9), 255)
ImageDraw.Draw(LOGO).rectangle((3, 2, 10, 6), fill=0)
PANEL = {"width": 296, "height": 128, "colours": ["black", "white", "red"]}


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Give the box of everything that is not white."""
    return picture.convert("L").point(lambda grey: 255 if grey < 200 else 0).getbbox()


@pytest.mark.parametrize("paper", [RECEIPT, LABEL], ids=["receipt", "label"])
def test_nothing_is_drawn_beyond_the_margins(paper):
    """A letter on the edge is a letter half printed."""
    blocks = [
        {"block": "text", "text": "鲜牛奶 " * 30, "size": 3, "bold": True},
        {"block": "text", "text": "W" * 200, "align": "right"},
        {"block": "code", "symbology": "code128", "text": "B:01-C-03-02-B-04"},
        {"block": "image", "png": to_text(png(LOGO))},
        {"block": "rule"},
        {"block": "feed", "lines": 2},
    ]

    left, _, right, _ = ink(draw_sheet(blocks, paper))

    assert left >= paper.margin - 1
    assert right <= paper.width - paper.margin + 1


def test_a_large_text_is_large():
    """A slot is read from three metres."""
    small, large = (draw_sheet([{"block": "text", "text": "A07", "size": size}]) for size in (1, 8))

    assert large.height > 6 * small.height / 2
    assert ink(large)[3] - ink(large)[1] > 4 * (ink(small)[3] - ink(small)[1])


def test_chinese_breaks_anywhere_and_latin_at_spaces():
    """A name cut in the middle of a word is misread; a Chinese one has no spaces."""
    letters = font(24)

    latin = broken("fresh full milk", letters, letters.getlength("fresh full") + 1)
    chinese = broken("鲜牛奶全脂高温杀菌", letters, 100)

    assert latin == ["fresh full", "milk"]
    assert "".join(chinese) == "鲜牛奶全脂高温杀菌"
    assert len(chinese) > 1


def test_a_text_is_fitted_into_its_box_and_shortened_only_at_last():
    """A price must be as large as it can be; a long name loses its tail, not its head."""
    one, dots_of_one = fitted("12.90", 200, 60, bold=True, lines_max=1)
    long, _ = fitted("a very long name " * 20, 100, 20, bold=False, lines_max=2)

    assert (one, dots_of_one) == (["12.90"], 60)
    assert long[0].startswith("a very")
    assert long[-1].endswith("…")


@pytest.mark.skipif(noto() is None, reason="Noto Sans CJK is not installed")
def test_chinese_is_drawn_with_letters_not_with_boxes():
    """A row of boxes is no name."""
    milk, tea = (draw_sheet([{"block": "text", "text": text, "size": 4}]) for text in ("奶", "茶"))

    assert png(milk) != png(tea)


def test_a_panel_is_drawn_in_its_exact_size_and_colours():
    """A base station refuses a picture that is one pixel too wide."""
    marks = [
        {"mark": "fill", "at": [0, 0, 100, 30], "colour": "red"},
        {"mark": "text", "text": "鲜牛奶", "at": [2, 2, 96, 26], "colour": "white", "bold": True},
        {"mark": "text", "text": "12.90", "at": [2, 35, 60, 60], "align": "right", "colour": "yellow"},
        {"mark": "strike", "at": [2, 35, 20, 10]},
        {"mark": "image", "png": to_text(png(LOGO)), "at": [80, 40, 10, 10]},
    ]

    drawn = draw_panel({"panel": PANEL, "marks": marks})

    assert drawn.size == (296, 128)
    assert {colour for _, colour in drawn.getcolors(1000)} == {COLOURS[name] for name in ("black", "white", "red")}


def test_a_panels_code_is_read_from_the_picture():
    """Counting and binding scan the shelf label itself."""
    marks = [{"mark": "code", "symbology": "ean13", "text": "9520100010002", "at": [0, 60, 60, 40]}]

    drawn = draw_panel({"panel": PANEL, "marks": marks})

    assert [found.text for found in zxingcpp.read_barcodes(drawn)] == ["9520100010002"]


def test_a_picture_becomes_dots_and_comes_back():
    """Widths that are no multiple of eight must not slant."""
    width, rows = dots(LOGO)

    assert (width, len(rows), {len(row) for row in rows}) == (20, 9, {3})
    assert png(from_dots(width, rows)) == png(LOGO)


@pytest.mark.parametrize("wrong", [b"", b"GIF89a", png(LOGO)[:20]])
def test_what_is_no_picture_is_said_to_be_none(wrong):
    """A template's logo may be damaged; the gateway must stay up."""
    with pytest.raises(PictureError):
        opened(wrong)
    with pytest.raises(PictureError):
        from_text("no base64!")
