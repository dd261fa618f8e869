"""/desk: what a lead looks at: the queue, what is late and why, people."""

from http import HTTPStatus

from picking.devices import queries as device_queries
from picking.foundation.tables import Json
from picking.orders.queries import queue, queue_figures
from picking.people.queries import on_shift
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


@blueprint.route("/desk/people", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_people() -> Json:
    """Give who is on shift, with roles, skills and the device in their hand."""
    by = at_desk()
    with parts().transactions.reading() as books:
        people = []
        for person in on_shift(books, by.store_id):
            device = device_queries.device_of(books, person.id)
            people.append(
                {
                    "person_id": person.id, "name": person.name, "roles": person.roles, "skills": person.skills,
                    "device_id": device.id if device else None,
                }
            )  # fmt: skip
        return {"people": people}
