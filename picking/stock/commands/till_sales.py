"""The tills: what was sold over the counter leaves the shelf in the books too, and what comes back is held."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, case, select

from picking.catalogue.model import Item
from picking.floor.model import Bin, BinKind
from picking.foundation.refusals import Kind, Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.correcting import send_elsewhere
from picking.stock.commands.ledger import shift
from picking.stock.commands.levels import lock_level, look_at_shelf
from picking.stock.commands.returning import newest_lot
from picking.stock.events import SoldUnbooked
from picking.stock.model import DIFFERENCE, HOLD, OUT, WORLD, Lot, OnHand
from picking.stock.till import TillKind, TillSale, TillSaleLine


@dataclass(frozen=True)
class TillLine:
    """One line: `quantity` is pieces, or grams of what is sold by weight."""

    line_no: int
    sku: str
    quantity: int
    amount_minor: int


@dataclass(frozen=True)
class TillDraft:
    """A receipt as a till sends it; `till` and `receipt` together name it in its store."""

    till: str
    receipt: str
    sold_at: datetime
    lines: tuple[TillLine, ...]
    kind: TillKind = TillKind.SALE

    def fingerprint(self) -> str:
        """Give a hash of all of it, by which a repeat is known from another receipt with its number."""
        content = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()


def book_receipt(work: UnitOfWork, draft: TillDraft) -> TillSale:
    """Book a till's receipt; the same one again changes nothing, another one of its number is `receipt_reused`.

    The goods are gone, so a sale is never refused for want of stock: it draws from the face, what is free first, then
    what orders counted on (they are sent to another bin where there is one), then from behind; what no book knew is
    booked against the difference and counted. Goods that come back over a till are held until somebody looks at them.
    """
    work.by.require("pos")
    known = _known(work, draft)
    if known is not None:
        return known
    if not draft.lines or len({line.line_no for line in draft.lines}) < len(draft.lines):
        raise invalid("lines", "at least one line, each number once")
    sale = _new_sale(work, draft)
    # Everybody takes items in order of sku: no two can wait for each other.
    for line in sorted(draft.lines, key=lambda line: (line.sku, line.line_no)):
        _book_line(work, sale, line)
    work.note(sale, str(draft.kind), till=draft.till, receipt=draft.receipt, lines=len(draft.lines))
    return sale


def _known(work: UnitOfWork, draft: TillDraft) -> TillSale | None:
    same = select(TillSale).where(
        TillSale.store_id == work.by.store_id, TillSale.till == draft.till, TillSale.receipt == draft.receipt
    )
    sale = work.session.scalars(same).first()
    if sale is not None and sale.fingerprint != draft.fingerprint():
        raise Refusal("receipt_reused", Kind.INVALID, till=draft.till, receipt=draft.receipt)
    return sale


def _new_sale(work: UnitOfWork, draft: TillDraft) -> TillSale:
    sale = work.add(
        TillSale(
            id=work.ids.new(), store_id=work.by.store_id, till=draft.till, receipt=draft.receipt, kind=draft.kind,
            sold_at=draft.sold_at, heard_at=work.now, fingerprint=draft.fingerprint(),
        )
    )  # fmt: skip
    work.session.flush()
    return sale


def _book_line(work: UnitOfWork, sale: TillSale, line: TillLine) -> None:
    if line.quantity <= 0:
        raise Refusal("quantity_zero")
    work.get(Item, line.sku)
    lock_level(work, sale.store_id, line.sku)
    unbooked = (_sell if sale.kind is TillKind.SALE else _take_back)(work, sale, line)
    work.add(
        TillSaleLine(
            sale_id=sale.id, line_no=line.line_no, sku=line.sku, quantity=line.quantity,
            amount_minor=line.amount_minor, unbooked=unbooked,
        )
    )  # fmt: skip
    look_at_shelf(work, sale.store_id, line.sku)


def _sell(work: UnitOfWork, sale: TillSale, line: TillLine) -> int:
    """Draw a line's goods from where they lay; gives what lay nowhere in the books."""
    left = line.quantity
    document = _document(sale)
    for share, there in _to_draw(work, sale.store_id, line.sku):
        part = min(left, there)
        if part:
            shift(work, line.sku, share.lot_id, part, share.place, OUT, "till", document=document)
            send_elsewhere(work, share.place, line.sku)
            left -= part
    if left:
        lot = newest_lot(work, sale.store_id, line.sku)
        shift(work, line.sku, lot.id, left, DIFFERENCE, OUT, "till", document=document)
        work.tell(SoldUnbooked(sale.store_id, line.sku, _face_of(work, sale.store_id, line.sku)))
    return left


def _take_back(work: UnitOfWork, sale: TillSale, line: TillLine) -> int:
    """Hold what a customer brought back to a till; what never went out by the books comes from the world."""
    left = line.quantity
    gone = select(OnHand).where(OnHand.place == OUT, OnHand.sku == line.sku, OnHand.store_id == sale.store_id)
    newest = gone.where(OnHand.quantity > 0).join(Lot, Lot.id == OnHand.lot_id).order_by(Lot.received_at.desc(), Lot.id)
    for share in _read(work, newest):
        part = min(left, share.quantity)
        if part:
            shift(work, line.sku, share.lot_id, part, OUT, HOLD, "till_return", document=_document(sale))
            left -= part
    if left:
        lot = newest_lot(work, sale.store_id, line.sku)
        shift(work, line.sku, lot.id, left, WORLD, HOLD, "till_return", document=_document(sale))
    return left


def _to_draw(work: UnitOfWork, store_id: str, sku: str) -> Iterator[tuple[OnHand, int]]:
    """Walk through what a sale may draw from, with how much each gives: free at the face, claimed there, behind."""
    shares = _read(work, _lying(store_id, sku))
    faces = [share for share in shares if work.get(Bin, share.place).kind is BinKind.FACE]
    for share in faces:
        yield share, _free(work, share)
    for share in faces:
        free = _free(work, share)
        yield share, share.quantity - free
    for share in shares:
        if share not in faces:
            yield share, _free(work, share)


def _free(work: UnitOfWork, share: OnHand) -> int:
    """Give what nobody counts on of a share, as it is now: the line before may have moved somebody's goods here."""
    work.session.refresh(share)
    return max(0, share.quantity - share.allocated)


def _lying(store_id: str, sku: str) -> Select[OnHand]:
    rank = case((Bin.kind == BinKind.FACE, 0), (Bin.kind == BinKind.STALL, 1), else_=2)
    return (
        select(OnHand)
        .join(Bin, Bin.id == OnHand.place)
        .join(Lot, Lot.id == OnHand.lot_id)
        .where(OnHand.store_id == store_id, OnHand.sku == sku, OnHand.quantity > 0)
        .order_by(rank, Lot.expires_on.is_(None), Lot.expires_on, Bin.id, Lot.id)
    )


def _read(work: UnitOfWork, shares: Select[OnHand]) -> Sequence[OnHand]:
    return work.session.scalars(shares.execution_options(populate_existing=True)).all()


def _face_of(work: UnitOfWork, store_id: str, sku: str) -> str | None:
    """Give the face an item was seen in last; the customer took it from there."""
    seen = select(OnHand.place).join(Bin, Bin.id == OnHand.place).join(Lot, Lot.id == OnHand.lot_id)
    of_item = seen.where(OnHand.store_id == store_id, OnHand.sku == sku, Bin.kind == BinKind.FACE)
    return work.session.scalars(of_item.order_by(Lot.received_at.desc(), Bin.id).limit(1)).first()


def _document(sale: TillSale) -> str:
    return f"{sale.till}/{sale.receipt}"[:64]
