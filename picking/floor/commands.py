"""What can be done with the place while people walk in it: aisles closed and limited, stock shared."""

from datetime import datetime

from sqlalchemy import select

from picking.floor.model import Aisle, Bin, Store
from picking.floor.queries import ONLINE_STOCK, online_stock_of
from picking.foundation.refusals import Kind, Refusal, invalid, unknown
from picking.foundation.unit_of_work import UnitOfWork


def close_aisle(work: UnitOfWork, store_id: str, code: str, until: datetime) -> Aisle:
    """Let nobody more into an aisle until then; its tasks wait, everybody else walks around it."""
    if until <= work.now:
        raise invalid("until", "is over already")
    aisle = _aisle(work, store_id, code)
    aisle.closed_until = until
    work.note(aisle, "close", until=until.isoformat())
    return aisle


def open_aisle(work: UnitOfWork, store_id: str, code: str) -> Aisle:
    """Open an aisle that was closed by hand; its daily hours stay as they are."""
    aisle = _aisle(work, store_id, code)
    aisle.closed_until = None
    work.note(aisle, "open")
    return aisle


def limit_aisle(work: UnitOfWork, store_id: str, code: str, people_max: int | None) -> Aisle:
    """Let so many people into an aisle at once, or any number."""
    aisle = _aisle(work, store_id, code)
    aisle.people_max = people_max
    work.note(aisle, "limit", people_max=people_max)
    return aisle


def _aisle(work: UnitOfWork, store_id: str, code: str) -> Aisle:
    known = work.find(Aisle, (store_id, code), lock=True)
    if known is not None:
        return known
    there = select(Bin.id).where(Bin.store_id == store_id, Bin.aisle == code)
    if work.session.scalars(there.limit(1)).first() is None:
        raise unknown("aisle", code)
    return work.add(Aisle(store_id=store_id, code=code, hours=[]))


def sell_online_from(work: UnitOfWork, store_id: str, stock_of: str | None) -> Store:
    """Let a store's channels sell another store's stock (one for all of e-commerce), or its own again (None)."""
    work.by.require("settings")
    store = work.get(Store, store_id, lock=True)
    other = work.get(Store, stock_of or store_id)
    if other.currency != store.currency:
        raise Refusal("other_currency", Kind.INVALID, store=other.id, currency=other.currency)
    if other.id != store.id and online_stock_of(work.session, other.id) != other.id:
        raise Refusal("sells_others_stock", store=other.id)
    store.settings = {**store.settings, ONLINE_STOCK: None if other.id == store.id else other.id}
    return store
