"""/desk/plan, /desk/orders, /desk/journal: the store from above, what each order waited for, and who did what."""

from collections.abc import Sequence
from http import HTTPStatus

from marshmallow import fields
from sqlalchemy import func, select

from picking.floor.model import Store
from picking.foundation.tables import Json
from picking.orders.model import Order
from picking.orders.queries import ON_THE_FLOOR
from picking.reports.order_clock import Span, seconds_by_cause
from picking.reports.queries import audit, clocks, timeline
from picking.reports.store_plan import plan_now, plan_view
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
)  # fmt: skip
WANTED = ("number", "thing", "step", "person", "device_id")


class OrdersQuery(DeskQuery):
    """A page of the orders on the floor; `number` looks for one order, gone ones too."""

    number = text(16)
    page = count(1, 10_000, load_default=1)
    limit = count(1, 200, load_default=25)


class JournalQuery(DeskQuery):
    """What is wanted of the journal; `before` is the number of the last row that was seen."""

    number = text(16)
    thing = text(40)
    step = text(40)
    person = text(80)
    device_id = text(130)
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
        return {**still, "now": plan_now(books, store.id, transactions.clock.now())}


@blueprint.route("/desk/orders", methods=["GET"])
@blueprint.arguments(OrdersQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_orders(query: Json) -> Json:
    """Give a page of the orders on the floor by due time, each with its honest clock: what it waited for, how long."""
    by, transactions = at_desk(), parts().transactions
    with transactions.reading() as books:
        say, now = StoryWords(words(books, by, query.get("lang"))), transactions.clock.now()
        known = [Order.store_id == by.store_id]
        known.append(Order.number == query["number"] if "number" in query else Order.state.in_(ON_THE_FLOOR))
        rows = select(Order).where(*known).order_by(Order.due_at, Order.id)
        found = books.scalars(rows.limit(query["limit"]).offset((query["page"] - 1) * query["limit"])).all()
        spans = clocks(books, [order.id for order in found], now)
        return {
            "count": books.scalar(select(func.count()).select_from(Order).where(*known)),
            "page": query["page"],
            "limit": query["limit"],
            "orders": [_order(order, spans[order.id], say) for order in found],
        }


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
                {"cause": str(span.cause), "begin": span.begin.isoformat(), "end": span.end.isoformat()}
                for span in spans
            ],
            "steps": [{**step, "text": say.step(step)} for step in timeline(books, order.id)],
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
        rows = audit(books, by.store_id, wanted, before=query.get("before"), limit=query["limit"])
        return {
            "items": [{**row, "text": say.step(row)} for row in rows],
            "next": _next(rows, query["limit"]),
            "things": say.things(TOLD),
        }


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
        "clock": [
            {"cause": str(cause), "text": say.cause(cause), "seconds": seconds}
            for cause, seconds in seconds_by_cause(spans).items()
        ],
    }
