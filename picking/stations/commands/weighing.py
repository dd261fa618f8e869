"""What a stall makes is weighed: by its scale, by what lies on it now, or as the exception by grams entered."""

from picking.catalogue.model import Item
from picking.catalogue.weights import is_within, pass_weight
from picking.devices import commands as devices
from picking.devices.model import Device
from picking.devices.readings import Reading
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.commands.making import ready_when_decided
from picking.stations.goods import give_back_goods
from picking.stations.lifecycle import TicketStep
from picking.stations.model import Ticket, TicketItem
from picking.stations.open import open_for_making, push_ticket
from picking.stations.scales import item_at_scale, push_scales


def weigh_item(
    work: UnitOfWork, item_id: str, grams: int | None = None, *, accept: bool = False, source: Json | None = None
) -> Ticket:
    """Weigh an item, which is done by it: by the grams entered, else by what lies on the stall's scale now.

    Outside the item's tolerance it is refused (`weight_out_of_tolerance`) unless a lead accepts. What is under is paid
    back when the ticket is ready; what is over is never charged. `source` (scale, mode) is written into the journal.
    """
    item = work.get(TicketItem, item_id)
    ticket = open_for_making(work, item.ticket_id)
    _require_open(ticket, item)
    if grams is None:
        grams, device_id, mode = devices.take_weight_at(work, ticket.stall_id)
        source = {"scale": device_id, "mode": str(mode)}
    if grams <= 0:
        raise Refusal("quantity_zero")
    pass_weight(work, ticket, work.get(Item, item.sku), grams, item.quantity, accept=accept)
    work.step(ticket, TicketStep.WEIGH_ITEM, item_id=item.id, grams=grams, asked=item.quantity, **(source or {}))
    give_back_goods(work, ticket, [item])  # what was taken for it when it was weighed before a recall
    item.weighed_grams, item.done_at, item.at_scale_at = grams, work.now, None
    devices.spend_weight_at(work, ticket.stall_id)
    ready_when_decided(work, ticket)
    push_ticket(work, ticket)
    return ticket


def put_at_scale(work: UnitOfWork, item_id: str) -> Ticket:
    """Say which item is weighed next at the stall's scale."""
    item = work.get(TicketItem, item_id)
    ticket = open_for_making(work, item.ticket_id)
    _require_open(ticket, item)
    item.at_scale_at = work.now
    work.note(ticket, "put_at_scale", item_id=item.id)
    push_ticket(work, ticket)
    return ticket


def weigh_laid(work: UnitOfWork, device: Device, reading: Reading) -> Ticket | None:
    """Weigh the item at hand by what a scale that stands at a stall says; None when there is nothing to do yet.

    What is too little so far waits for more, for the screen shows it. Raises `Refusal` with nothing changed, also for
    what is no weight, with the true reason.
    """
    stall_id = device.place or ""
    is_news = devices.keep_reading_at(work, device.id, reading)
    item = item_at_scale(work.session, stall_id)
    if not is_news or item is None:
        push_scales(work, stall_id)
        return None
    grams = reading.weight()
    if grams < item.quantity and not is_within(work.get(Item, item.sku), grams, item.quantity):
        push_scales(work, stall_id)
        return None
    return weigh_item(work, item.id, grams, source={"scale": device.id, "mode": str(reading.mode)})


def laid_refused(work: UnitOfWork, device: Device, reading: Reading, refusal: Refusal) -> None:
    """Say at the stall why what lies on its scale was not taken; what the scale says is kept."""
    devices.keep_reading_at(work, device.id, reading)
    push_scales(work, device.place or "", refused=refusal)


def _require_open(ticket: Ticket, item: TicketItem) -> None:
    if item.unit is not Unit.GRAM:
        raise Refusal("pieces_needed", line=item.id)
    if item.is_decided:
        raise Refusal("already_done", thing="ticket item", state=str(ticket.state), step=str(TicketStep.WEIGH_ITEM))
