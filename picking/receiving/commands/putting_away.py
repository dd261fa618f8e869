"""Goods go from the bay into bins; where to, `proposals` knows, and a person may know better."""

from picking.catalogue.model import Item
from picking.floor.model import Bin
from picking.floor.queries import bin_of
from picking.foundation.refusals import Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.receiving.commands.taking_in import close_when_empty
from picking.receiving.model import Delivery, DeliveryLot
from picking.receiving.proposals import fits, room_in
from picking.stock import commands as stock
from picking.stock.model import RECEIVED


def put_away(work: UnitOfWork, delivery_id: str, lot_id: str, quantity: int, bin_id: str) -> DeliveryLot:
    """Put so much of a lot from the bay into a bin.

    Refuses zero, more than lies in the bay (`not_in_bay`), a blocked bin, one of another temperature
    (`wrong_temperature`) and one without room for it (`bin_full`).
    """
    work.by.require("receive")
    place = bin_of(work.session, work.by.store_id, bin_id)
    share = work.get(DeliveryLot, (delivery_id, lot_id))
    item = work.get(Item, share.sku)
    _check(work, share, item, place, quantity)
    delivery = work.get(Delivery, delivery_id)
    stock.move(work, share.sku, lot_id, quantity, RECEIVED, bin_id, "put_away", document=delivery.number)
    share.put_away += quantity
    share.is_open = share.left > 0
    close_when_empty(work, delivery)
    return share


def _check(work: UnitOfWork, share: DeliveryLot, item: Item, place: Bin, quantity: int) -> None:
    if quantity <= 0:
        raise Refusal("quantity_zero")
    if quantity > share.left:
        raise Refusal("not_in_bay", item=item.name(work.by.language), there=share.left)
    if place.blocked:
        raise Refusal("bin_blocked", bin=place.id)
    if not fits(work.session, item, place):
        raise Refusal("wrong_temperature", bin=place.id, item=item.name(work.by.language))
    room = room_in(work.session, item, place)
    if room is not None and quantity > room:
        raise Refusal("bin_full", bin=place.id, room=room)
