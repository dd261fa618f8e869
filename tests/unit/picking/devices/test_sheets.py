"""Templates are data: every one is sound, speaks all languages, and gives what the contract prints."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.contract.codec import from_tree
from gateway.contract.commands import CodeBlock, PrintPaper, TextBlock
from picking.devices.commands.printing import PRINTERS
from picking.devices.sheets import Sheets, Voice, render
from picking.devices.template_check import SAID, TemplateError, template_faults
from picking.foundation.messages import LANGUAGES, Messages

LABELS = Path(__file__).parents[4] / "config" / "labels"
FACTS = {
    "bag_label": {
        "slots": ["A07"], "number": "4521", "n": 2, "total": 3, "temperature_class": "CHILLED", "mode": "delivery",
        "customer": "L**", "phone_tail": "0042", "due_at": "2026-01-15T04:30:00+00:00", "weight_grams": 2310,
        "seal": "S-9", "version": 1, "code": "P:4521-2/3-1-4",
    },
    "packing_slip": {
        "channel": "app", "serial": 4, "store": {"en": "Corner"}, "ordered_at": "2026-01-15T04:01:00+00:00",
        "due_at": "2026-01-15T04:30:00+00:00", "number": "4521", "code": "O:4521", "paid": "39.80",
        "customer": "L**", "phone_tail": "0042", "slots": ["A07", "C01"],
        "lines": [{"name": {"en": "Milk", "zh": "牛奶"}, "quantity": 2, "amount": "11.80"}],
        "weighed": [{"name": "Greens", "actual": "0.480 kg", "refund": "0.20"}],
        "changes": [{"name": "Tea", "what": "missing", "amount": "-5.00"}],
        "bags": [{"temperature_class": "CHILLED", "count": 1}],
    },
    "kitchen_ticket": {
        "stall": {"en": "Fish"}, "number": "4521-1", "fire_at": "2026-01-15T04:05:00+00:00",
        "due_at": "2026-01-15T04:20:00+00:00", "mode": {"en": "Delivery"}, "part": 1, "parts": 3, "code": "T:4521-1",
        "items": [{"quantity": 1, "name": {"en": "Carp"}, "wishes": "Scale · Gut · soft"}],
    },
    "goods_label": {
        "name": {"en": "Milk"}, "lot": "L77", "expires_on": "2026-01-25",
        "code": "https://id.gs1.org/01/09520100010002/10/L77?17=260125",
    },
    "prepared_food_label": {
        "name": {"en": "Soup"}, "made_at": "2026-01-15T04:10:00+00:00", "eat_by": "2026-01-15T08:10:00+00:00",
        "keep_at": "≥ 60 °C", "weight_grams": 350, "number": "4521", "code": None, "gtin": "9520100010002",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def sheets():
    return Sheets.load(LABELS)


def drawn(sheets, template, language="en", banner=None):
    instruction = {"template": template, "facts": FACTS[template], "language": language, "banner": banner}
    instruction["timezone"] = "Asia/Shanghai"
    return from_tree(PrintPaper, sheets.document(instruction))


def texts(paper):
    return [block.text for block in paper.blocks if isinstance(block, TextBlock)]


def test_every_printable_template_is_there_and_no_other(sheets):
    """The room that prints and the folder that draws must agree."""
    assert set(sheets.templates) == set(PRINTERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", sorted(FACTS))
def test_every_template_gives_what_the_contract_prints(sheets, template, language):
    """In each language, with nothing missing."""
    paper = drawn(sheets, template, language)

    assert paper.blocks
    assert not any("…" in text for text in texts(paper))


def test_a_bag_label_shows_slot_and_bag_big_and_its_code(sheets):
    """It is read from two metres and by a scanner."""
    paper = drawn(sheets, "bag_label", "zh")

    assert (paper.blocks[0].text, paper.blocks[0].size) == ("A07", 6)
    assert "#4521  第2袋/共3袋" in texts(paper)
    assert [block.text for block in paper.blocks if isinstance(block, CodeBlock)] == ["P:4521-2/3-1-4"]


def test_times_are_said_as_the_stores_clock_and_classes_in_its_language(sheets):
    """04:30 in UTC is half past twelve in Shanghai."""
    said = texts(drawn(sheets, "bag_label", "zh"))

    assert "送达 12:30" in said
    assert "冷藏  配送" in said


def test_wishes_of_a_customer_are_bold_in_the_kitchen(sheets):
    """A forgotten "no onion" is a remake."""
    blocks = {block.text: block for block in drawn(sheets, "kitchen_ticket").blocks if isinstance(block, TextBlock)}

    assert blocks["  ! Scale · Gut · soft"].bold


def test_a_copy_and_a_rerouted_sheet_say_so_first(sheets):
    """A duplicate must be seen to be one."""
    paper = drawn(sheets, "kitchen_ticket", "es", {"from": "01-fish", "copy": 2})

    assert texts(paper)[:2] == ["DE 01-fish", "COPIA 2"]


def test_a_missing_fact_shows_that_it_is_missing():
    """Half a label is better than no label and a crash."""
    assert render({"title": "x", "lines": [{"text": "{a} {b}"}]}, {"a": 1}, Voice("en", ZoneInfo("UTC")))["blocks"] == [
        {"block": "text", "text": "1 …"}
    ]


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ({"lines": [{"text": "x"}]}, "title"),
        ({"title": "x", "lines": []}, "lines"),
        ({"title": "x", "lines": [{"text": {"en": "x", "zh": "x"}}]}, "has no es"),
        ({"title": "x", "lines": [{"text": "x", "size": 25}]}, "size"),
        ({"title": "x", "lines": [{"code": "aztec", "text": "x"}]}, "code"),
        ({"title": "x", "paper": "silk", "lines": [{"text": "x"}]}, "paper"),
        ({"title": "x", "lines": [{"text": "x", "align": "middle"}]}, "align"),
        ({"title": "x", "lines": [{"each": "y", "lines": [{"bold": True}]}]}, "lines[0].lines[0]"),
        ({"title": "x", "lines": [{"text": "{a.b}"}]}, "lines[0].text: names no fact"),
        ({"title": "x", "lines": [{"text": "half {a"}]}, "lines[0].text: names no fact"),
        ({"title": "x", "lines": ["text"]}, "lines[0]: must be a table"),
        ({"title": "x", "lines": [{"text": "x", "size": "big"}]}, "size: from 1 to 24"),
        ({"title": "x", "lines": [{"code": "qr"}]}, "lines[0].text: must be a text"),
    ],
)
def test_what_is_wrong_with_a_template_is_named(template, fault):
    """Whoever edits one sees the place."""
    assert any(fault in str(found) for found in template_faults(template))


def test_a_broken_template_stops_the_start(tmp_path):
    """Not the first bag of the day."""
    (tmp_path / "bag_label.toml").write_text('title = "x"\nlines = []\n', encoding="utf-8")

    with pytest.raises(TemplateError, match="bag_label"):
        Sheets.load(tmp_path)


def test_what_the_catalogue_says_of_a_fault_is_what_a_command_line_says():
    """One sentence for one fault, wherever it is read."""
    catalogue = Messages.load(LABELS.parent / "messages")

    assert {code: catalogue.translations(code)["en"] for code in SAID} == SAID
