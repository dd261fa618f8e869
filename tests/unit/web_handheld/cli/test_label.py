"""Templates are looked at without a printer and without a service."""

import json

import zxingcpp
from click.testing import CliRunner
from PIL import Image

from web_handheld.cli import main


def preview(*arguments):
    return CliRunner().invoke(main, ["label", "preview", *map(str, arguments)])


def test_a_template_is_drawn_with_its_sample(tmp_path):
    """The shortest way to see what a change does."""
    result = preview("bin_label", "-o", tmp_path / "bin.png", "--language", "zh", "--copy", 2)

    assert result.exit_code == 0, result.output
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(tmp_path / "bin.png"))] == ["B:01-C-03-02"]


def test_a_template_of_ones_own_is_drawn_with_facts_of_ones_own(tmp_path):
    """It need not lie in the product's folder."""
    (tmp_path / "mine.toml").write_text('title = "x"\n[[lines]]\ncode = "qr"\ntext = "{code}"\n', encoding="utf-8")
    (tmp_path / "facts.json").write_text(json.dumps({"code": "U:abc"}), encoding="utf-8")

    result = preview(tmp_path / "mine.toml", "-o", tmp_path / "mine.png", "--facts", tmp_path / "facts.json")

    assert result.exit_code == 0, result.output
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(tmp_path / "mine.png"))] == ["U:abc"]


def test_a_wrong_template_is_told_in_words(tmp_path):
    """With its name and the place in it."""
    (tmp_path / "mine.toml").write_text('title = "x"\n[[lines]]\nimage = "logo"\n', encoding="utf-8")

    unknown, broken = preview("poem"), preview(tmp_path / "mine.toml")

    assert "there is no template poem" in unknown.output
    assert "there is no picture logo.png in images/" in broken.output
    assert "bag_label" in CliRunner().invoke(main, ["label", "list"]).output


def test_a_page_of_shelf_labels_is_drawn_in_the_panels_size(tmp_path):
    """A base station takes no other size."""
    result = CliRunner().invoke(
        main, ["label", "shelf", "promotion", "--panel", "400x300", "-o", str(tmp_path / "page.png")]
    )

    assert result.exit_code == 0, result.output
    with Image.open(tmp_path / "page.png") as drawn:
        assert drawn.size == (400, 300)
