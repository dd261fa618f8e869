"""/outbound/{things}/{id}/steps: what people decide at the way out where no scan decides."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from picking.foundation.refusals import invalid, unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order, OrderLine
from picking.outbound import commands as outbound
from picking.outbound.model import Bag, HandOver, OutboundSlot, StagingPosition
from web_handheld.api import once
from web_handheld.forms.base import OnceForm, StrictBlueprint, text

blueprint = StrictBlueprint(
    "outbound decisions", __name__, description="Riders who take nothing, places out of use, bags and carts"
)
Deed = Callable[[UnitOfWork, str, Json], object]
Thing = HandOver | OutboundSlot | StagingPosition | Bag | Order
THINGS: Mapping[str, type[Thing]] = {
    "hand-overs": HandOver,
    "slots": OutboundSlot,
    "staging": StagingPosition,
    "bags": Bag,
    "carts": Order,
}
# thing, step -> what it needs, what it does
STEPS: Mapping[tuple[str, str], tuple[tuple[str, ...], Deed]] = {
    ("hand-overs", "agree_failure"): ((), lambda work, key, _: outbound.agree_rider_failure(work, key)),
    ("hand-overs", "refuse_failure"): (
        ("reason",),
        lambda work, key, form: outbound.refuse_rider_failure(work, key, form["reason"]),
    ),
    ("hand-overs", "miss"): ((), lambda work, key, _: outbound.miss_rider(work, key)),
    ("hand-overs", "finish_by_code"): (
        ("reason",),
        lambda work, key, form: outbound.finish_by_code(work, key, form["reason"]),
    ),
    ("slots", "block"): ((), lambda work, key, _: outbound.block_slot(work, key)),
    ("slots", "unblock"): ((), lambda work, key, _: outbound.unblock_slot(work, key)),
    ("staging", "block"): ((), lambda work, key, _: outbound.block_staging(work, key)),
    ("staging", "unblock"): ((), lambda work, key, _: outbound.unblock_staging(work, key)),
    ("bags", "move"): (("slot_id",), lambda work, key, form: outbound.move_bag(work, key, form["slot_id"])),
    ("bags", "return_missing"): (
        ("reason",),
        lambda work, key, form: outbound.return_missing(work, key, form["reason"]),
    ),
    ("carts", "count_anew"): (("line_id",), lambda work, key, form: _count_anew(work, key, form["line_id"])),
    ("carts", "let_go"): ((), lambda work, key, _: outbound.verify_cart(work, key)),
}


PATH = {"in": "path", "name": "things", "required": True, "schema": {"type": "string", "enum": list(THINGS)}}


class DoorDecisionForm(OnceForm):
    """A step and what it needs: a reason, another slot, a line of the cart."""

    step = text(24, required=True)
    reason = text(80)
    slot_id = text(64)
    line_id = text(36)


@blueprint.route("/outbound/<things>/<thing_id>/steps", methods=["POST"], parameters=[PATH])
@blueprint.arguments(DoorDecisionForm)
@blueprint.response(HTTPStatus.OK)
def decide(form: Json, things: str, thing_id: str) -> once.Answer:
    """Let a rider go, take a place out of use, move a bag, write off one that will not come back, let a cart go."""
    deed = _deed(things, form)

    def command(work: UnitOfWork) -> Json:
        thing = _own(work, things, thing_id)
        deed(work, thing_id, form)
        work.follow()
        return {"id": thing_id, "state": str(thing.state)}

    return once.run(command, once_key=f"outbound:{form['id']}")


def _deed(things: str, form: Json) -> Deed:
    if things not in THINGS:
        raise unknown("Outbound", things)
    known = sorted(step for of, step in STEPS if of == things)
    if form["step"] not in known:
        raise invalid("step", f"one of {', '.join(known)} is wanted")
    needed, deed = STEPS[things, form["step"]]
    missing = [name for name in needed if name not in form]
    if missing:
        raise invalid(missing[0], f"it is wanted for {form['step']}")
    return deed


def _own(work: UnitOfWork, things: str, key: str) -> Thing:
    """A thing of another store is unknown here."""
    thing: Thing = work.get(THINGS[things], key)
    if thing.store_id != work.by.store_id:
        raise unknown(THINGS[things].__name__, key)
    return thing


def _count_anew(work: UnitOfWork, order_id: str, line_id: str) -> None:
    if work.get(OrderLine, line_id).order_id != order_id:
        raise unknown("OrderLine", line_id)
    outbound.uncount_cart_item(work, line_id)
