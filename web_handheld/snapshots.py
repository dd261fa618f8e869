"""The whole picture for a screen that was away too long, one for each namespace; bounded, like every answer."""

from collections.abc import Callable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Stall
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.orders.queries import queue_figures
from picking.outbound.queries import board, waiting_riders
from picking.stations.queries import wall
from web_handheld.parts import Parts

Snapshot = Callable[[Parts, Session, Actor], Json]


def _handheld(parts: Parts, _: Session, by: Actor) -> Json:
    return {"answer": parts.handheld.screen(by)} if by.person_id else {}


def _station(parts: Parts, books: Session, by: Actor) -> Json:
    now = parts.transactions.clock.now()
    stalls = books.scalars(select(Stall.id).where(Stall.store_id == by.store_id).order_by(Stall.id)).all()
    return {"tickets": {stall: wall(books, stall, now=now, language=by.language) for stall in stalls}}


def _outbound(parts: Parts, books: Session, by: Actor) -> Json:
    now = parts.transactions.clock.now()
    return {"orders": board(books, by.store_id, now=now), "riders": waiting_riders(books, by.store_id, now=now)}


def _desk(parts: Parts, books: Session, by: Actor) -> Json:
    return {"figures": queue_figures(books, by.store_id, parts.transactions.clock.now())}


SNAPSHOTS: Mapping[str, Snapshot] = {
    "/handheld": _handheld,
    "/station": _station,
    "/outbound": _outbound,
    "/desk": _desk,
}
