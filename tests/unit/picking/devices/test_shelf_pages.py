"""Pages of shelf labels are data: each is sound, speaks all languages, and fits its panel."""

from pathlib import Path

import pytest

from label_drawing.shelf import draw_panel
from picking.devices.sheets import TemplateError
from picking.devices.shelf_pages import PAGES, ShelfPages, page_faults
from picking.foundation.messages import LANGUAGES

LABELS = Path(__file__).parents[4] / "config" / "labels"
PAGES_OF_STORE = ShelfPages.load(LABELS)
FACTS = {"page": "normal", "title": "Milk", "spec": "1 l", "price": "5.90", "per": "", "currency": "CNY"}


@pytest.mark.parametrize("panel", list(PAGES_OF_STORE.panels))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_drawn_on_every_panel_in_every_language(name, language, panel):
    """A base station takes pictures of the exact size only."""
    state = PAGES_OF_STORE.sample(name, language, panel)

    drawn = draw_panel(state)

    assert drawn.size == (state["panel"]["width"], state["panel"]["height"])
    assert len(drawn.getcolors(100)) > 1
    assert not any("…" in mark.get("text", "") for mark in state["marks"])


def test_what_looks_the_same_has_the_same_hash():
    """A battery is spent on changes, not on versions."""

    def picture(**more):
        return PAGES_OF_STORE.state({**FACTS, **more}, "en", "UTC")["picture"]

    assert picture() == picture(light={"colour": "green"}) == picture(sku="100012")
    assert picture() != picture(price="5.80")


def test_a_panel_nobody_listed_is_drawn_by_its_size_and_else_as_the_first():
    """A new tag type shows something at once, and its row in panels.toml makes it right."""

    def panel(name):
        return PAGES_OF_STORE.state({**FACTS, "drawn_for": name}, "en", "UTC")["panel"]

    assert panel("mystery")["width"] == 296
    assert panel("250x122") == {"width": 250, "height": 122, "colours": ["black", "white"]}


@pytest.mark.parametrize(
    ("mark", "fault"),
    [
        ({"text": "x"}, ".at"),
        ({"text": "x", "at": [0, 0, 101, 10]}, ".at"),
        ({"text": "x", "at": [90, 0, 20, 10]}, ".at"),
        ({"text": "x", "at": [0, 0, 10, 10], "colour": "green"}, ".colour"),
        ({"text": {"en": "x"}, "at": [0, 0, 10, 10]}, "has no zh"),
        ({"text": "x", "fill": True, "at": [0, 0, 10, 10]}, "is one of"),
        ({"code": "aztec", "text": "x", "at": [0, 0, 10, 10]}, ".code"),
    ],
)
def test_what_is_wrong_with_a_page_is_named(mark, fault):
    """Whoever edits one sees the place."""
    assert any(fault in found for found in page_faults({"marks": [mark]}))


def test_a_missing_page_stops_the_start(tmp_path):
    """Not the first promotion."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf/panels.toml").write_text("[a]\nwidth = 1\nheight = 1\ncolours = []\n", encoding="utf-8")

    with pytest.raises(TemplateError, match="missing"):
        ShelfPages.load(tmp_path)
