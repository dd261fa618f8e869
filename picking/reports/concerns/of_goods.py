"""Goods that wait for a person: missing, searched for, counted otherwise than the books, brought or marked down."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from picking.catalogue.model import Item
from picking.counting.lifecycle import CountState
from picking.counting.model import StockCount
from picking.counting.queries import lines_of
from picking.floor.model import Store
from picking.foundation.quantity import amount
from picking.foundation.tables import Json
from picking.freshness.lifecycle import MarkdownState
from picking.freshness.model import Markdown
from picking.orders.model import Order
from picking.people.model import Person
from picking.replenishing.lifecycle import ReplenishmentState
from picking.replenishing.model import PurchaseDemand, Replenishment
from picking.replenishing.queries import OPEN
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking
from picking.tasks.lifecycle import PickLineState, PutBackState
from picking.tasks.model import PickLine, PutBack, PutBackLine
from picking.tasks.queries import OPEN_PUT_BACK_LINES

DETAILS_MAX = 5
WAIT_MINUTES_MAX = 5
"""So long may picked goods of a cancelled order stand before somebody begins to bring them back."""


def waiting_lines(at: Looking) -> Iterator[Concern]:
    """Lines nobody can find, and those whose customer is asked what to do."""
    rows = (
        select(PickLine, Order, Item)
        .join(Order, Order.id == PickLine.order_id)
        .join(Item, Item.sku == PickLine.sku)
        .where(PickLine.store_id == at.store_id)
        .where(PickLine.state.in_((PickLineState.PARKED, PickLineState.SUB_PROPOSED)))
        .order_by(PickLine.state_since, PickLine.id)
        .limit(2 * SEEN_MAX)
    )
    for line, order, item in at.books.execute(rows):
        yield _parked(at, line, order, item) if line.state is PickLineState.PARKED else _asked(at, line, order, item)


def counts(at: Looking) -> Iterator[Concern]:
    """Counts whose difference is worth a lead's look."""
    rows = (
        select(StockCount, Person.name)
        .outerjoin(Person, Person.id == StockCount.counted_by)
        .where(StockCount.store_id == at.store_id, StockCount.state == CountState.APPROVAL_SCHEDULED)
        .order_by(StockCount.state_since, StockCount.id)
        .limit(SEEN_MAX)
    )
    currency = at.books.get_one(Store, at.store_id).currency
    for count, name in at.books.execute(rows):
        facts = {"bin": count.bin_id, "person": name or "?", "worth": (count.difference_minor, currency)}
        yield Concern(
            Kind.COUNT_TO_APPROVE, count.id, count.state_since, facts,
            steps=("approve", "count_again", "give_up"), details=tuple(_counted(at, count)),
        )  # fmt: skip


def fills(at: Looking) -> Iterator[Concern]:
    """Replenishments that came otherwise than asked for."""
    rows = (
        select(Replenishment, Item)
        .join(Item, Item.sku == Replenishment.sku)
        .where(Replenishment.store_id == at.store_id, Replenishment.state == ReplenishmentState.PENDING_ALTERED)
        .order_by(Replenishment.state_since, Replenishment.id)
        .limit(SEEN_MAX)
    )
    for fill, item in at.books.execute(rows):
        facts = {
            "moved": amount(fill.moved, item.unit), "asked": amount(fill.quantity, item.unit), "item": item.names,
            "bin": fill.bin_id, "from": fill.from_bin, "reason": fill.reason or "?",
        }  # fmt: skip
        yield Concern(Kind.FILL_ALTERED, fill.id, fill.state_since, facts, steps=("accept", "count_source"))


def markdowns(at: Looking) -> Iterator[Concern]:
    """Proposals to sell cheaper what is near its end."""
    rows = (
        select(Markdown, Item)
        .join(Item, Item.sku == Markdown.sku)
        .where(Markdown.store_id == at.store_id, Markdown.state == MarkdownState.PROPOSED)
        .order_by(Markdown.ends_at, Markdown.id)
        .limit(SEEN_MAX)
    )
    currency = at.books.get_one(Store, at.store_id).currency
    for markdown, item in at.books.execute(rows):
        facts = {
            "item": item.names, "quantity": amount(markdown.quantity, item.unit),
            "price": (markdown.price_minor, currency),
            "regular": (markdown.regular_minor, currency),
        }  # fmt: skip
        yield Concern(
            Kind.MARKDOWN_PROPOSED, markdown.id, markdown.state_since, facts, until=markdown.ends_at,
            steps=("approve", "refuse"),
        )  # fmt: skip


