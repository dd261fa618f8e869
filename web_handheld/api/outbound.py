"""/outbound: the shelf by the door, the riders before it, and every bag's scan on the way out."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from picking.catalogue.barcodes import BagCode, OwnCode, OwnKind, PickupPass, RiderCode, parse
from picking.foundation.actor import Actor
from picking.foundation.kinds import Mode
from picking.foundation.refusals import Kind, Refusal, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import word
from picking.handheld.interpret import interpret
from picking.orders.model import Order
from picking.outbound import commands as outbound, queries
from picking.outbound.door import order_at_door, rider_at_door, riders_to_display
from picking.outbound.model import Bag, HandOver
from web_handheld.api import once
from web_handheld.api.asking import asker
from web_handheld.api.carts import cart_view
from web_handheld.api.owning import order_of
from web_handheld.forms.base import Form, OnceForm, StrictBlueprint, text
from web_handheld.parts import parts

blueprint = StrictBlueprint("outbound", __name__, description="From the outbound shelf to the rider or customer")
BOARD_READERS = ("outbound", "carrier", "pos")


class BoardQuery(Form):
    """After which row."""

    cursor = text(80, load_default="")


class DisplayQuery(Form):
    """Whose numbers: those of customers who come themselves, or of riders."""

    mode = fields.String(load_default=Mode.PICKUP, validate=validate.OneOf((Mode.PICKUP, Mode.DELIVERY)))


class CheckInForm(OnceForm):
    """How a rider shows himself: the code on his telephone, his id, or the last digits of his number."""

    code = text(500)
    rider_id = text(64)
    tail = text(4)

    @validates_schema
    def check_one(self, form: Json, **_: Any) -> None:
        """Refuse none or several."""
        if len(form.keys() & {"code", "rider_id", "tail"}) != 1:
            raise ValidationError("One of code, rider_id and tail is wanted.", "code")


class OutboundScanForm(OnceForm):
    """A code scanned at the way out; `hand_over_id` names the rider where several stand there."""

    hand_over_id = text(36)
    text = fields.String(required=True, validate=validate.Length(1, 7089))


@blueprint.route("/outbound/board", methods=["GET"])
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def board(query: Json) -> Json:
    """Give the orders at the shelf by due time, the riders at the door, and the staging shelf, a page of each.

    `riders_next` and `staging_next` go on at `/outbound/riders` and `/outbound/staging`.
    """
    by = _at_board()
    transactions = parts().transactions
    now = transactions.clock.now()
    with transactions.reading() as books:
        orders = queries.board(books, by.store_id, now=now, after=query["cursor"])
        riders = queries.waiting_riders(books, by.store_id, now=now)
        staging = queries.staging(books, by.store_id, now=now)
        return {
            "now": now.isoformat(),
            "orders": orders,
            "next": _next(orders),
            "riders": riders,
            "riders_next": _next(riders),
            "staging": staging,
            "staging_next": _next(staging),
        }


@blueprint.route("/outbound/riders", methods=["GET"])
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def riders_at_door(query: Json) -> Json:
    """Give a page of the riders at the door, those first who came first."""
    return _page_of(queries.waiting_riders, query["cursor"])


@blueprint.route("/outbound/staging", methods=["GET"])
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def staging_shelf(query: Json) -> Json:
    """Give a page of the staging positions in use."""
    return _page_of(queries.staging, query["cursor"])


@blueprint.route("/outbound/display", methods=["GET"])
@blueprint.arguments(DisplayQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def display(query: Json) -> Json:
    """Give the numbers for the waiting screen: ready to be fetched, and nearly so; for riders also who is called."""
    by, mode = _at_board(), Mode(query["mode"])
    with parts().transactions.reading() as books:
        numbers = queries.display(books, by.store_id, mode=mode)
        return numbers if mode is Mode.PICKUP else numbers | riders_to_display(books, by.store_id)


@blueprint.route("/outbound/hand-overs/<hand_over_id>", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def rider(hand_over_id: str) -> Json:
    """Give a rider at the door with his orders: their slots and bags, or the minutes until they are ready."""
    by = _at_board()
    transactions = parts().transactions
    with transactions.reading() as books:
        hand_over = books.get(HandOver, hand_over_id)
        if hand_over is None or hand_over.store_id != by.store_id:
            raise unknown("HandOver", hand_over_id)
        return rider_at_door(books, hand_over, now=transactions.clock.now())


@blueprint.route("/outbound/check-ins", methods=["POST"])
@blueprint.arguments(CheckInForm)
@blueprint.response(HTTPStatus.OK)
def check_in(form: Json) -> once.Answer:
    """Note that a rider stands at the door; he is called when everything of his is ready."""

    def command(work: UnitOfWork) -> Json:
        if not work.by.may("carrier"):
            work.by.require("outbound")
        if "code" in form:
            return _at_door(work, outbound.check_in_by_code(work, form["code"]))
        if "tail" in form:
            return _at_door(work, outbound.check_in_by_tail(work, form["tail"]))
        return _at_door(work, outbound.check_in(work, form["rider_id"]))

    return once.run(command, once_key=f"check-in:{form['id']}")


@blueprint.route("/outbound/scans", methods=["POST"])
@blueprint.arguments(OutboundScanForm)
@blueprint.response(HTTPStatus.OK)
def scan(form: Json) -> once.Answer:
    """Take a rider's code, a customer's code or a bag's label; the last bag of an order lets the order go."""
    return once.run(lambda work: _scan(work, form), once_key=f"outbound:{form['id']}")


