"""/desk/queue: the orders the floor still has, and how the queue stands."""

from http import HTTPStatus

from picking.foundation.tables import Json
from picking.orders.queries import queue, queue_figures
from web_handheld.api.desk_asking import at_desk
from web_handheld.forms.base import Form, StrictBlueprint, number, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("desk", __name__, description="The lead's desk")


class QueueQuery(Form):
    """One page of the queue."""

    after = text(36, load_default="")
    limit = number(1, 200, load_default=50)


@blueprint.route("/desk/queue", methods=["GET"])
@blueprint.arguments(QueueQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_queue(query: Json) -> Json:
    """Give the queue in figures and one page of its orders."""
    by = at_desk()
    transactions = parts().transactions
    with transactions.reading() as books:
        return {
            "figures": queue_figures(books, by.store_id, transactions.clock.now()),
            "orders": queue(books, by.store_id, after=query["after"], limit=query["limit"]),
        }
