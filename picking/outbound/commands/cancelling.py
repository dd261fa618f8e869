"""A cancelled order leaves the shelves: its places are free again, its bags void, their contents on their way back."""

from picking.foundation.unit_of_work import UnitOfWork
from picking.outbound.commands.bags import void_bag, waste_bag
from picking.outbound.commands.calling import open_hand_over, orders_to_take
from picking.outbound.commands.riders import end_without_goods
from picking.outbound.commands.slots import clear_slot
from picking.outbound.commands.staging import clear_staging
from picking.outbound.contents import items_in, move_contents, place_of
from picking.outbound.lifecycle import HandOverState, HandOverStep
from picking.outbound.model import BagItem
from picking.outbound.open import live_bags, slots_of
from picking.stock.model import IN_HAND, STAGED

CANCELLED = "cancelled"
CAN_MISS = (HandOverState.ASSIGNED, HandOverState.ARRIVED, HandOverState.CALLED)


def release_order_places(work: UnitOfWork, order_id: str) -> list[BagItem]:
    """Free a cancelled order's slots and staging positions and void its bags; gives what must be put back.

    In the books these goods are in hand again. What a stall made is written off here and is not in the list.
    The rider is told there is nothing left where this was his only order.
    """
    to_put_back: list[BagItem] = []
    for bag in live_bags(work.session, order_id):
        if bag.ticket_id is not None:
            waste_bag(work, bag, CANCELLED)
            continue
        to_put_back += items_in(work.session, bag.id)
        if place_of(bag) == STAGED:
            move_contents(work, bag, STAGED, IN_HAND, CANCELLED)
        void_bag(work, bag)
    clear_staging(work, order_id)
    for slot in slots_of(work.session, order_id):
        clear_slot(work, slot)
    _let_rider_go(work, order_id)
    return to_put_back


def _let_rider_go(work: UnitOfWork, order_id: str) -> None:
    hand_over = open_hand_over(work, order_id)
    if hand_over is None or hand_over.state not in CAN_MISS:
        return
    if all(order.id == order_id for order in orders_to_take(work, hand_over)):
        end_without_goods(work, hand_over, HandOverStep.MISS)
