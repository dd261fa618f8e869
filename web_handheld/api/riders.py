"""/riders: what carriers say of their riders and the orders these take."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from marshmallow import fields, validate

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.outbound import commands as outbound, queries
from web_handheld.api import once
from web_handheld.api.outbound import hand_over_view, where
from web_handheld.api.owning import order_of
from web_handheld.forms.base import OnceForm, StrictBlueprint, text

blueprint = StrictBlueprint("riders", __name__, description="What carriers say of their riders")


class RiderEventForm(OnceForm):
    """What a carrier says of a rider and the orders he takes."""

    event = fields.String(
        required=True, validate=validate.OneOf(("assigned", "arrived", "delivered", "delivery_failed", "cannot_take"))
    )
    carrier = text(40, required=True)
    rider_id = text(64, required=True)
    name = text(80, load_default="")
    tail = fields.String(load_default="", validate=validate.Regexp(r"\A[0-9]{0,4}\Z"))
    order_ids = fields.List(text(36), load_default=list, validate=validate.Length(0, 50))
    reason = text(80, load_default="")


@blueprint.route("/riders/events", methods=["POST"])
@blueprint.arguments(RiderEventForm)
@blueprint.response(HTTPStatus.OK)
def rider_event(form: Json) -> once.Answer:
    """Take a carrier's word: who comes, who came, what was delivered, what could not be."""

    def command(work: UnitOfWork) -> Json:
        if not work.by.may("carrier"):
            work.by.require("outbound")
        for order_id in form["order_ids"]:
            order_of(work, order_id)
        return RIDER_EVENTS[form["event"]](work, form)

    return once.run(command, once_key=f"rider:{form['id']}")


def _assigned(work: UnitOfWork, form: Json) -> Json:
    return hand_over_view(
        outbound.assign_rider(
            work, form["carrier"], form["rider_id"], form["name"], form["tail"], form["order_ids"]
        )
    )  # fmt: skip


def _arrived(work: UnitOfWork, form: Json) -> Json:
    return hand_over_view(outbound.check_in(work, form["rider_id"], carrier=form["carrier"]))


def _delivered(work: UnitOfWork, form: Json) -> Json:
    return {"orders": [where(outbound.rider_delivered(work, order_id)) for order_id in form["order_ids"]]}


def _delivery_failed(work: UnitOfWork, form: Json) -> Json:
    return {"orders": [where(orders.fail_delivery(work, key, form["reason"])) for key in form["order_ids"]]}


def _cannot_take(work: UnitOfWork, form: Json) -> Json:
    for order_id in form["order_ids"]:
        hand_over = queries.hand_over_of_order(work.session, order_id)
        if hand_over is not None and hand_over.rider_id == form["rider_id"]:
            return hand_over_view(outbound.report_rider_failure(work, hand_over.id, form["reason"]))
    raise Refusal("rider_not_expected", rider=form["rider_id"])


RIDER_EVENTS: Mapping[str, Callable[[UnitOfWork, Json], Json]] = {
    "assigned": _assigned,
    "arrived": _arrived,
    "delivered": _delivered,
    "delivery_failed": _delivery_failed,
    "cannot_take": _cannot_take,
}
