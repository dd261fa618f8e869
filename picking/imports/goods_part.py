"""The goods: categories, items with their codes and prices, scale labels, and the first stock."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from picking.catalogue.barcodes.scale_labels import layout_faults
from picking.catalogue.commands import CodeDraft, ItemDraft, ListingDraft, list_items, upsert_items
from picking.catalogue.model import Category, Item, Listing, ScaleLayout
from picking.catalogue.queries import items, listings, scale_layouts
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports.document import ItemRow, SoldBy, StoreFile, options_of
from picking.imports.keeping import Books
from picking.stock.commands import receive

DOCUMENT = "import"


def keep(books: Books, file: StoreFile) -> None:
    """Keep the goods as the file has them."""
    keep_categories(books, file)
    keep_scale_labels(books, file)
    keep_items(books, file)


def keep_categories(books: Books, file: StoreFile) -> None:
    """Keep the categories."""
    for i, category in enumerate(file.categories):
        books.keep(Category, f"categories[{i}].code", {"code": category.code}, names=category.names)


def keep_items(books: Books, file: StoreFile) -> None:
    """Keep items and their listings; a retired item is not sold here any more."""
    work, store_id = books.work, file.store.id
    skus = [row.sku for row in file.items]
    known = len(items(work.session, skus)), len(listings(work.session, store_id, skus))
    try:
        upsert_items(work, [_draft(row) for row in file.items])
    except Refusal as no:
        if no.code != "code_of_other_item":
            raise
        at = skus.index(str(no.facts["sku"]))
        path = f"items[{at}].codes"
        books.faults.add(path, "fault_code_taken", code=no.facts["text"], owner=no.facts["other"])
        return
    list_items(work, store_id, [_listing(row) for row in file.items])
    for table, before in zip((Item, Listing), known, strict=True):
        books.created[table.__tablename__] += len(skus) - before
    books.settle()


def _listing(row: ItemRow) -> ListingDraft:
    listed = None if row.retired is None else not row.retired
    return ListingDraft(row.sku, row.price_minor, row.stall, row.safety_stock, listed)


def _draft(row: ItemRow) -> ItemDraft:
    return ItemDraft(
        sku=row.sku,
        names=row.names,
        category=row.category,
        temperature_class=row.temperature_class,
        unit=Unit.GRAM if row.sold_by is SoldBy.WEIGHT else Unit.PIECE,
        weight_grams=row.weight_grams,
        work_type=row.work_type,
        spec=row.spec,
        unit_names=row.unit,
        weight_tolerance_permille=row.weight_tolerance_permille,
        shelf_life_days=row.shelf_life_days,
        prep_seconds=row.prep_seconds,
        options=options_of(row),
        fragile=row.fragile,
        heavy=row.heavy,
        hygiene=row.food_hygiene,
        scan_each=row.scan_each,
        picture=row.picture,
        codes=tuple(CodeDraft(each.code, str(each.kind), each.contains) for each in row.codes),
    )


def keep_scale_labels(books: Books, file: StoreFile) -> None:
    """Keep how the scales print."""
    for i, row in enumerate(file.scale_labels):
        fields = [
            {"name": str(each.name), "digits": each.digits, "decimals": each.decimals, "unit": each.unit}
            for each in row.fields
        ]
        key = {"store_id": file.store.id, "prefix": row.prefix, "length": row.length}
        books.keep(ScaleLayout, f"scale_labels[{i}].prefix", key, fields=fields, check=str(row.check))
    books.settle()
    # Rows the file no longer names stay, so the file alone being sound is not enough.
    for fault in layout_faults(scale_layouts(books.work.session, file.store.id)):
        books.faults.add("scale_labels", fault.code, **fault.facts)


def receive_stock(work: UnitOfWork, file: StoreFile) -> int:
    """Receive the file's lots, dated from today in the store; gives how many."""
    today = work.now.astimezone(ZoneInfo(file.store.timezone)).date()
    lots = [(row.sku, lot) for row in file.items for lot in row.stock]
    for sku, lot in lots:
        expires = _expiry(today, lot.expires_in_days)
        receive(
            work, file.store.id, sku, lot.bin, lot.quantity, lot_code=lot.lot, expires_on=expires, document=DOCUMENT
        )
    return len(lots)


def _expiry(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)
