"""/orders: from the channel's order to the end of its life, and what the desk decides on the way."""

from http import HTTPStatus

from marshmallow import fields

from picking.aftersales.queries import family
from picking.floor.queries import online_stock_of
from picking.foundation.actor import Actor
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders, queries
from picking.orders.model import Order, Refund
from picking.reactions import stopping
from picking.reports import queries as reports
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.owning import order_of, own_channel, own_order, own_store, serve_at
from web_handheld.forms.base import Form, StrictBlueprint
from web_handheld.forms.orders import (
    CancellationForm,
    OrderForm,
    PaymentForm,
    ReasonForm,
    RefundForm,
    RiskForm,
    order_draft,
)
from web_handheld.parts import parts

blueprint = StrictBlueprint("orders", __name__, description="Orders from channels to the customer's hand")


class TakenIn(Form):
    """An order as it was taken in; until `expires_at` its stock is held for the payment."""

    order_id = fields.String()
    number = fields.String()
    state = fields.String()
    expires_at = fields.String(allow_none=True)
    amount_due_minor = fields.Integer()


class Timeline(Form):
    """Every step of an order and of everything that belongs to it."""

    steps = fields.List(fields.Dict())


@blueprint.route("/orders", methods=["POST"])
@blueprint.arguments(OrderForm)
@blueprint.response(HTTPStatus.CREATED, TakenIn)
def submit(form: Json) -> once.Answer:
    """Take an order in: all of its stock is held, or it is refused with every short line."""
    by = asker()
    by.require("channel")
    own_store(by, form["store"])

    def command(work: UnitOfWork) -> Json:
        own_channel(work.session, work.by, form["channel"])
        serve_at(work, online_stock_of(work.session, form["store"]))
        return taken_in(work, orders.submit_order(work, order_draft(form)))

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/orders/<order_id>/payment", methods=["POST"])
@blueprint.arguments(PaymentForm)
@blueprint.response(HTTPStatus.OK, TakenIn)
def pay(form: Json, order_id: str) -> once.Answer:
    """Note a payment of the whole amount, also one at the till; one that came too late is refunded."""
    asker().require("channel", "pos")

    def command(work: UnitOfWork) -> Json:
        order_of(work, order_id)
        paid = orders.pay_order(work, order_id, form["amount_minor"], form["paid_at"], form["reference"])
        return taken_in(work, paid)

    return once.run(command)


@blueprint.route("/orders/<order_id>/prepay-check", methods=["GET"])
@blueprint.response(HTTPStatus.OK, TakenIn)
def prepay_check(order_id: str) -> Json:
    """Look at stock and prices again when the customer presses pay; the stock is held a little longer, once."""
    by = asker()
    by.require("channel", "pos")

    def command(work: UnitOfWork) -> Json:
        order_of(work, order_id)
        return taken_in(work, orders.check_before_payment(work, order_id))

    return parts().transactions.run(by, command)


@blueprint.route("/orders/<order_id>/cancellation", methods=["POST"])
@blueprint.arguments(CancellationForm)
@blueprint.response(HTTPStatus.ACCEPTED)
def cancel(form: Json, order_id: str) -> once.Answer:
    """Ask to cancel: done at once when nothing was begun, else the floor answers."""
    asker().require("channel", "desk")

    def command(work: UnitOfWork) -> Json:
        order = order_of(work, order_id)
        wish = orders.request_cancellation(work, order_id, form["reason"], form["requested_by"])
        work.follow()
        return {"cancellation_id": wish.id, "state": str(wish.state), "order_state": str(order.state)}

    return once.run(command, HTTPStatus.ACCEPTED)


