"""The scales that stand at a stall as its screen shows them, and which item they weigh next."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.devices.model import Device, ScaleUse
from picking.devices.queries import is_ready, scales_at
from picking.foundation.quantity import Unit
from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket, TicketItem


def item_at_scale(session: Session, stall_id: str) -> TicketItem | None:
    """Give what is weighed next at a stall: what somebody put at the scale last, else the only one that wants it."""
    wanting = (
        select(TicketItem)
        .join(Ticket, Ticket.id == TicketItem.ticket_id)
        .where(
            Ticket.stall_id == stall_id, Ticket.state == TicketState.IN_PREP, TicketItem.unit == Unit.GRAM,
            TicketItem.weighed_grams.is_(None), TicketItem.done_at.is_(None), TicketItem.sold_out_at.is_(None),
        )
        .order_by(TicketItem.at_scale_at.is_(None), TicketItem.at_scale_at.desc())
        .limit(2)
    )  # fmt: skip
    found = session.scalars(wanting).all()
    return found[0] if len(found) == 1 or (found and found[0].at_scale_at is not None) else None


def maker_at_scale(session: Session, stall_id: str) -> str | None:
    """Give who makes what is weighed next at a stall."""
    item = item_at_scale(session, stall_id)
    return session.get_one(Ticket, item.ticket_id).person_id if item else None


def scale_views(session: Session, stall_id: str) -> list[Json]:
    """Show a stall's scales: what each says, and the item it weighs next."""
    scales = scales_at(session, stall_id)
    item = item_at_scale(session, stall_id) if scales else None
    return [_view(device, session.get(ScaleUse, device.id), item) for device in scales]


def push_scales(work: UnitOfWork, stall_id: str, *, refused: Refusal | None = None) -> None:
    """Tell a stall's screen what its scales say; with `refused` also why that was not taken."""
    work.session.flush()
    scales: Sequence[Json] = scale_views(work.session, stall_id)
    if scales:
        no = {"code": refused.code, "facts": dict(refused.facts)} if refused else None
        work.push(f"station:{stall_id}", "device", {"said": "scales", "scales": scales, "refused": no})


def _view(device: Device, use: ScaleUse | None, item: TicketItem | None) -> Json:
    return {
        "device_id": device.id, "name": device.name, "ready": is_ready(device), "cause": device.cause,
        "grams": use.grams if use else None, "stable": bool(use and use.stable),
        "mode": str(use.mode) if use else None, "trouble": use.reading.trouble if use and use.said_at else None,
        "weighed": bool(use and use.spent), "item_id": item.id if item else None,
    }  # fmt: skip
