"""Who hears what: the rooms of a person or machine in each namespace, and the namespaces of each kind of room."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.floor.model import Stall, Zone
from picking.foundation.actor import Actor
from picking.foundation.refusals import Kind, Refusal
from picking.people.model import Person

HANDHELD = "/handheld"
STATION = "/station"
OUTBOUND = "/outbound"
DESK = "/desk"
BOARD = "/board"  # open to everybody: it hears that something changed, never what

# A desk also sees what its stalls and its way out are told.
HEARD_IN: Mapping[str, Sequence[str]] = {
    "person": (HANDHELD, STATION, OUTBOUND, DESK),
    "zone": (HANDHELD,),
    "station": (STATION, DESK),
    "outbound": (OUTBOUND, DESK),
    "store": (STATION, OUTBOUND, DESK),
}
RIGHTS: Mapping[str, Sequence[str]] = {
    HANDHELD: ("pick", "move", "put_back", "outbound", "stall"),
    STATION: ("stall", "stall.lead"),
    OUTBOUND: ("outbound",),
    DESK: ("desk",),
}


def require_namespace(by: Actor, namespace: str) -> None:
    """Refuse whoever has no business in a namespace."""
    if not any(by.may(right) for right in RIGHTS[namespace]):
        raise Refusal("right_missing", Kind.FORBIDDEN, right=RIGHTS[namespace][0])


def rooms_of(books: Session, by: Actor, namespace: str) -> list[str]:
    """List the rooms an actor hears in a namespace."""
    rooms = [f"person:{by.person_id}"] if by.person_id else []
    if namespace == HANDHELD:
        return rooms + _zones(books, by)
    if namespace == STATION:
        return rooms + _stalls(books, by) + [f"store:{by.store_id}"]
    rooms += [f"outbound:{by.store_id}", f"store:{by.store_id}"]
    return rooms + _stalls(books, by) if namespace == DESK else rooms


def _zones(books: Session, by: Actor) -> list[str]:
    """A zone is heard by those who have its skill."""
    person = books.get(Person, by.person_id) if by.person_id else None
    skills = set(person.skills) if person else set()
    zones = books.scalars(select(Zone).where(Zone.store_id == by.store_id).order_by(Zone.id))
    return [f"zone:{zone.id}" for zone in zones if zone.code in skills or by.may("desk")]


def _stalls(books: Session, by: Actor) -> list[str]:
    return [f"station:{key}" for key in books.scalars(select(Stall.id).where(Stall.store_id == by.store_id))]


def namespaces_of(room: str) -> Sequence[str]:
    """Give the namespaces in which a room is heard."""
    return HEARD_IN[room.partition(":")[0]]
