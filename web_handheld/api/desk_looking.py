"""/desk/plan, /desk/orders, /desk/journal: the store from above, what each order waited for, and who did what."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from picking.floor.model import Store
from picking.foundation.actor import Actor
from picking.foundation.tables import Json
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.orders.queries import ON_THE_FLOOR
from picking.people.queries import people_named
from picking.reports.order_clock import Span, seconds_by_cause
from picking.reports.order_things import things_of
from picking.reports.queries import audit, clocks, timeline
from picking.reports.store_plan import plan_now, plan_view
from picking.reports.store_spot import spot_now
from web_handheld.api.desk_asking import DeskQuery, at_desk, words
from web_handheld.api.owning import own_order
from web_handheld.desk.story import StoryWords
from web_handheld.forms.base import StrictBlueprint, number as count, text
from web_handheld.parts import parts

blueprint = StrictBlueprint(
    "desk_looking", __name__, description="What a lead looks at: the store, its orders, its journal"
)
TOLD = (
    "order", "pick task", "pick line", "ticket", "bag", "hand-over", "put-back", "print job", "device", "people",
    "setting", "template", "item", "bin",
)  # fmt: skip
SORTS: Mapping[str, InstrumentedAttribute[Any]] = {"due": Order.due_at, "waiting": Order.paid_at}
LONGEST_MAX = 3
WANTED = ("number", "thing", "step", "person", "device_id")


class OrdersQuery(DeskQuery):
    """A page of the orders on the floor, by due or waiting time; `number` looks for gone ones, too."""

    number = text(16)
    state = fields.String(validate=validate.OneOf([str(state) for state in ON_THE_FLOOR]))
    late = fields.Boolean(load_default=False)
    sort = fields.String(load_default="due", validate=validate.OneOf(SORTS))
    page = count(1, 10_000, load_default=1)
    limit = count(1, 200, load_default=25)


class JournalQuery(DeskQuery):
    """What is wanted of the journal; `before` is the number of the last row that was seen."""

    number = text(16)
    thing = text(40)
    step = text(40)
    person = text(80)
    device_id = text(130)
    day = fields.Date()
    before = count(1, 2**53)
    limit = count(1, 200, load_default=50)


class PlanQuery(DeskQuery):
    """Whether what does not move is wanted, too."""

    still = fields.Boolean(load_default=True)


@blueprint.route("/desk/plan", methods=["GET"])
@blueprint.arguments(PlanQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_plan(query: Json) -> Json:
    """Give the store from above: where everything stands, and what goes on: picks, shorts, people, labels, lights."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        store = books.get_one(Store, by.store_id)
        still = {"plan": plan_view(books, store)} if query["still"] else {}
        now, say = plan_now(books, store.id, transactions.clock.now()), StoryWords(words(books, by, query.get("lang")))
        for person in now["people"]:
            _put_into_words(person["doing"], "pick task", say)
        now["labels"]["ill"] = {place: say.state("device", state) for place, state in now["labels"]["ill"].items()}
        return {**still, "now": now}


