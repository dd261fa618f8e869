"""What a machine or person may see at all: things of their own store, and a channel's own orders."""

from dataclasses import replace

from sqlalchemy.orm import Session

from picking.floor.model import Stall
from picking.floor.queries import online_stock_of
from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal, unknown
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Channel, Order


def own_order(books: Session, by: Actor, order_id: str) -> Order:
    """Open an order of the asker's store; a channel knows only its own. Everything else is unknown to it."""
    order = books.get(Order, order_id)
    here = (by.store_id, online_stock_of(books, by.store_id))
    if order is None or order.store_id not in here or not speaks_for(books, by, order.channel):
        raise unknown("Order", order_id)
    return order


def order_of(work: UnitOfWork, order_id: str) -> Order:
    """Open an order of the asker's store within a command.

    Where the store sells a shared stock, the rest of the command is done in the store that serves the order.
    """
    order = own_order(work.session, work.by, order_id)
    serve_at(work, order.store_id)
    return order


def serve_at(work: UnitOfWork, store_id: str) -> None:
    """Go on in the store that serves an order, in the same name and with the same rights."""
    if work.by.store_id != store_id:
        work.by = replace(work.by, store_id=store_id)


def own_stall(work: UnitOfWork, stall_id: str) -> Stall:
    """Open a stall within a command; one of another store is unknown here."""
    stall = work.get(Stall, stall_id)
    if stall.store_id != work.by.store_id:
        raise unknown("Stall", stall_id)
    return stall


def own_store(by: Actor, store_id: str) -> str:
    """Check that a store named in a request is the asker's own."""
    if store_id != by.store_id:
        raise unknown("Store", store_id)
    return store_id


def own_channel(books: Session, by: Actor, channel: str) -> str:
    """Check that the asker may speak for a channel."""
    if not speaks_for(books, by, channel):
        raise Refusal("other_channel", Kind.FORBIDDEN, channel=channel, name=by.name)
    return channel


def speaks_for(books: Session, by: Actor, channel: str) -> bool:
    """Tell whether somebody may speak for a channel.

    A token named after a channel speaks for this one; any other name (a hub, a till) for all of its store.
    """
    if by.person_id is not None or by.name == channel:
        return True
    return books.get(Channel, (by.store_id, by.name)) is None
