"""What a page of set-up is shown: a section with its fields as a form needs them, and what a change does."""

from collections import Counter

from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.imports.setup import Section, SetUp
from picking.imports.setup.cells import columns
from picking.imports.setup.fields import Field, Kind, fields_of

CHANGES_SHOWN_MAX = 500
ONCE = ("store", "walk")  # there is one, always


def section_view(section: Section, by: Actor) -> Json:
    """Give a section with what this person may change in it: everything, or only what the night needs."""
    fields = fields_of(section)
    everything = by.may(section.right)
    return {
        "name": section.name,
        "group": section.group,
        "key": list(section.key),
        "leaves": str(section.leaves),
        "adds": everything and section.name not in ONCE,
        "may": [field.key for field in fields if everything or field.key in section.night],
        "fields": [_field_view(field) for field in fields],
        "columns": [name for name, _ in columns(fields)],
    }


def _field_view(field: Field) -> Json:
    shown = {
        "key": field.key, "kind": str(field.kind), "needed": field.needed, "empty": field.empty,
        "secret": field.secret, "choices": [str(each) for each in field.choices], "least": field.least,
        "most": field.most, "form": field.form, "of": field.of,
    }  # fmt: skip
    if field.kind in (Kind.LIST, Kind.ROWS, Kind.GROUP):
        shown["inner"] = [_field_view(each) for each in field.inner]
    return shown


def set_up_view(made: SetUp, *, kept: bool) -> Json:
    """Give what becomes of each row and field, so many of them, and how many there are in all."""
    counts = Counter(str(each.what) for each in made.changes)
    return {
        "section": made.section,
        "kept": kept,
        "seen": made.seen,
        "counts": {**counts, "same": made.same},
        "changes": [
            {
                "row": each.row + 1, "key": each.key, "what": str(each.what),
                "fields": [{"field": name, "before": before, "after": after} for name, before, after in each.fields],
            }
            for each in made.changes[:CHANGES_SHOWN_MAX]
        ],
    }  # fmt: skip
