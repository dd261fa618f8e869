"""Codes of items as people write them: what the books keep padded is shown as it is printed, and compared; pure."""

from picking.catalogue.barcodes import gtin
from picking.catalogue.barcodes.scale_labels import normal_plu
from picking.imports.document import CodeKind, CodeRow

GTIN_LENGTHS = (8, 12, 13, 14)


def as_written(kind: str, code: str, contains: int) -> CodeRow:
    """Write a code of the books: a GTIN without its padding, and a pack where it counts more than one piece."""
    if kind == "plu":
        return CodeRow(code, CodeKind.PLU, contains)
    digits = len(code.lstrip("0"))
    shortest = 8 if digits <= 8 else 13 if digits <= 13 else 14  # noqa: PLR2004 - the lengths of a GTIN
    return CodeRow(code[-shortest:], CodeKind.PACK if contains > 1 else CodeKind.GTIN, contains)


def settled(rows: tuple[CodeRow, ...]) -> tuple[CodeRow, ...]:
    """Give codes in one order and one writing; what no scan can give stays as it is, to be refused."""
    return tuple(sorted({_settled(row) for row in rows}, key=lambda row: (row.kind == CodeKind.PLU, row.code)))


def _settled(row: CodeRow) -> CodeRow:
    if row.kind is CodeKind.PLU:
        return as_written("plu", normal_plu(row.code), row.contains)
    try:
        return as_written("gtin", gtin.normal_gtin(row.code), row.contains)
    except ValueError:
        return row