@blueprint.route("/desk/plan/<int:node>", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_spot(query: Json, node: int) -> Json:
    """Give what stands at a point of the plan: goods and who waits for them, tickets, what the places there hold."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        store, say = books.get_one(Store, by.store_id), StoryWords(words(books, by, query.get("lang")))
        spot = spot_now(books, store.id, node, store.day(transactions.clock.now()))
        for found in spot["bins"]:
            _put_into_words(found["lines"], "pick line", say)
        for stall in spot["stalls"]:
            _put_into_words(stall["tickets"], "ticket", say)
        _put_into_words(spot["places"], "outbound slot", say)
        return spot


@blueprint.route("/desk/orders", methods=["GET"])
@blueprint.arguments(OrdersQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_orders(query: Json) -> Json:
    """Give a page of the orders on the floor, each with its honest clock: what it waited for, how long.

    `longest` are those of all that have waited longest, whatever the page and its filters.
    """
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        say, now = StoryWords(words(books, by, query.get("lang"))), transactions.clock.now()
        here = [Order.store_id == by.store_id, Order.state.in_(ON_THE_FLOOR)]
        known = _wanted(query, by.store_id, now) if "number" in query else [*here, *_wanted(query, by.store_id, now)]
        rows = select(Order).where(*known).order_by(SORTS[query["sort"]], Order.id)
        found = books.scalars(rows.limit(query["limit"]).offset((query["page"] - 1) * query["limit"])).all()
        longest = books.scalars(select(Order).where(*here).order_by(Order.paid_at, Order.id).limit(LONGEST_MAX)).all()
        spans = clocks(books, {order.id for order in (*found, *longest)}, now)
        return {
            "count": books.scalar(select(func.count()).select_from(Order).where(*known)),
            "page": query["page"],
            "limit": query["limit"],
            "orders": [_order(order, spans[order.id], say) for order in found],
            "longest": [_order(order, spans[order.id], say) for order in longest],
            "states": [{"state": str(state), "text": say.state("order", str(state))} for state in ON_THE_FLOOR],
        }


def _wanted(query: Json, store_id: str, now: datetime) -> list[ColumnElement[bool]]:
    wanted = [Order.store_id == store_id]
    if "number" in query:
        wanted.append(Order.number == query["number"])
    if "state" in query:
        wanted.append(Order.state == OrderState(query["state"]))
    if query["late"]:
        wanted.append(Order.due_at < now)
    return wanted


@blueprint.route("/desk/orders/<order_id>/replay", methods=["GET"])
@blueprint.arguments(DeskQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def replay(query: Json, order_id: str) -> Json:
    """Give everything that happened to an order, step by step in words, with what it waited for in between."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        order = own_order(books, by, order_id)
        say = StoryWords(words(books, by, query.get("lang")))
        spans = clocks(books, [order.id], transactions.clock.now())[order.id]
        return {
            "order": _order(order, spans, say),
            "spans": [
                {
                    "cause": str(span.cause),
                    "text": say.cause(span.cause),
                    "begin": span.begin.isoformat(),
                    "end": span.end.isoformat(),
                }
                for span in spans
            ],
            "things": things_of(books, order.id),
            "steps": [{**step, "text": say.step(step), "what": say.what(step)} for step in timeline(books, order.id)],
        }


@blueprint.route("/desk/journal", methods=["GET"])
@blueprint.arguments(JournalQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_journal(query: Json) -> Json:
    """Give what was done in the store, the newest first, filtered; `next` is the `before` of the page after this."""
    by = at_desk()
    with parts().transactions.reading() as books:
        say = StoryWords(words(books, by, query.get("lang")))
        wanted = {name: query[name] for name in WANTED if name in query}
        rows = audit(
            books, by.store_id, wanted, before=query.get("before"), limit=query["limit"],
            between=_of_day(books, by, query["day"]) if "day" in query else None,
        )  # fmt: skip
        return {
            "items": [{**row, "text": say.step(row)} for row in rows],
            "next": _next(rows, query["limit"]),
            "things": say.things(TOLD),
            "steps": say.steps(query.get("thing", "")),
            "people": list(people_named(books, by.store_id)),
        }


def _of_day(books: Session, by: Actor, day: date) -> tuple[datetime, datetime]:
    store = books.get_one(Store, by.store_id)
    return store.beginning_of(day), store.beginning_of(day + timedelta(days=1))


def _put_into_words(rows: Sequence[Json], thing: str, say: StoryWords) -> None:
    for row in rows:
        row["text"] = say.state(thing, row["state"])


def _next(rows: Sequence[Json], limit: int) -> int | None:
    return int(rows[-1]["id"]) if len(rows) == limit else None


def _order(order: Order, spans: Sequence[Span], say: StoryWords) -> Json:
    return {
        "order_id": order.id,
        "number": order.number,
        "channel": order.channel,
        "mode": str(order.mode),
        "state": str(order.state),
        "text": say.state("order", str(order.state)),
        "placed_at": order.placed_at.isoformat(),
        "due_at": order.due_at.isoformat(),
        "total_minor": order.total_minor,
        "currency": order.currency,
        "waited_seconds": round(sum(span.seconds for span in spans)),
        "waits_for": say.cause(spans[-1].cause) if spans and order.state in ON_THE_FLOOR else None,
        "clock": [
            {"cause": str(cause), "text": say.cause(cause), "seconds": seconds}
            for cause, seconds in seconds_by_cause(spans).items()
        ],
    }
