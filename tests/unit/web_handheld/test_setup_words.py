"""Every list, field and word of set-up has a name people read, and every setting its meaning."""

from dataclasses import fields as dataclass_fields
from pathlib import Path

from picking.foundation.messages import Messages
from picking.foundation.settings import FloorSettings, unit_of
from picking.imports.setup import SECTIONS
from picking.imports.setup.fields import fields_of

ROOT = Path(__file__).parents[3]
WORDS = "app_desk_setup_"


def every_field(fields):
    """Walk through fields and what stands inside them."""
    for field in fields:
        yield field
        yield from every_field(field.inner)


def test_every_list_field_and_choice_has_its_word():
    """A key of a file on a button helps nobody."""
    codes = Messages.load(ROOT / "config/messages").codes()
    found = [field for section in SECTIONS.values() for field in every_field(fields_of(section))]
    wanted = {f"list_{name}" for name in SECTIONS} | {f"group_{section.group}" for section in SECTIONS.values()}
    wanted |= {f"field_{field.key}" for field in found if field.key}
    wanted |= {f"choice_{word.lower()}" for field in found for word in field.choices}
    wanted |= {field.form for field in found if field.form and not field.choices}

    assert {f"{WORDS}{word}" for word in wanted} - codes == set()


def test_every_setting_of_the_floor_has_its_meaning_and_its_unit():
    """`truth_halving_days` is clear to whoever wrote it."""
    codes = Messages.load(ROOT / "config/messages").codes()
    settings = {field.name for field in dataclass_fields(FloorSettings)}

    assert {f"{WORDS}field_setting_floor_{name}" for name in settings} - codes == set()
    assert {f"{WORDS}unit_{unit_of(name)}" for name in settings if unit_of(name)} - codes == set()
