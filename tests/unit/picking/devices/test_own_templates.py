"""A store prints by its own template once it can be drawn, and by the shipped one whenever its own cannot."""

from pathlib import Path

import pytest
from floor import STORE

from picking.devices.commands.templates import give_up_template, keep_template
from picking.devices.model import OwnTemplate
from picking.devices.own_templates import drawn, sheets_of
from picking.devices.sheets import Sheets
from picking.foundation.actor import Actor
from picking.foundation.records import JournalRow
from picking.foundation.refusals import Refusal
from picking.people.rights import rights_of

SHIPPED = Sheets.load(Path(__file__).parents[4] / "config/labels")
ADMIN = Actor(STORE, name="boss", rights=rights_of(["admin"]))
LEAD = Actor(STORE, name="lead", rights=rights_of(["lead"]))
OWN = 'paper = "label"\ntitle = "{bin}"\n\n[[lines]]\ntext = "OURS {bin}"\n'
SHEET = {"template": "bin_label", "facts": {"bin": "01-A-09"}, "language": "zh"}


def keep(floor, source, name="bin_label", by=ADMIN):
    return floor.run(keep_template, SHIPPED, name, source, by=by)


def texts(floor, store=STORE):
    return [block.get("text") for block in floor.ask(drawn, store, SHIPPED, SHEET)["blocks"]]


def faults(floor, source, name="bin_label"):
    with pytest.raises(Refusal) as no:
        keep(floor, source, name)
    return [(each["field"], each["reason"]["say"]) for each in no.value.facts["faults"]]


def test_a_store_prints_by_its_own_template_and_no_other_store_does(floor):
    """A chain's stores have papers and customs of their own."""
    keep(floor, OWN)

    assert texts(floor) == ["OURS 01-A-09"]
    assert texts(floor, "other") != ["OURS 01-A-09"]
    assert floor.ask(sheets_of, STORE, SHIPPED).templates["bag_label"] == SHIPPED.templates["bag_label"]


def test_a_template_is_given_up_and_the_shipped_one_prints_again(floor):
    """What did not prove itself tonight is gone with one press, and can be read in the journal."""
    before = texts(floor)
    keep(floor, OWN)

    gone, again = (floor.run(give_up_template, "bin_label", by=ADMIN) for _ in range(2))

    assert (gone, again, texts(floor)) == (True, False, before)
    steps = [(row.step, row.actor) for row in floor.all(JournalRow) if row.thing == "template"]
    assert steps == [("keep_own", "boss"), ("give_up_own", "boss")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("lines = [", [("", "template_toml")]),
        (OWN.replace('"label"', '"receipt"'), [("paper", "template_other_paper")]),
        (OWN + 'size = "big"\n', [("lines[0].size", "template_range")]),
        (OWN.replace("OURS {bin}", "{bin.__class__}"), [("lines[0].text", "template_braces")]),
        (OWN.replace("OURS {bin}", "{bin:d}"), [("", "template_not_drawn")]),
        ('title = 1\nlines = [{ image = "none" }]\n', [("title", "template_no_text")]),
        (OWN + '\n[[lines]]\nimage = "none"\n', [("image", "template_image")]),
        ('paper = "label"\ntitle = { en = "x" }\nlines = [{}]\n', [
            ("title", "template_no_language"), ("title", "template_no_language"), ("lines[0]", "template_kind"),
        ]),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_not_kept_and_every_fault_has_its_field(floor, source, found):
    """The first bag of the rush is no place to find out."""
    assert faults(floor, source) == found
    assert floor.all(OwnTemplate) == []


def test_a_template_of_no_sheet_of_ours_is_nothing_to_print(floor):
    """A misspelt name would be kept and never printed."""
    with pytest.raises(Refusal) as no:
        keep(floor, OWN, name="bin_lable")

    assert no.value.code == "unknown_thing"


def test_a_lead_may_not_change_what_is_printed(floor):
    """What stands on a bag is the store's word to its customer."""
    with pytest.raises(Refusal) as no:
        keep(floor, OWN, by=LEAD)

    assert no.value.code == "right_missing"


@pytest.mark.parametrize("source", ["lines = [", OWN.replace("OURS {bin}", "{check_number:d}")])
def test_what_cannot_be_drawn_any_more_is_printed_as_it_is_shipped(floor, source):
    """A bag that waits for a label is worse than a plain label."""
    usual = texts(floor)
    floor.put(OwnTemplate(store_id=STORE, name="bin_label", source=source, kept_at=floor.clock.now(), kept_by="x"))

    assert texts(floor) == usual
