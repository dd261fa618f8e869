"""The walk as a picker sees it: the line at hand, the next two, and counts; two questions however long it is."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Bundle, Session

from picking.catalogue.model import Item
from picking.floor.model import Basket, Bin
from picking.foundation.tables import Json
from picking.handheld.answer import word
from picking.handheld.places import place_name
from picking.orders.model import Order, OrderLine
from picking.stock.model import Lot
from picking.tasks.lifecycle import PickLineState
from picking.tasks.model import PickLine, PickTask
from picking.tasks.queries import SEEN_MAX

_L = PickLineState
TO_TAKE = (_L.OPEN, _L.AT_BIN, _L.PARTIAL)
ASKED = (_L.SHORT_REPORTED, _L.SUB_PROPOSED)
# Made once: putting a statement together takes longer than the database needs to answer it.
_ORDERED: Bundle[Any] = Bundle("ordered", Order.number, OrderLine.options, OrderLine.note, OrderLine.substitution)
_LINE: Any = PickLine.__table__
_OF_TASKS = _LINE.c.task_id.in_(bindparam("task_ids", expanding=True))
_STATES = select(_LINE.c.id, _LINE.c.state).where(_OF_TASKS).order_by(_LINE.c.rank, _LINE.c.id)
_LINES = (
    select(PickLine, Item, _ORDERED, PickTask, Bin, Basket, Lot)
    .join(Item, Item.sku == PickLine.sku)
    .join(OrderLine, OrderLine.id == PickLine.order_line_id)
    .join(Order, Order.id == PickLine.order_id)
    .join(PickTask, PickTask.id == PickLine.task_id)
    .outerjoin(Bin, Bin.id == PickLine.bin_id)
    .outerjoin(Basket, Basket.id == PickTask.basket_id)
    .outerjoin(Lot, Lot.id == PickLine.lot_id)
    .where(PickLine.id.in_(bindparam("line_ids", expanding=True)))
)


@dataclass(frozen=True)
class WalkLine:
    """A line together with everything a screen says about it."""

    line: PickLine
    item: Item
    ordered: Row[Any]
    task: PickTask
    bin: Bin | None
    basket: Basket | None
    lot: Lot | None

    @property
    def still_holds(self) -> bool:
        """Tell whether these are still the line's task, bin, basket and lot; each row keeps up to date by itself."""
        line, places = self.line, (self.bin, self.basket, self.lot)
        now = (line.task_id, line.bin_id, self.task.basket_id, line.lot_id)
        return now == (self.task.id, *(place and place.id for place in places))


@dataclass(frozen=True)
class Walk:
    """The lines of the tasks a person picks; a chosen line comes first. Each question is asked only when needed.

    `known` holds what an earlier look has read of these lines.
    """

    session: Session
    task_ids: Collection[str]
    chosen: str | None
    known: dict[str, WalkLine] = field(default_factory=dict)

    @cached_property
    def states(self) -> Sequence[tuple[str, PickLineState]]:
        """Read each line's id and state, in the order of the walk, as the last look left them in the books."""
        if not self.task_ids:
            return ()
        rows = self.session.execute(_STATES, {"task_ids": self.task_ids})
        return [(line_id, state) for line_id, state in rows]

    @cached_property
    def counts(self) -> Mapping[PickLineState, int]:
        """Count the lines of each state."""
        return Counter(state for _, state in self.states)

    @cached_property
    def lines(self) -> Sequence[WalkLine]:
        """Read the first lines of what comes first: to take, then asked about, then unverified."""
        groups = (group for group in (TO_TAKE, ASKED, (_L.UNVERIFIED,)) if self.count(*group))
        wanted = next(groups, ())
        in_order = [line_id for line_id, state in self.states if state in wanted]
        first = sorted(in_order, key=lambda line_id: line_id != self.chosen)[:SEEN_MAX]
        self._read([line_id for line_id in first if not self._knows(line_id)])
        return [self.known[line_id] for line_id in first]

    def all_lines(self, most: int) -> Sequence[WalkLine]:
        """Read the whole walk, in its order: for a packet, never for an answer."""
        ids = [line_id for line_id, _ in self.states][:most]
        self._read([line_id for line_id in ids if not self._knows(line_id)])
        return [self.known[line_id] for line_id in ids]

    def _knows(self, line_id: str) -> bool:
        known = self.known.get(line_id)
        return known is not None and known.still_holds

    def _read(self, line_ids: Sequence[str]) -> None:
        if line_ids:
            rows = self.session.execute(_LINES, {"line_ids": line_ids})
            self.known.update({row[0].id: WalkLine(*row) for row in rows})

    @property
    def current(self) -> WalkLine | None:
        """The line at hand."""
        return self.lines[0] if self.lines else None

    def count(self, *states: PickLineState) -> int:
        """Count the lines in these states."""
        return sum(self.counts.get(state, 0) for state in states)


