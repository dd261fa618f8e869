"""Makes the items of the store from the hand-written tables."""

from dataclasses import dataclass, field
from itertools import count

from . import tables
from .floor import STORE

# 952 is the GS1 prefix for examples: no company owns it, and no scale label starts with it.
GTIN_PREFIX = "9520"
FIRST_SKU = 10001
FIRST_PLU = 31001
WORK_TYPES = {"fish": "PROCESS", "bakery": "PROCESS", "kitchen": "CATERING", "bar": "CATERING"}


@dataclass
class Article:
    """An item with what only the generator needs to know: how it sells and where it lies."""

    facts: dict[str, object]
    zone: str
    stall: str
    marks: dict[str, str]
    stock: list[dict[str, object]] = field(default_factory=list)

    @property
    def sku(self) -> str:
        """Give the item's key."""
        return str(self.facts["sku"])

    @property
    def weighed(self) -> bool:
        """Tell whether it is sold by weight."""
        return self.facts["sold_by"] == "weight"

    @property
    def row(self) -> dict[str, object]:
        """Give the item as the store's file has it."""
        return self.facts | {"stock": self.stock}


def gs1_check(digits: str) -> str:
    """Give the GS1 check digit: weights 3, 1, 3 … from the right (General Specifications 7.9)."""
    total = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def articles() -> list[Article]:
    """Give all items in the order of their table."""
    categories, units, options = (tables.by_code(name) for name in ("categories", "units", "options"))
    plus = count(FIRST_PLU)
    made = []
    for sku, row in enumerate(tables.rows("items"), start=FIRST_SKU):
        category, marks = categories[row["category"]], _marks(row["marks"])
        facts = _identity(sku, row, category, units) | _nature(row, category, marks)
        facts["options"] = _options(marks, options)
        facts["codes"] = _codes(sku, marks, plus, at_stall=bool(category["stall"]))
        made.append(Article(facts, category["zone"], category["stall"], marks))
    return made


def categories() -> list[dict[str, object]]:
    """Give the categories with their names."""
    return [{"code": row["code"], "names": tables.words(row)} for row in tables.rows("categories")]


def _marks(text: str) -> dict[str, str]:
    return {name: value for name, _, value in (mark.partition(":") for mark in text.split())}


def _identity(
    sku: int, row: dict[str, str], category: dict[str, str], units: dict[str, dict[str, str]]
) -> dict[str, object]:
    stall = category["stall"]
    return {
        "sku": str(sku),
        "names": tables.words(row),
        "spec": row["spec"],
        "category": row["category"],
        "work_type": WORK_TYPES.get(stall, "STANDARD"),
        "stall": f"{STORE}-{stall}" if stall else None,
        "unit": tables.words(units[row["unit"]]),
    }


def _nature(row: dict[str, str], category: dict[str, str], marks: dict[str, str]) -> dict[str, object]:
    return {
        "temperature_class": category["temperature"],
        "food_hygiene": marks.get("hygiene", category["hygiene"]),
        "sold_by": "weight" if "weighed" in marks else "piece",
        "price_minor": int(row["price_minor"]),
        "weight_grams": int(row["grams"]),
        "weight_tolerance_permille": 100,
        "shelf_life_days": int(marks.get("life", category["life_days"])),
        "prep_seconds": int(marks.get("prep", category["prep_seconds"])),
        "fragile": "fragile" in marks,
        "heavy": "heavy" in marks,
        "scan_each": "scan_each" in marks,
        "picture": marks.get("picture", category["picture"]),
    }


def _options(marks: dict[str, str], texts: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    codes = marks["options"].split("+") if "options" in marks else []
    return [{"code": code, "names": tables.words(texts[code])} for code in codes]


def _codes(sku: int, marks: dict[str, str], plus: "count[int]", *, at_stall: bool) -> list[dict[str, object]]:
    if "weighed" in marks or at_stall:
        return [_code(str(next(plus)), "plu")]
    stems = [f"{GTIN_PREFIX}{sku}{variant:03}" for variant in range(2 if "two_codes" in marks else 1)]
    found = [_code(stem + gs1_check(stem), "gtin") for stem in stems]
    if "pack" in marks:
        # A GTIN-14 is the piece's number without its check digit behind an indicator digit.
        stem = "1" + stems[0]
        found.append(_code(stem + gs1_check(stem), "pack", int(marks["pack"])))
    return found


def _code(code: str, kind: str, contains: int = 1) -> dict[str, object]:
    return {"code": code, "kind": kind, "contains": contains}
