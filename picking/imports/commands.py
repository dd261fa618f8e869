"""Imports a store: the whole file is read and checked, then kept in this one transaction, or nothing is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from picking.floor.model import Store
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.imports import floor_part, goods_part, people_part, stock_part, way_out_part
from picking.imports.checks import contradictions
from picking.imports.document import StoreFile
from picking.imports.keeping import Books
from picking.imports.shapes import Fault, Faults, read

FAULTS_SHOWN_MAX = 50


@dataclass(frozen=True)
class ImportReport:
    """What an import did: rows made and changed by table, and how many lots were received."""

    store_id: str
    is_new: bool
    created: Mapping[str, int]
    changed: Mapping[str, int]
    lots_received: int


def import_store(work: UnitOfWork, document: dict[str, object], *, with_stock: bool = False) -> ImportReport:
    """Keep everything a store file says; the same file again changes nothing.

    Rows the file no longer names stay, but ways of the walking graph become exactly the file's. Stock is received
    only into a new store, or again `with_stock`. The actor must be of the file's store. Refuses
    (`store_file_refused`) with every fault's JSON path and reason; then nothing was changed.
    """
    work.by.require("settings")
    file = read_store_file(document)
    if file.store.id != work.by.store_id:
        raise refused([Fault("store.id", "fault_this_store", {"store": work.by.store_id})])
    is_new = work.find(Store, file.store.id, lock=True) is None
    books = Books(work, file.store.id)
    floor_part.keep(books, file)
    way_out_part.keep(books, file)
    goods_part.keep(books, file)
    people_part.keep(books, file)
    if books.faults.found:
        raise refused(books.faults.found)
    received = goods_part.receive_stock(work, file) if is_new or with_stock else 0
    stock_part.keep(books, file, is_new=is_new)
    return ImportReport(file.store.id, is_new, dict(books.created), dict(+books.changed), received)


def read_store_file(document: dict[str, object]) -> StoreFile:
    """Read and check a store file without keeping anything; refuses like `import_store`."""
    faults = Faults()
    file = read(StoreFile, document, "", faults)
    if file is None:
        raise refused(faults.found)
    found = contradictions(file)
    if found:
        raise refused(found)
    return file


def refused(faults: Sequence[Fault]) -> Refusal:
    """Make the refusal of a file: the first fault in words, all of them (up to fifty) as facts."""
    shown = [{"path": fault.path, "reason": fault.reason} for fault in faults[:FAULTS_SHOWN_MAX]]
    first = faults[0]
    return Refusal(
        "store_file_refused", Kind.INVALID, path=first.path, reason=first.reason, count=len(faults), faults=shown
    )