def lines_where(session: Session, task_ids: Collection[str], **columns: object) -> list[PickLine]:
    """Find lines of these tasks whose columns have these values, in the order of the walk."""
    values = {f"of_{name}": value for name, value in columns.items()}
    return list(session.scalars(_lines_where(*columns), {"task_ids": task_ids, **values}))


@cache
def _lines_where(*names: str) -> Select[PickLine]:
    conditions = (getattr(PickLine, name) == bindparam(f"of_{name}") for name in names)
    return select(PickLine).where(_OF_TASKS, *conditions).order_by(PickLine.rank, PickLine.id)


def line_shown(shown: WalkLine, language: str) -> Json:
    """Show a line with all a picker needs at the bin."""
    line, item, lot = shown.line, shown.item, shown.lot
    return {
        "id": line.id,
        "state": str(line.state),
        "sku": line.sku,
        "item": item.name(language),
        "picture": item.picture,
        "unit": str(line.unit),
        "quantity": line.quantity,
        "picked": line.picked,
        "scan_each": item.scan_each,
        "fragile": item.fragile,
        "heavy": item.heavy,
        "temperature_class": str(item.temperature_class),
        "bin": bin_shown(shown.bin),
        "lot": lot.code if lot else None,
        "expires_on": lot.expires_on.isoformat() if lot and lot.expires_on else None,
        "order": shown.ordered.number,
        "due_at": shown.task.due_at.isoformat(),
        "basket": basket_shown(shown.basket),
        "options": option_names(item, shown.ordered.options, language),
        "note": shown.ordered.note,
        "substitution": str(shown.ordered.substitution),
        "proposals": line.proposals,
        "substitute": line.substitute_for is not None,
    }


def line_in_short(shown: WalkLine, language: str) -> Json:
    """Show one of the next lines: where, what, how much, whose basket."""
    return {
        "bin": bin_shown(shown.bin),
        "item": shown.item.name(language),
        "unit": str(shown.line.unit),
        "quantity": shown.line.quantity - shown.line.picked,
        "basket": basket_shown(shown.basket),
    }


def bin_shown(at_bin: Bin | None) -> Json | None:
    """Show a bin as it is read at arm's length."""
    if at_bin is None:
        return None
    return {
        "id": at_bin.id,
        "name": place_name(at_bin.id),
        "aisle": at_bin.aisle,
        "check_number": at_bin.check_number,
    }


def basket_shown(basket: Basket | None) -> Json | None:
    """Show a basket by number and colour."""
    if basket is None:
        return None
    return {"id": basket.id, "colour": basket.colour, "colour_name": word("colour_named", colour=basket.colour)}


def option_names(item: Item, codes: Sequence[str], language: str) -> list[str]:
    """Give the names of what a customer chose; a code nobody named stays as it is."""
    names = {option["code"]: option["names"] for option in item.options}
    return [names[code].get(language) or names[code].get("en", code) if code in names else code for code in codes]
