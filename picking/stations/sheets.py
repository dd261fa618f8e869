"""What a stall's printer prints: the ticket when it is fired, and a label for each item when it is made."""

from datetime import timedelta

from picking.catalogue.barcodes import OwnKind, own_code
from picking.catalogue.model import Item
from picking.devices import commands as devices
from picking.devices.queries import job_by_key
from picking.floor.model import Store
from picking.foundation.kinds import TemperatureClass
from picking.foundation.quantity import Unit
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import items_of

EAT_WITHIN = timedelta(hours=4)  # the longest that ready-to-eat food may be out of its temperature before it is waste
KEEP_AT = {
    TemperatureClass.HOT: "≥ 60 °C",
    TemperatureClass.CHILLED: "≤ 8 °C",
    TemperatureClass.FROZEN: "≤ -18 °C",
}


def print_ticket(work: UnitOfWork, ticket: Ticket) -> None:
    """Print the slip a stall hangs up; once for each time the ticket is made."""
    devices.print_sheet(
        work,
        key=_key(ticket),
        template="kitchen_ticket",
        place=ticket.stall_id,
        order_id=ticket.order_id,
        facts={
            "number": ticket.number,
            "fire_at": ticket.fire_at.isoformat(),
            "due_at": ticket.due_at.isoformat(),
            "code": own_code(OwnKind.TICKET, ticket.number),
            "items": [_item_facts(work, item) for item in items_of(work, ticket)],
        },
    )


def print_slip_again(work: UnitOfWork, ticket: Ticket) -> None:
    """Print a copy of a ticket's slip, headed so, that nobody makes it twice; the slip itself where it has none yet."""
    first = job_by_key(work.session, work.by.store_id, _key(ticket))
    if first is None:
        print_ticket(work, ticket)
    else:
        devices.print_copy(work, first.id)


def print_food_labels(work: UnitOfWork, ticket: Ticket) -> None:
    """Print what is stuck on each item: when it was made, until when it is eaten, how it is kept."""
    made = [item for item in items_of(work, ticket) if item.done_at is not None]
    for item in made:
        known = work.get(Item, item.sku)
        devices.print_sheet(
            work,
            key=f"food:{item.id}:{ticket.remakes}",
            template="prepared_food_label",
            place=ticket.stall_id,
            order_id=ticket.order_id,
            facts={
                "name": known.names,
                "number": ticket.number,
                "made_at": work.now.isoformat(),
                "eat_by": (work.now + EAT_WITHIN).isoformat(),
                "keep_at": KEEP_AT.get(known.temperature_class),
                "weight_grams": item.made if item.unit is Unit.GRAM else known.weight_grams,
                "code": None,
            },
        )


def _key(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}:{ticket.remakes}"


def _item_facts(work: UnitOfWork, item: TicketItem) -> Json:
    language = work.get(Store, work.by.store_id).language
    wishes = [option["names"].get(language) or option["names"].get("en") or option["code"] for option in item.options]
    return {
        "quantity": item.quantity,
        "name": work.get(Item, item.sku).names,
        "wishes": " · ".join(part for part in (*wishes, item.note) if part),
    }
