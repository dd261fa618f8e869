"""Which of an order's stall goods are where: only when all parts have met may they go to the slot."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from picking.foundation.kinds import WorkType
from picking.orders.lifecycle import SubOrderState
from picking.orders.model import SubOrder
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, StagedPart

GONE = (SubOrderState.EMPTY, SubOrderState.CANCELLED)


def parts_wanted(session: Session, order_id: str) -> int:
    """Count the parts that stalls make for an order."""
    return (
        session.scalar(
            select(func.count()).where(
                SubOrder.order_id == order_id,
                SubOrder.work_type != WorkType.STANDARD,
                SubOrder.state.not_in(GONE),
            )
        )
        or 0
    )


def parts_there(session: Session, order_id: str) -> int:
    """Count an order's parts that are on the staging shelf or already in the slot."""
    return len(_staged(session, order_id) | _in_slot(session, order_id))


def all_parts_staged(session: Session, order_id: str) -> bool:
    """Tell whether every part that a stall makes for an order has come; false where stalls make nothing."""
    return 0 < parts_wanted(session, order_id) <= parts_there(session, order_id)


def all_in_slot(session: Session, order_id: str) -> bool:
    """Tell whether none of an order's parts needs the staging shelf any more."""
    return len(_in_slot(session, order_id)) >= parts_wanted(session, order_id)


def _staged(session: Session, order_id: str) -> set[str | None]:
    return set(session.scalars(select(StagedPart.ticket_id).where(StagedPart.order_id == order_id)))


def _in_slot(session: Session, order_id: str) -> set[str | None]:
    by_ticket = select(Bag.ticket_id).where(Bag.order_id == order_id, Bag.ticket_id.is_not(None))
    return set(session.scalars(by_ticket.where(Bag.state == BagState.IN_SLOT)))
