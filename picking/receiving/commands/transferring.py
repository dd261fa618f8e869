"""Goods go to a sister store: they leave these books on its way, and are announced to its bay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from picking.floor.model import Store
from picking.floor.queries import bin_of
from picking.foundation.refusals import Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.commands.expecting import DeliveryDraft, DraftLine, expect
from picking.receiving.model import Delivery, DeliveryKind
from picking.stock import commands as stock
from picking.stock.model import OUT

LINES_MAX = 500


@dataclass(frozen=True)
class Loaded:
    """So many pieces or grams of an item, out of a bin."""

    bin_id: str
    sku: str
    quantity: int


def send_transfer(work: UnitOfWork, to_store: str, loaded: Sequence[Loaded], expected_at: datetime) -> Delivery:
    """Send goods to another store of the books; gives the delivery it expects. What ends first goes first.

    Only what no order holds may go (`not_enough_to_send`); orders that counted on these very goods get other ones.
    """
    work.by.require("desk")
    if work.find(Store, to_store) is None or to_store == work.by.store_id:
        raise unknown("Store", to_store)
    if not 0 < len(loaded) <= LINES_MAX:
        raise invalid("lines", f"1 to {LINES_MAX} lines go at once")
    number = f"{work.by.store_id}-{work.ids.new()[-12:]}"
    together: dict[str, int] = {}
    for line in loaded:
        _load(work, line, number)
        together[line.sku] = together.get(line.sku, 0) + line.quantity
    lines = [DraftLine(sku, quantity) for sku, quantity in sorted(together.items())]
    draft = DeliveryDraft(number, work.by.store_id, expected_at, lines, DeliveryKind.TRANSFER)
    return expect(work, to_store, draft)


def _load(work: UnitOfWork, line: Loaded, number: str) -> None:
    bin_of(work.session, work.by.store_id, line.bin_id)
    if line.quantity <= 0:
        raise Refusal("quantity_zero")
    free = stock.available_of(work, work.by.store_id, line.sku)
    if line.quantity > free:
        raise Refusal("not_enough_to_send", sku=line.sku, free=free)
    missing = stock.fetch(work, line.sku, line.quantity, line.bin_id, OUT, "transfer", document=number)
    if missing:
        there = line.quantity - missing
        raise Refusal("not_there", place=line.bin_id, sku=line.sku, asked=line.quantity, there=there)
    stock.send_elsewhere(work, line.bin_id, line.sku)
