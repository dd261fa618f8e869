"""What a stall uses for a ticket: taken when the ticket is ready, given back or thrown away when it is not wanted."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.model import Ticket, TicketGoods, TicketItem
from picking.stock import commands as stock
from picking.stock.model import IN_HAND, Allocation, Reservation


def open_allocations(session: Session, order_line_id: str) -> Sequence[Allocation]:
    """List what is still to be taken for an order's line."""
    return session.scalars(
        select(Allocation)
        .join(Reservation, Allocation.reservation_id == Reservation.id)
        .where(Reservation.line_id == order_line_id, Allocation.open, Allocation.taken < Allocation.quantity)
        .order_by(Allocation.id)
    ).all()


def goods_in_use(session: Session, ticket_id: str) -> Sequence[TicketGoods]:
    """List what was used for a ticket and is not thrown away."""
    return session.scalars(
        select(TicketGoods)
        .where(TicketGoods.ticket_id == ticket_id, TicketGoods.wasted_at.is_(None))
        .order_by(TicketGoods.id)
    ).all()


def take_goods(work: UnitOfWork, ticket: Ticket, items: Sequence[TicketItem]) -> None:
    """Take what was made of the items and nobody took yet out of the stall's bin; what is weighed, by its weight."""
    used = Counter[str]()
    for goods in goods_in_use(work.session, ticket.id):
        used[goods.ticket_item_id] += goods.quantity
    for item in items:
        left = item.made - used[item.id]
        allocations = open_allocations(work.session, item.order_line_id)
        for allocation in allocations:
            before = stock.held(work, ticket.order_id, allocation.sku)
            left -= _take(work, ticket, allocation, left, with_over=allocation is allocations[-1])
            after = stock.held(work, ticket.order_id, allocation.sku)
            _remember(work, ticket, item, allocation, Counter(after) - Counter(before))


def give_up_rest(work: UnitOfWork, item: TicketItem) -> None:
    """Let others have what was reserved for an item and is not needed, because it weighs less."""
    for allocation in open_allocations(work.session, item.order_line_id):
        stock.give_up(work, allocation.id)


def _take(work: UnitOfWork, ticket: Ticket, allocation: Allocation, left: int, *, with_over: bool) -> int:
    part = min(left, allocation.rest)
    if part <= 0:
        return 0
    lot = stock.take(work, allocation.id, part)
    if with_over and left > part:
        return part + stock.take_over_plan(work, ticket.order_id, allocation.bin_id, lot.id, left - part)
    return part


def _remember(
    work: UnitOfWork, ticket: Ticket, item: TicketItem, allocation: Allocation, taken: Counter[tuple[str, str, str]]
) -> None:
    """Keep the lots that were really used: where the planned one was not enough, others were taken."""
    for (sku, lot_id, _), quantity in sorted(taken.items()):
        work.add(
            TicketGoods(
                id=work.ids.new(), ticket_id=ticket.id, ticket_item_id=item.id, allocation_id=allocation.id,
                sku=sku, lot_id=lot_id, quantity=quantity,
            )
        )  # fmt: skip


def give_back_goods(work: UnitOfWork, ticket: Ticket, items: Sequence[TicketItem]) -> None:
    """Put back into the stall's bin what was taken for the items but not used."""
    wanted = {item.id for item in items}
    for goods in goods_in_use(work.session, ticket.id):
        if goods.ticket_item_id in wanted:
            stock.untake_weight(work, ticket.order_id, goods.allocation_id, goods.lot_id, goods.quantity)
            work.session.delete(goods)


def mark_wasted(work: UnitOfWork, ticket: Ticket) -> None:
    """Remember that a bag's goods are waste; whoever holds the bag writes them off, for only they know where it is."""
    for goods in goods_in_use(work.session, ticket.id):
        goods.wasted_at = work.now


def throw_away(work: UnitOfWork, ticket: Ticket, reason: str) -> None:
    """Write off what lies at the stall in no bag."""
    for goods in goods_in_use(work.session, ticket.id):
        stock.write_off(work, goods.sku, goods.lot_id, goods.quantity, IN_HAND, reason, ticket.order_id)
        goods.wasted_at = work.now