def put_backs(at: Looking) -> Iterator[Concern]:
    """Picked goods of cancelled orders nobody has begun to bring back; cold ones are lost before long."""
    late = timedelta(minutes=WAIT_MINUTES_MAX)
    lines = select(func.count()).where(
        PutBackLine.put_back_id == PutBack.id, PutBackLine.state.in_(OPEN_PUT_BACK_LINES)
    )
    ends = select(func.min(PutBackLine.deadline_at)).where(PutBackLine.put_back_id == PutBack.id)
    rows = (
        select(PutBack, Order, lines.correlate(PutBack).scalar_subquery(), ends.correlate(PutBack).scalar_subquery())
        .join(Order, Order.id == PutBack.order_id)
        .where(PutBack.store_id == at.store_id, PutBack.state == PutBackState.NEW, PutBack.state_since <= at.now - late)
        .order_by(PutBack.state_since, PutBack.id)
        .limit(SEEN_MAX)
    )
    for put_back, order, count, until in at.books.execute(rows):
        facts = {"where": put_back.where, "lines": count}
        yield Concern(
            Kind.PUT_BACK_WAITS, put_back.id, put_back.state_since, facts, order.id, order.number, None, until
        )


def _parked(at: Looking, line: PickLine, order: Order, item: Item) -> Concern:
    detail, can_be_asked = _on_its_way(at, line, item)
    return Concern(
        Kind.LINE_PARKED, line.id, line.state_since,
        {"item": item.names, "quantity": amount(line.missing, item.unit), "bin": line.bin_id or "?"},
        order.id, order.number, order.due_at, line.deadline_at,
        ("found", "refill", "leave_out") if can_be_asked else ("found", "leave_out"), (detail,),
    )  # fmt: skip


def _on_its_way(at: Looking, line: PickLine, item: Item) -> tuple[tuple[str, Json], bool]:
    """Say whether goods come from behind, and whether asking for them would be news."""
    here = (Replenishment.bin_id == line.bin_id, Replenishment.sku == line.sku, Replenishment.state.in_(OPEN))
    fill = at.books.scalars(select(Replenishment).where(*here).limit(1)).first()
    if fill is not None:
        return ("fill_coming", {"quantity": amount(fill.quantity, item.unit), "from": fill.from_bin}), False
    wanted = (
        PurchaseDemand.store_id == at.store_id, PurchaseDemand.sku == line.sku, PurchaseDemand.met_at.is_(None)
    )  # fmt: skip
    if at.books.scalars(select(PurchaseDemand.id).where(*wanted).limit(1)).first() is not None:
        return ("fill_to_buy", {}), False
    return ("fill_none", {}), line.bin_id is not None


def _asked(at: Looking, line: PickLine, order: Order, item: Item) -> Concern:
    names = dict(at.books.execute(select(Item.sku, Item.names).where(Item.sku.in_(line.proposals))).all())
    return Concern(
        Kind.CUSTOMER_ASKED, line.id, line.state_since,
        {"item": item.names, "quantity": amount(line.missing, item.unit)},
        order.id, order.number, order.due_at, line.deadline_at, ("substitute", "leave_out"),
        choices={"substitute": tuple((sku, names.get(sku, {})) for sku in line.proposals)},
    )  # fmt: skip


def _counted(at: Looking, count: StockCount) -> Iterator[tuple[str, Json]]:
    found = [line for line in lines_of(at.books, count.id) if line.round == count.round and line.difference]
    for line in sorted(found, key=lambda each: -abs(each.difference))[:DETAILS_MAX]:
        item = at.books.get_one(Item, line.sku)
        yield "counted_line", {
            "item": item.names, "counted": amount(line.counted, item.unit),
            "expected": amount(line.expected, item.unit),
        }  # fmt: skip
