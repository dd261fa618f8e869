"""Carrying an item from bin to bin without naming its lots: what ends first comes forward, what ends last goes back."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.commands.ledger import move
from picking.stock.commands.levels import today
from picking.stock.queries import bin_contents


def fetch(
    work: UnitOfWork, sku: str, quantity: int, from_bin: str, to_place: str, reason: str, *, document: str
) -> int:
    """Book so much of an item out of a bin, what ends first first, expired goods left there; gives what was missing."""
    day = today(work, work.by.store_id)
    missing = quantity
    for share, lot in bin_contents(work.session, from_bin):
        part = min(missing, share.quantity) if share.sku == sku and not lot.is_expired(day) else 0
        if part:
            move(work, sku, share.lot_id, part, from_bin, to_place, reason, document=document)
            missing -= part
    return missing


def fetch_last(
    work: UnitOfWork, sku: str, quantity: int, from_bin: str, to_place: str, reason: str, *, document: str
) -> int:
    """Book so much of an item out of a bin, what ends last first; gives what was missing.

    What an order's picker comes for stays there, and so does what is expired.
    """
    day = today(work, work.by.store_id)
    missing = quantity
    for share, lot in reversed(bin_contents(work.session, from_bin)):
        is_free = share.sku == sku and not lot.is_expired(day)
        part = min(missing, share.quantity - share.allocated) if is_free else 0
        if part > 0:
            move(work, sku, share.lot_id, part, from_bin, to_place, reason, document=document)
            missing -= part
    return missing
