"""Puts the goods into the bins: enough for the day, a few items deliberately not."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from random import Random

from .assortment import Article
from .floor import STORE

Bin = dict[str, object]
Group = list[Article]
TWO_FACES_MAX = 10
EMPTY_BIN_CAPACITY = 40


@dataclass
class Stocker:
    """Who fills the store before it opens."""

    dice: Random
    wanted: dict[str, int]
    bins: list[Bin]

    def fill(self, items: list[Article]) -> None:
        """Give every item its stock, and every bin the capacity for what lies in it."""
        for zone in sorted({item.zone for item in items} - {""}):
            here = [item for item in items if item.zone == zone]
            behind = self._fill_reserve(zone, here)
            self._fill_faces(zone, here, behind)
        for item in (item for item in items if item.stall):
            self._put(item, self._bins("stall", item.stall)[0], self._need(item))
        for place in self.bins:
            place["capacity"] = place["capacity"] or EMPTY_BIN_CAPACITY

    def _fill_reserve(self, zone: str, items: list[Article]) -> dict[str, int]:
        """Put goods behind the best sellers; every second of these faces then needs filling by day."""
        places = self._bins("reserve", zone)
        best = sorted((item for item in items if "short" not in item.marks), key=self._asked, reverse=True)
        behind = {}
        for at, (item, place) in enumerate(zip(best, places, strict=False)):
            amount = self._rounded(item, self._need(item) * 3 // 5)
            self._put(item, place, amount, fresh=True)
            behind[item.sku] = amount if at % 2 else 0
        return behind

    def _fill_faces(self, zone: str, items: list[Article], behind: dict[str, int]) -> None:
        places = self._bins("face", zone)
        groups = self._groups(items, len(places))
        faces = Counter(item.sku for group in groups for item in group)
        for group, place in zip(groups, places, strict=False):
            for item in group:
                amount = self._need(item) - behind.get(item.sku, 0)
                self._put(item, place, self._rounded(item, ceil(amount / faces[item.sku])))

    def _groups(self, items: list[Article], places: int) -> list[Group]:
        """Share out the bins: best sellers in front, the very best twice, slow neighbours in one."""
        best = [item for item in items if "top" in item.marks]
        twice = sorted(best, key=self._asked, reverse=True)[:TWO_FACES_MAX]
        slow = sorted((item for item in items if "top" not in item.marks), key=_kind)
        alone = [[item] for item in twice + best]
        sharers = ceil(len(slow) / (places - len(alone)))
        shared = [group for _, alike in groupby(slow, _kind) for group in _parts(list(alike), sharers)]
        return alone + shared

    def _need(self, item: Article) -> int:
        """Give what should lie in the store: the day's demand and a margin, in pieces or grams."""
        asked = self.wanted.get(item.sku, 0)
        if "short" in item.marks:
            return asked * 7 // 10
        spare = int(item.facts["weight_grams"]) * 5 if item.weighed else 5
        return self._rounded(item, asked * 14 // 10 + spare)

    def _asked(self, item: Article) -> tuple[int, str]:
        share = 1000 if not item.weighed else int(item.facts["weight_grams"])
        return self.wanted.get(item.sku, 0) * 1000 // share, item.sku

    def _rounded(self, item: Article, amount: int) -> int:
        return ceil(amount / 100) * 100 if item.weighed else amount

    def _bins(self, kind: str, where: str) -> list[Bin]:
        if kind == "stall":
            at = ("fish", "bakery", "kitchen", "bar").index(where)
            return [place for place in self.bins if place["kind"] == kind][at : at + 1]
        return [place for place in self.bins if place["kind"] == kind and place["zone"] == f"{STORE}-{where}"]

    def _put(self, item: Article, place: Bin, amount: int, *, fresh: bool = False) -> None:
        """Lay down one lot, or an older and a newer one of goods that spoil."""
        life = int(item.facts["shelf_life_days"])
        lots = [amount]
        if not fresh and 7 <= life <= 60 and amount >= 4 and self.dice.random() < 0.4:
            older = self._rounded(item, amount // 4)
            lots = [older, amount - older]
        for age, part in enumerate(reversed(lots)):
            left = life * 9 // 10 if fresh else life * self.dice.randrange(55 - 25 * age, 80 - 25 * age) // 100
            item.stock.append(self._lot(place, part, max(1, left)))
        full = 1.25 * amount
        place["capacity"] += ceil(full / 1000) * 1000 if item.weighed else ceil(full)

    def _lot(self, place: Bin, quantity: int, days: int) -> dict[str, object]:
        lot = f"L{self.dice.randrange(10000, 100000)}"
        return {"bin": place["id"], "quantity": quantity, "lot": lot, "expires_in_days": days}


def _kind(item: Article) -> tuple[bool, str]:
    """Tell what may lie together: measured alike, and raw food never by food that is ready."""
    return item.weighed, str(item.facts["food_hygiene"])


def _parts(items: Group, size: int) -> list[Group]:
    return [items[at : at + size] for at in range(0, len(items), size)]
