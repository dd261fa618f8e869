"""The sections of a store that are set up row by row: what names a row, who may change it, what retiring means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from picking.foundation.refusals import unknown
from picking.imports import document

NIGHT = "setup.night"  # what whoever leads the floor may change without whoever sets it up


class Leaves(StrEnum):
    """How a row leaves: never, marked as retired for what stands in the books, or out of the books altogether."""

    NEVER = "never"
    MARKED = "marked"
    DELETED = "deleted"


@dataclass(frozen=True)
class Section:
    """A list of the store file that is set up by itself.

    `thing` is what the journal calls one row. `key` names the fields by which a row is known again. `fixed` is what
    the file says and the books do not keep; it is neither shown nor asked for. `night` are the fields a lead may
    change as well.
    """

    name: str
    thing: str
    row: type[Any]
    key: tuple[str, ...]
    group: str
    right: str = "setup"
    leaves: Leaves = Leaves.DELETED
    fixed: Mapping[str, Any] = field(default_factory=dict)
    night: frozenset[str] = frozenset()

    @property
    def rights(self) -> tuple[str, ...]:
        """Give the rights of which one is needed to change anything here."""
        return (self.right, NIGHT) if self.night else (self.right,)

    def key_of(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """Give what names a row; None for what is not said."""
        return tuple(row.get(name) for name in self.key)

    def key_in(self, row: object) -> tuple[Any, ...]:
        """Give what names a row that was read."""
        return tuple(getattr(row, name) for name in self.key)


_NIGHT_SPOT = frozenset({"retired"})
_ALL: tuple[Section, ...] = (
    Section("items", "item", document.ItemRow, ("sku",), "goods", leaves=Leaves.MARKED, fixed={"stock": []}),
    Section("categories", "category", document.CategoryRow, ("code",), "goods"),
    Section("scale_labels", "scale_label", document.LabelRow, ("prefix", "length"), "goods"),
    Section("zones", "zone", document.ZoneRow, ("id",), "floor"),
    Section("aisles", "aisle", document.AisleRow, ("id",), "floor", night=frozenset({"people_max", "closed"})),
    Section("bins", "bin", document.BinRow, ("id",), "floor", leaves=Leaves.MARKED, night=frozenset({"blocked"})),
    Section("nodes", "node", document.NodeRow, ("id",), "floor"),
    Section("edges", "way", document.EdgeRow, ("a", "b"), "floor"),
    Section("walk", "walking_graph", document.WalkFacts, (), "floor", leaves=Leaves.NEVER),
    Section("stalls", "stall", document.StallRow, ("id",), "floor", leaves=Leaves.MARKED, fixed={"printer": None}),
    Section(
        "staging_positions", "staging position", document.SpotRow, ("id",), "floor",
        leaves=Leaves.MARKED, fixed={"bags": 1}, night=_NIGHT_SPOT,
    ),
    Section(
        "outbound_slots", "outbound slot", document.SpotRow, ("id",), "floor", leaves=Leaves.MARKED, night=_NIGHT_SPOT
    ),
    Section("baskets", "basket", document.BasketRow, ("id",), "floor", fixed={"colour_names": {"en": "-"}}),
    Section(
        "count_plans", "count plan", document.CountPlanRow, ("id",), "stock",
        leaves=Leaves.MARKED, night=frozenset({"at", "days", "bins_max", "zone", "blind", "retired"}),
    ),
    Section(
        "face_limits", "face_limit", document.FaceLimitRow, ("bin", "sku"), "stock", night=frozenset({"least", "most"})
    ),
    Section(
        "fill_plan", "fill plan", document.FillPlanFacts, (), "stock",
        leaves=Leaves.MARKED, night=frozenset({"every_minutes", "closing", "retired"}),
    ),
    Section(
        "fresh_day", "fresh day", document.FreshDayFacts, (), "stock",
        leaves=Leaves.NEVER, night=frozenset({"opens", "marks_down", "clears", "by_itself"}),
    ),
    Section("staff", "people", document.StaffRow, ("id",), "people", right="staff", leaves=Leaves.MARKED),
    Section(
        "devices", "device", document.DeviceRow, ("gateway", "id"), "devices", right="devices", leaves=Leaves.MARKED
    ),
    Section(
        "channels", "channel", document.ChannelRow, ("id",), "store",
        right="settings", leaves=Leaves.NEVER, fixed={"names": {"en": "-"}, "weight": 0},
    ),
    Section("settings", "setting", document.SettingRow, ("key",), "store", right="settings"),
    Section("store", "store", document.StoreCard, ("id",), "store", right="settings", leaves=Leaves.NEVER),
)  # fmt: skip
SECTIONS: Mapping[str, Section] = {each.name: each for each in _ALL}


def section_named(name: str) -> Section:
    """Give a section by its name in the store file; refuses one that is not set up by itself."""
    if name not in SECTIONS:
        raise unknown("section", name)
    return SECTIONS[name]