def _page_of(rows: Callable[..., list[Json]], after: str) -> Json:
    by, transactions = _at_board(), parts().transactions
    with transactions.reading() as books:
        found = rows(books, by.store_id, now=transactions.clock.now(), after=after)
    return {"items": found, "next": _next(found)}


def _next(rows: list[Json]) -> str | None:
    return str(rows[-1]["cursor"]) if len(rows) == queries.BOARD_MAX else None


def _at_board() -> Actor:
    by = asker()
    if not any(by.may(right) for right in BOARD_READERS):
        by.require("desk")
    return by


def _scan(work: UnitOfWork, form: Json) -> Json:
    code = parse(form["text"])
    if isinstance(code, RiderCode):
        return {"this_is": "rider", **_at_door(work, outbound.check_in_by_code(work, form["text"]))}
    if isinstance(code, PickupPass) or (isinstance(code, OwnCode) and code.kind is OwnKind.SHOPPER):
        return _shopper(work, form["text"])
    if isinstance(code, BagCode):
        return _bag_out(work, code, form.get("hand_over_id"))
    meaning = interpret(work, form["text"], None)
    if meaning.is_unknown:
        raise Refusal("code_unknown", Kind.UNKNOWN, text=meaning.name)
    raise Refusal(
        "code_does_not_fit", this=word(f"this_is_{meaning.kind}", name=meaning.name), wants=word("wants_door")
    )


def _shopper(work: UnitOfWork, code: str) -> Json:
    """A shopper's own cart is looked into (`/outbound/carts`), bags on the shelf are scanned out."""
    cart = queries.cart_of_code(work.session, work.by.store_id, code)
    if cart is not None:
        work.by.require("outbound", "pos", "desk")
        return {"this_is": "cart", **cart_view(work, cart)}
    order = work.get(Order, outbound.show_code(work, code).order_id)
    work.session.flush()
    return {"this_is": "pickup", **order_at_door(work.session, order, now=work.now)}


def _bag_out(work: UnitOfWork, code: BagCode, hand_over_id: str | None) -> Json:
    bag = queries.bag_by_code(work.session, work.by.store_id, code)
    if bag is None:
        raise unknown("Bag", f"{code.order_number} {code.n}/{code.of}")
    order = order_of(work, bag.order_id)
    if order.mode is Mode.PICKUP:
        outbound.scan_out_pickup(work, order.id, bag.id, code.version)
        work.session.flush()
        here = {"order": order_at_door(work.session, order, now=work.now)}
        return {"this_is": "bag", **_bag(bag), **where(order), **here}
    hand_over = work.get(HandOver, hand_over_id) if hand_over_id else queries.hand_over_of_order(work.session, order.id)
    if hand_over is None or hand_over.store_id != work.by.store_id:
        raise Refusal("rider_not_expected", rider="?")
    taken = outbound.scan_out(work, hand_over.id, bag.id, code.version)
    return {"this_is": "bag", **_bag(bag), **where(order), **_at_door(work, taken)}


def hand_over_view(hand_over: HandOver) -> Json:
    """Show a hand-over briefly."""
    return {
        "hand_over_id": hand_over.id,
        "hand_over_state": str(hand_over.state),
        "carrier": hand_over.carrier,
        "rider_id": hand_over.rider_id,
        "rider_name": hand_over.rider_name,
        "rider_tail": hand_over.rider_tail,
    }


def _at_door(work: UnitOfWork, hand_over: HandOver) -> Json:
    work.session.flush()
    return hand_over_view(hand_over) | {"rider": rider_at_door(work.session, hand_over, now=work.now)}


def _bag(bag: Bag) -> Json:
    return {"bag_id": bag.id, "bag_state": str(bag.state), "n": bag.n}


def where(order: Order) -> Json:
    """Say of which order a bag or a word is, and how it stands."""
    return {"order_id": order.id, "number": order.number, "order_state": str(order.state)}
