"""What is picked and what a stall has made comes into bags."""

from collections.abc import Sequence

from sqlalchemy import select

from picking.catalogue.model import Item
from picking.foundation.kinds import Hygiene, TemperatureClass
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders.model import Order
from picking.outbound.contents import items_in, move_contents, place_of
from picking.outbound.foreseen import class_of, packable
from picking.outbound.labels import number_bags, print_label
from picking.outbound.lifecycle import BagState, BagStep
from picking.outbound.model import Bag, BagItem
from picking.outbound.open import live_bags
from picking.outbound.packing import Goods, Packable, pack
from picking.stock.model import DAMAGED


def plan_bags(work: UnitOfWork, task_id: str, *, order_id: str, goods: Sequence[Goods]) -> list[Bag]:
    """Plan the bags of a picked task: by temperature class, ready-to-eat apart from raw, none too heavy.

    `goods` is all that the task has picked. Planned again after a change, what is sealed stays as it is
    and only the rest is planned anew. Gives the task's open bags.
    """
    order = work.get(Order, order_id, lock=True)
    for bag in live_bags(work.session, order.id):
        if bag.task_id == task_id and bag.state is BagState.OPEN:
            void_bag(work, bag)
    for planned in pack(_packables(work, _not_in_bags(work, task_id, goods)), work.settings.bag_grams_max):
        _open_bag(work, order, planned.packed, planned.temperature_class, planned.hygiene, task_id=task_id)
    number_bags(work, order.id)
    bags = live_bags(work.session, order.id)
    return [bag for bag in bags if bag.task_id == task_id and bag.state is BagState.OPEN]


def bag_ticket(
    work: UnitOfWork, ticket_id: str, *, order_id: str, goods: Sequence[Goods], stall_id: str | None = None
) -> Bag:
    """Close what a stall has made into one bag and print its label there; a ticket has one bag at a time."""
    order = work.get(Order, order_id, lock=True)
    known = bag_of_ticket(work, ticket_id)
    if known is not None:
        return known
    packables = _packables(work, goods)
    temperature = class_of(one.temperature_class for one in packables)
    hygiene = next((one.hygiene for one in packables if one.hygiene is not Hygiene.NONE), Hygiene.NONE)
    bag = _open_bag(work, order, packables, temperature, hygiene, ticket_id=ticket_id)
    number_bags(work, order.id)
    work.step(bag, BagStep.SEAL)
    print_label(work, bag, place=stall_id)
    return bag


def drop_ticket_bag(work: UnitOfWork, ticket_id: str) -> None:
    """Empty a ticket's bag back to the stall: the ticket was recalled."""
    bag = bag_of_ticket(work, ticket_id)
    if bag is not None:
        void_bag(work, bag)
        number_bags(work, bag.order_id)


def waste_ticket_bag(work: UnitOfWork, ticket_id: str, reason: str) -> None:
    """Throw away what a ticket's bag holds, wherever it stands: made again, or cancelled."""
    bag = bag_of_ticket(work, ticket_id)
    if bag is not None:
        waste_bag(work, bag, reason)
        number_bags(work, bag.order_id)


def recount_bags(work: UnitOfWork, order_id: str) -> None:
    """Number an order's bags again after something in it turned out to be missing."""
    work.get(Order, order_id, lock=True)
    number_bags(work, order_id)


def bag_of_ticket(work: UnitOfWork, ticket_id: str) -> Bag | None:
    """Give the bag of a ticket that is not void, if there is one."""
    return work.session.scalar(
        select(Bag).where(Bag.ticket_id == ticket_id, Bag.state != BagState.VOID).order_by(Bag.id.desc()).limit(1)
    )


def waste_bag(work: UnitOfWork, bag: Bag, reason: str) -> None:
    """Write off all that a bag holds, and void it."""
    move_contents(work, bag, place_of(bag), DAMAGED, reason)
    void_bag(work, bag)


def void_bag(work: UnitOfWork, bag: Bag) -> None:
    """Make a bag's label worth nothing; it has no number any more."""
    work.step(bag, BagStep.VOID)
    bag.n, bag.total, bag.slot_id, bag.scanned_out_at = None, 0, None, None
    work.session.flush()  # its number is free for the next bag


def _open_bag(
    work: UnitOfWork,
    order: Order,
    packed: Sequence[Packable],
    temperature: TemperatureClass,
    hygiene: Hygiene,
    **filled_by: str,
) -> Bag:
    bag = work.add(
        Bag(
            id=work.ids.new(), store_id=order.store_id, order_id=order.id, order_number=order.number,
            temperature_class=temperature, hygiene=hygiene, label_version=0,
            weight_expected_grams=sum(one.grams for one in packed), **filled_by,
        )
    )  # fmt: skip
    work.session.flush()  # its items name it
    for one in packed:
        work.add(
            BagItem(
                id=work.ids.new(), bag_id=bag.id, order_line_id=one.goods.order_line_id, sku=one.goods.sku,
                pick_line_id=one.goods.pick_line_id, lot_id=one.goods.lot_id, unit=one.goods.unit,
                quantity=one.goods.quantity, weight_grams=one.grams,
            )
        )  # fmt: skip
    work.step(bag, BagStep.FILL, grams=bag.weight_expected_grams)
    return bag


def _packables(work: UnitOfWork, goods: Sequence[Goods]) -> list[Packable]:
    return [packable(one, work.get(Item, one.sku)) for one in goods if one.quantity > 0]


def _not_in_bags(work: UnitOfWork, task_id: str, goods: Sequence[Goods]) -> list[Goods]:
    """Leave out what is in the task's closed bags already."""
    closed = select(Bag.id).where(Bag.task_id == task_id, Bag.state.not_in((BagState.OPEN, BagState.VOID)))
    packed: dict[str | None, int] = {}
    for bag_id in work.session.scalars(closed).all():
        for item in items_in(work.session, bag_id):
            packed[item.pick_line_id] = packed.get(item.pick_line_id, 0) + item.quantity
    rest: list[Goods] = []
    for one in goods:
        done = min(packed.get(one.pick_line_id, 0), one.quantity)
        packed[one.pick_line_id] = packed.get(one.pick_line_id, 0) - done
        left = one.quantity - done
        rest.append(Goods(one.order_line_id, one.sku, one.lot_id, one.unit, left, one.pick_line_id))
    return rest
