"""/stations: the stalls of a store, their walls of tickets, their dishes, and what is missing for which order."""

from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.queries import session_at
from picking.floor.model import Stall
from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.people.model import Person
from picking.stations.dishes import DISHES_MAX, dishes
from picking.stations.missing import ORDERS_MAX, orders_in_parts
from picking.stations.queries import WALL_MAX, counts, wall
from picking.stations.scales import scale_views
from web_handheld.api.asking import asker
from web_handheld.api.pages import page
from web_handheld.api.station_screens import session_view
from web_handheld.forms.base import Form, Paged, StrictBlueprint, number, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("walls", __name__, description="What a stall's screen shows")
WALL_PAGE_MAX = 100


class WallQuery(Form):
    """From which place on, and how many."""

    after_place = number(0, load_default=0)
    limit = number(1, WALL_PAGE_MAX, load_default=WALL_MAX)


class AfterQuery(Form):
    """After which row."""

    cursor = text(80, load_default="")


@blueprint.route("/stations", methods=["GET"])
@blueprint.arguments(Paged, location="query")
@blueprint.response(HTTPStatus.OK)
def stalls(query: Json) -> Json:
    """Give the stalls with their open tickets by state, who works each screen, and whether I am set up for it."""
    by = _at_stalls()
    with parts().transactions.reading() as books:
        mine = set(_skills(books, by))
        rows = select(Stall).where(Stall.store_id == by.store_id, ~Stall.retired)
        return page(books, rows, (Stall.id.expression,), lambda stall: _stall(books, stall, by, mine), query)


@blueprint.route("/stations/<stall_id>/tickets", methods=["GET"])
@blueprint.arguments(WallQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def tickets(query: Json, stall_id: str) -> Json:
    """Give a page of a stall's wall in its fixed order, voided tickets struck through until they are bumped.

    `next_place` is the `after_place` of the next page, or null where the wall ends; `scales` stand at the stall.
    """
    by = _at_stalls()
    transactions = parts().transactions
    with transactions.reading() as books:
        stall = _own(books, by, stall_id)
        now, limit = transactions.clock.now(), query["limit"]
        shown = wall(
            books, stall_id, after_place=query["after_place"], now=now, language=by.language, count=limit + 1
        )  # fmt: skip
        more = len(shown) > limit
        return {
            "stall": stall_id, "name": _name(stall, by), "now": now.isoformat(), "tickets": shown[:limit],
            "next_place": shown[limit - 1]["place"] if more else None, "scales": scale_views(books, stall_id),
        }  # fmt: skip


@blueprint.route("/stations/<stall_id>/dishes", methods=["GET"])
@blueprint.arguments(AfterQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def all_day(query: Json, stall_id: str) -> Json:
    """Give a stall's dishes over all its tickets: waiting, begun, to come later, and made today."""
    by = _at_stalls()
    transactions = parts().transactions
    with transactions.reading() as books:
        _own(books, by, stall_id)
        shown = dishes(books, stall_id, now=transactions.clock.now(), after=query["cursor"])
        return {"items": shown, "next": shown[-1]["sku"] if len(shown) == DISHES_MAX else None}


@blueprint.route("/stations/orders", methods=["GET"])
@blueprint.arguments(AfterQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def orders(query: Json) -> Json:
    """Give the orders that stalls work for, by due time: which part is there, and what is missing of the others."""
    by = _at_stalls()
    transactions = parts().transactions
    with transactions.reading() as books:
        shown = orders_in_parts(books, by.store_id, after=query["cursor"], language=by.language)
        now = transactions.clock.now().isoformat()
        return {"now": now, "items": shown, "next": shown[-1]["cursor"] if len(shown) == ORDERS_MAX else None}


def _at_stalls() -> Actor:
    by = asker()
    if not (by.may("desk") or by.may("outbound")):
        by.require("stall")
    return by


def _own(books: Session, by: Actor, stall_id: str) -> Stall:
    """A stall of another store is unknown here."""
    stall = books.get(Stall, stall_id)
    if stall is None or stall.store_id != by.store_id:
        raise unknown("Stall", stall_id)
    return stall


def _stall(books: Session, stall: Stall, by: Actor, mine: set[str]) -> Json:
    running = session_at(books, stall.id)
    return {
        "stall_id": stall.id, "name": _name(stall, by), "names": stall.names, "work_type": str(stall.work_type),
        "is_open": stall.is_open, "mine": stall.id in mine or by.may("stall.lead"),
        "counts": {str(state): count for state, count in counts(books, stall.id).items()},
        "session": session_view(books, running) if running else None,
    }  # fmt: skip


def _name(stall: Stall, by: Actor) -> str:
    return stall.names.get(by.language) or stall.names["en"]


def _skills(books: Session, by: Actor) -> list[str]:
    person = books.get(Person, by.person_id) if by.person_id else None
    return person.skills if person else []