@blueprint.route("/orders/<order_id>", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show(order_id: str) -> Json:
    """Give an order with its lines, parts, cancellations, refunds and its family: what replaces it, complaints."""
    by = _reader()
    with parts().transactions.reading() as books:
        order = own_order(books, by, order_id)
        return {**queries.order_view(books, order_id), "family": family(books, order)}


@blueprint.route("/orders/<order_id>/timeline", methods=["GET"])
@blueprint.response(HTTPStatus.OK, Timeline)
def timeline(order_id: str) -> Json:
    """Give everything that happened to an order, oldest first."""
    by = _reader()
    with parts().transactions.reading() as books:
        own_order(books, by, order_id)
        return {"steps": reports.timeline(books, order_id)}


@blueprint.route("/orders/<order_id>/acceptance", methods=["POST"])
@blueprint.response(HTTPStatus.OK, TakenIn)
def accept(order_id: str) -> once.Answer:
    """Take an order of a channel that leaves it to a person."""
    return once.run(lambda work: taken_in(work, orders.accept_order(work, order_of(work, order_id).id)))


@blueprint.route("/orders/<order_id>/release", methods=["POST"])
@blueprint.response(HTTPStatus.OK, TakenIn)
def release(order_id: str) -> once.Answer:
    """Begin before the time has come: a scheduled order, and every part that is held back."""
    return once.run(lambda work: taken_in(work, orders.release_now(work, order_of(work, order_id).id)))


@blueprint.route("/orders/<order_id>/risk", methods=["POST"])
@blueprint.arguments(RiskForm)
@blueprint.response(HTTPStatus.OK, TakenIn)
def decide_risk(form: Json, order_id: str) -> once.Answer:
    """Clear a held order, or turn it away with the reason."""

    def command(work: UnitOfWork) -> Json:
        order_of(work, order_id)
        if form["cleared"]:
            return taken_in(work, orders.clear_risk(work, order_id))
        return taken_in(work, orders.reject_risk(work, order_id, form["reason"]))

    return once.run(command)


@blueprint.route("/orders/<order_id>/cancellation/refusal", methods=["POST"])
@blueprint.arguments(ReasonForm)
@blueprint.response(HTTPStatus.OK, TakenIn)
def refuse_cancellation(form: Json, order_id: str) -> once.Answer:
    """Refuse to cancel, with the reason for the customer: the order goes on."""
    return once.run(
        lambda work: taken_in(work, orders.refuse_cancellation(work, order_of(work, order_id).id, form["reason"]))
    )


@blueprint.route("/orders/<order_id>/cancellation/confirmation", methods=["POST"])
@blueprint.response(HTTPStatus.OK, TakenIn)
def confirm_cancellation(order_id: str) -> once.Answer:
    """Say for the floor that an order's bags stand still: it is cancelled, and its goods come back."""
    return once.run(lambda work: taken_in(work, stopping.confirm_cancellation(work, order_of(work, order_id).id)))


@blueprint.route("/orders/<order_id>/refunds/<refund_id>", methods=["POST"])
@blueprint.arguments(RefundForm)
@blueprint.response(HTTPStatus.OK)
def answer_refund(form: Json, order_id: str, refund_id: str) -> once.Answer:
    """Note what the channel says: paid back, or why it could not be."""
    asker().require("channel")

    def command(work: UnitOfWork) -> Json:
        _refund_of(work, order_id, refund_id)
        if form["confirmed"]:
            return _refund(orders.confirm_refund(work, refund_id))
        return _refund(orders.fail_refund(work, refund_id, form["detail"]))

    return once.run(command)


@blueprint.route("/orders/<order_id>/refunds/<refund_id>/retry", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def retry_refund(order_id: str, refund_id: str) -> once.Answer:
    """Send a refund again that the channel could not pay; for the service desk."""

    def command(work: UnitOfWork) -> Json:
        _refund_of(work, order_id, refund_id)
        return _refund(orders.retry_refund(work, refund_id))

    return once.run(command)


def taken_in(work: UnitOfWork, order: Order) -> Json:
    """Show where an order stands, briefly, after everything the deed has set off."""
    work.follow()
    waits = order.deadline_at is not None and str(order.state) == "PENDING_PAYMENT"
    return {
        "order_id": order.id,
        "number": order.number,
        "state": str(order.state),
        "expires_at": order.deadline_at.isoformat() if waits and order.deadline_at else None,
        "amount_due_minor": order.amount_due_minor,
    }


def _refund_of(work: UnitOfWork, order_id: str, refund_id: str) -> None:
    """A refund of another order is unknown here, as is another channel's order."""
    if work.get(Refund, refund_id).order_id != order_of(work, order_id).id:
        raise unknown("Refund", refund_id)


def _refund(refund: Refund) -> Json:
    return {"refund_id": refund.id, "state": str(refund.state)}


def _reader() -> Actor:
    """Channels see their orders, tills those of their store; of the people those at the desk and at the way out."""
    by = asker()
    by.require("desk", "channel", "pos", "outbound")
    return by
