"""The goods of a store file: items with their codes, prices and stock, and how scales print."""

from dataclasses import dataclass
from typing import Annotated

from picking.catalogue.barcodes import Check, FieldName
from picking.foundation.kinds import Hygiene, TemperatureClass, WorkType
from picking.foundation.tables import Json
from picking.imports.document.words import CodeKind, Count, PlaceId, Positive, SoldBy, Texts, Word
from picking.imports.shapes import Form, Of, Within


@dataclass(frozen=True)
class LabelFieldRow:
    """A field of a scale label."""

    name: FieldName
    digits: Positive
    decimals: Count
    unit: str = "kg"


@dataclass(frozen=True)
class LabelRow:
    """A layout of scale labels."""

    prefix: Annotated[str, Form(r"[0-9]{2,4}", "form_prefix")]
    length: Positive
    fields: tuple[LabelFieldRow, ...]
    check: Check


@dataclass(frozen=True)
class CategoryRow:
    """A category."""

    code: Word
    names: Texts


@dataclass(frozen=True)
class OptionRow:
    """A wish that a stall can fulfil."""

    code: Word
    names: Texts


@dataclass(frozen=True)
class CodeRow:
    """A code of an item."""

    code: Annotated[str, Form(r"[0-9]{1,14}", "form_digits")]
    kind: CodeKind
    contains: Positive


@dataclass(frozen=True)
class StockRow:
    """A lot in a bin."""

    bin: PlaceId
    quantity: Positive
    lot: Annotated[str, Form(r".{0,40}", "form_up_to_40")]
    expires_in_days: int | None


@dataclass(frozen=True)
class ItemRow:
    """An item, its price and stock in this store."""

    sku: Annotated[str, Form(r"[A-Za-z0-9._-]{1,32}", "form_sku")]
    names: Texts
    spec: Annotated[str, Form(r".{0,40}", "form_up_to_40")]
    category: Annotated[Word, Of("categories")]
    work_type: WorkType
    stall: Annotated[PlaceId, Of("stalls")] | None
    unit: Texts
    temperature_class: TemperatureClass
    food_hygiene: Hygiene
    sold_by: SoldBy
    price_minor: Count
    weight_grams: Count
    weight_tolerance_permille: Annotated[int, Within(0, 1000)]
    shelf_life_days: Count | None
    prep_seconds: Count
    fragile: bool
    heavy: bool
    scan_each: bool
    picture: Word
    options: tuple[OptionRow, ...]
    codes: tuple[CodeRow, ...]
    stock: tuple[StockRow, ...]
    safety_stock: Count = 0
    retired: bool | None = None


def options_of(row: ItemRow) -> list[Json]:
    """Give an item's options as plain JSON."""
    return [{"code": option.code, "names": option.names} for option in row.options]
