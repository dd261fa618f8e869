"""Numbers an order's bags n of m and prints their labels; one that is not true any more is replaced."""

from picking.catalogue.barcodes import bag_code
from picking.devices import commands as devices
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.lifecycle import OrderState
from picking.orders.model import Order
from picking.outbound.foreseen import foresee
from picking.outbound.lifecycle import BagState, BagStep
from picking.outbound.model import Bag
from picking.outbound.open import live_bags, slots_of

LABEL = "bag_label"
LABEL_STATES = (BagState.SEALED, BagState.LABELLED, BagState.IN_SLOT)


def bag_barcode(bag: Bag) -> str:
    """Give the code of a bag's newest label, as `P:4521-2/3-1-7`."""
    return bag_code(bag.order_number, bag.n or 1, max(bag.total, bag.n or 1), max(bag.label_version, 1))


def number_bags(work: UnitOfWork, order_id: str) -> None:
    """Number an order's bags 1 to m without gaps, counting those still foreseen; labels that are wrong print anew.

    Of an order that is stopped or cancelled nothing is printed.
    """
    if work.get(Order, order_id).state in (OrderState.CANCEL_PENDING, OrderState.CANCELLED):
        return
    bags = live_bags(work.session, order_id)
    total = len(bags) + foresee(work.session, order_id, work.settings.bag_grams_max).total()
    for n, bag in enumerate(sorted(bags, key=lambda b: (b.n is None, b.n, b.id)), start=1):
        if (bag.n, bag.total) != (n, total):
            bag.n, bag.total = n, total
            work.session.flush()  # one by one: two bags never share a number, not even for a moment
            if bag.state in LABEL_STATES:
                relabel_bag(work, bag)


def relabel_bag(work: UnitOfWork, bag: Bag) -> None:
    """Replace a bag's label by a newer one; in the slot it is stuck on there."""
    work.step(bag, BagStep.RELABEL, n=bag.n, total=bag.total)
    print_label(work, bag)


def print_label(work: UnitOfWork, bag: Bag, *, place: str | None = None) -> None:
    """Print a bag's next label, near a place where one is named; from now on only this one counts."""
    bag.label_version += 1
    order = work.get(Order, bag.order_id)
    devices.print_sheet(
        work,
        key=f"bag:{bag.id}:{bag.label_version}",
        template=LABEL,
        place=place,
        facts=_facts(work, bag, order),
        order_id=order.id,
    )


def _facts(work: UnitOfWork, bag: Bag, order: Order) -> dict[str, object]:
    """What stands on a label: never a full name, telephone or address."""
    slots = [slot.id for slot in slots_of(work.session, order.id)]
    return {
        "code": bag_barcode(bag),
        "number": order.number,
        "n": bag.n,
        "total": bag.total,
        "version": bag.label_version,
        "temperature_class": str(bag.temperature_class),
        "slots": slots,
        "customer": order.masked_customer,
        "phone_tail": order.phone_tail,
        "due_at": order.due_at.isoformat(),
        "mode": str(order.mode),
        "seal": bag.seal,
        "weight_grams": bag.weight_actual_grams or bag.weight_expected_grams,
    }
