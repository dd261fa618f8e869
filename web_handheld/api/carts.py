"""/outbound/carts: a cashier looks into a shopper's own cart; what is paid is ticked off, what is not is refused."""

from http import HTTPStatus

from marshmallow import fields, validate

from picking.catalogue.queries import read_code, resolve
from picking.foundation.refusals import Kind, Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.orders.queries import order_lines
from picking.outbound import commands as outbound
from picking.outbound.queries import cart_counts
from web_handheld.api import once
from web_handheld.api.owning import order_of
from web_handheld.forms.base import OnceForm, StrictBlueprint

blueprint = StrictBlueprint("carts", __name__, description="Scan and go: the look into a shopper's own cart")


class CartScanForm(OnceForm):
    """The code on one thing in the cart."""

    text = fields.String(required=True, validate=validate.Length(1, 7089))


@blueprint.route("/outbound/carts/<order_id>/scans", methods=["POST"])
@blueprint.arguments(CartScanForm)
@blueprint.response(HTTPStatus.OK)
def count(form: Json, order_id: str) -> once.Answer:
    """Tick off one thing that lies in the cart; the step `let_go` ends the look."""

    def command(work: UnitOfWork) -> Json:
        order = order_of(work, order_id)
        found = resolve(work.session, work.by.store_id, read_code(work.session, work.by.store_id, form["text"]))
        if found is None:
            raise Refusal("item_code_unknown", Kind.UNKNOWN, text=form["text"][:40])
        outbound.count_cart_item(work, order.id, found.item.sku, found.weight_grams or found.contains)
        work.session.flush()
        return cart_view(work, order)

    return once.run(command, once_key=f"cart:{form['id']}")


def cart_view(work: UnitOfWork, order: Order) -> Json:
    """Show what was paid and how much of it was seen in the cart."""
    seen = cart_counts(work.session, order.id)
    return {
        "order_id": order.id,
        "number": order.number,
        "lines": [
            {
                "line_id": line.id,
                "line_no": line.line_no,
                "sku": line.sku,
                "quantity": line.quantity,
                "counted": seen.get(line.id, 0),
            }
            for line in order_lines(work.session, order.id)
        ],
    }
