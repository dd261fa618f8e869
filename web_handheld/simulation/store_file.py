"""What a player knows of the store by heart: items with their codes, bins, slots, stalls, colleagues, scanners."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Staff:
    """Somebody who plays: what signs in, what for."""

    badge: str
    pin: str
    roles: frozenset[str]
    stall: str | None


class StoreFile:
    """A store's description as it was imported, asked the way people ask."""

    def __init__(self, tree: Row) -> None:
        self._tree = tree

    @classmethod
    def read(cls, path: Path) -> "StoreFile":
        """Read the file; raises OSError or ValueError where there is none or it is no JSON."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    @property
    def store_id(self) -> str:
        """The store's id."""
        return str(self._tree["store"]["id"])

    @property
    def timezone(self) -> str:
        """The store's time zone."""
        return str(self._tree["store"]["timezone"])

    @property
    def scale_layouts(self) -> list[Row]:
        """How the store's scales print."""
        return list(self._tree["scale_labels"])

    @property
    def baskets(self) -> list[str]:
        """The ids of the baskets, as they stand in the rack."""
        return [basket["id"] for basket in self._tree["baskets"]]

    @property
    def staff(self) -> list[Staff]:
        """Everybody on the staff."""
        return [
            Staff(row["badge"], row["pin"], frozenset(row["roles"]), row.get("stall")) for row in self._tree["staff"]
        ]

    def somebody(self, role: str) -> Staff:
        """Give the first of the staff with a role."""
        return next(one for one in self.staff if role in one.roles)

    @property
    def channels(self) -> list[str]:
        """The channels' ids."""
        return [row["id"] for row in self._tree["channels"]]

    def full_id(self, name: str) -> str:
        """Give a place's id from what people call it, the store's number left out."""
        return f"{self.store_id}-{name}"

    def slot_for(self, temperature_class: str, among: list[str]) -> str | None:
        """Choose the slot for a bag of this class; hot bags stand in ambient slots."""
        wanted = "AMBIENT" if temperature_class == "HOT" else temperature_class
        slots = [row for row in self._tree["outbound_slots"] if row["id"] in among]
        fitting = [row["id"] for row in slots if row["temperature_class"] == wanted] or [row["id"] for row in slots]
        return fitting[0] if fitting else None

    def devices(self, device_class: str) -> list[Row]:
        """List the devices of a class."""
        return [row for row in self._tree["devices"] if row["class"] == device_class]

    @cached_property
    def _items(self) -> dict[str, Row]:
        return {row["sku"]: row for row in self._tree["items"]}

    def item(self, sku: str) -> Row:
        """Give an item's row."""
        return self._items[sku]

    def items_made_today(self) -> list[Row]:
        """List what the stalls sell by the piece and only on the day it was made."""
        return [
            row
            for row in self._tree["items"]
            if row["stall"] and row["stock"] and row["sold_by"] == "piece" and row["shelf_life_days"] == 1
        ]

    def sku_called(self, name: str) -> str:
        """Give the item that is called so in any language."""
        return next(sku for sku, row in self._items.items() if name in row["names"].values())

    def bin_of(self, sku: str) -> str:
        """Give a bin where an item belongs."""
        return str(self.item(sku)["stock"][0]["bin"])

    def is_weighed(self, sku: str) -> bool:
        """Tell whether an item is sold by weight."""
        return bool(self.item(sku)["sold_by"] == "weight")

    def code(self, sku: str, kind: str) -> str | None:
        """Give an item's code of a kind (`gtin`, `pack`, `plu`), or None."""
        return next((row["code"] for row in self.item(sku)["codes"] if row["kind"] == kind), None)

    def code_on_wrapping(self, sku: str, left: int) -> str:
        """Give what a scanner reads on an item: the box's code when the whole box is wanted, else the piece's."""
        codes = [row for row in self.item(sku)["codes"] if row["kind"] == "gtin" or row["contains"] <= left]
        return str(max(codes, key=lambda row: row["contains"])["code"])

    def another_sku(self, sku: str) -> str:
        """Give an item that is not this one but has a code on its wrapping: the neighbour taken by mistake."""
        return next(other for other in self._items if other != sku and self.code(other, "gtin"))
