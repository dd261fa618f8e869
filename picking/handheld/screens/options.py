"""What can be chosen at this moment: lines of the walk, the customer's substitutes, colleagues."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.foundation.quantity import Unit
from picking.handheld.answer import word
from picking.handheld.screens.asks import Option
from picking.handheld.standing import Standing
from picking.people.queries import on_shift
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine

SHOWN_MAX = 12
_L = PickLineState


def lines_in(*states: PickLineState) -> Callable[[Standing], Sequence[Option]]:
    """Offer the lines of the own walk in these states, the newest first."""

    def look(at: Standing) -> Sequence[Option]:
        tasks = [task.id for task in at.duty.in_hand]
        mine = (PickLine.task_id.in_(tasks), PickLine.state.in_(states))
        rows = select(PickLine, Item).join(Item, Item.sku == PickLine.sku).where(*mine)
        newest = rows.order_by(PickLine.rank.desc(), PickLine.id).limit(SHOWN_MAX)
        return [Option(line.id, _line(at, line, item)) for line, item in at.work.session.execute(newest)]

    return look


def _line(at: Standing, line: PickLine, item: Item) -> str:
    quantity = f"{line.picked or line.quantity}{' g' if line.unit is Unit.GRAM else ''}"
    return f"{item.name(at.language)} · {quantity}"


def substitutes(at: Standing) -> Sequence[Option]:
    """Offer what the customer may take instead, and nothing at all."""
    line = at.walk.current
    proposals = line.line.proposals if line else []
    names = [Option(sku, at.work.get(Item, sku).name(at.language)) for sku in proposals[:SHOWN_MAX]]
    return [*names, Option("", word("option_none_of_them"))]


def colleagues(at: Standing) -> Sequence[Option]:
    """Offer who else is on shift."""
    people = on_shift(at.work.session, at.store_id)
    return [Option(person.id, person.name) for person in people if person.id != at.person_id][:SHOWN_MAX]


PICKED = lines_in(_L.PICKED, _L.PARTIAL, _L.UNVERIFIED)
PARKED = lines_in(_L.PARKED)
ASKED = lines_in(_L.SUB_PROPOSED)
