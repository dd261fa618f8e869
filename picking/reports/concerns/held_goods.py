"""Where the goods of a stopped order are, and who has not said yet that the hands are still."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.floor.model import Stall
from picking.foundation.tables import Json
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.people.model import Person
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket
from picking.tasks.lifecycle import PickTaskState
from picking.tasks.model import PickLine, PickTask, PutBack
from picking.tasks.queries import OPEN_PUT_BACKS

Detail = tuple[str, Json]


def held_goods(books: Session, order_id: str) -> Iterator[Detail]:
    """Say it basket by basket, ticket by ticket, slot by slot."""
    yield from _baskets(books, order_id)
    yield from _tickets(books, order_id)
    yield from _slots(books, order_id)
    yield from _coming_back(books, order_id)


def _baskets(books: Session, order_id: str) -> Iterator[Detail]:
    taken = select(func.count()).where(PickLine.task_id == PickTask.id, PickLine.picked > 0)
    rows = (
        select(PickTask, Person.name, taken.correlate(PickTask).scalar_subquery())
        .outerjoin(Person, Person.id == PickTask.person_id)
        .where(PickTask.order_id == order_id, PickTask.state == PickTaskState.STOPPED)
        .order_by(PickTask.id)
    )
    for task, name, lines in books.execute(rows):
        if task.basket_id is not None:
            code = "held_basket" if task.stop_confirmed_at is None else "held_basket_still"
            yield code, {"basket": task.basket_id, "person": name or "?", "lines": lines}


def _tickets(books: Session, order_id: str) -> Iterator[Detail]:
    rows = (
        select(Ticket, Stall.names)
        .join(Stall, Stall.id == Ticket.stall_id)
        .where(Ticket.order_id == order_id, Ticket.state == TicketState.VOID_PENDING)
        .order_by(Ticket.id)
    )
    for ticket, names in books.execute(rows):
        yield "held_ticket", {"ticket": ticket.number, "stall": names}


def _slots(books: Session, order_id: str) -> Iterator[Detail]:
    rows = (
        select(Bag.slot_id, func.count())
        .where(Bag.order_id == order_id, Bag.state == BagState.IN_SLOT)
        .group_by(Bag.slot_id)
        .order_by(Bag.slot_id)
    )
    for slot, bags in books.execute(rows):
        yield "held_bags", {"slot": slot, "bags": bags}


def _coming_back(books: Session, order_id: str) -> Iterator[Detail]:
    rows = select(PutBack).where(PutBack.order_id == order_id, PutBack.state.in_(OPEN_PUT_BACKS)).order_by(PutBack.id)
    for put_back in books.scalars(rows):
        yield "held_put_back", {"where": put_back.where}
