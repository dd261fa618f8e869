"""Reads the journal back: an order's own timeline, step by step."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.foundation.records import JournalRow
from picking.foundation.tables import Json


def timeline(session: Session, order_id: str) -> list[Json]:
    """Give everything the journal knows of an order, oldest first: what, from where to where, who, with what, when."""
    rows = select(JournalRow).where(JournalRow.order_id == order_id).order_by(JournalRow.id)
    return [
        {
            "at": row.at.isoformat(),
            "said_at": row.said_at.isoformat() if row.said_at else None,
            "thing": row.thing,
            "thing_id": row.thing_id,
            "step": row.step,
            "before": row.before,
            "after": row.after,
            "actor": row.actor,
            "person_id": row.person_id,
            "device_id": row.device_id,
            "facts": row.facts,
        }
        for row in session.scalars(rows)
    ]
