"""Stalls that wait for a person: a screen that is asked for, tickets past their time, goods that stand too long."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from picking.devices.lifecycle import StationSessionState
from picking.devices.model import StationSession
from picking.floor.model import Stall
from picking.foundation.kinds import WorkType
from picking.orders.model import Order
from picking.outbound.lifecycle import StagingState
from picking.outbound.model import StagedPart, StagingPosition
from picking.people.model import Person
from picking.reports.concerns.concern import SEEN_MAX, Concern, Kind, Looking
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket

LATE = timedelta(minutes=1)
TO_MAKE = (TicketState.QUEUED, TicketState.IN_PREP, TicketState.REMAKE)


def asked_screens(at: Looking) -> Iterator[Concern]:
    """Stalls' screens somebody asks for."""
    holder, asker = aliased(Person), aliased(Person)
    rows = (
        select(StationSession, Stall, holder.name, asker.name)
        .join(Stall, Stall.id == StationSession.stall_id)
        .join(holder, holder.id == StationSession.person_id)
        .join(asker, asker.id == StationSession.asked_by)
        .where(StationSession.store_id == at.store_id)
        .where(StationSession.state == StationSessionState.TAKEOVER_PENDING)
        .order_by(StationSession.state_since)
        .limit(SEEN_MAX)
    )
    for session, stall, holds, asks in at.books.execute(rows):
        facts = {"stall": stall.names, "person": holds, "to": asks}
        yield Concern(Kind.STALL_ASKED, session.id, session.state_since, facts, steps=("agree", "keep"))


def late_tickets(at: Looking) -> Iterator[Concern]:
    """Tickets that should have been made already."""
    rows = (
        select(Ticket, Order, Stall)
        .join(Order, Order.id == Ticket.order_id)
        .join(Stall, Stall.id == Ticket.stall_id)
        .where(Ticket.store_id == at.store_id, Ticket.state.in_(TO_MAKE), Ticket.due_at < at.now - LATE)
        .order_by(Ticket.due_at, Ticket.id)
        .limit(SEEN_MAX)
    )
    for ticket, order, stall in at.books.execute(rows):
        others = _others(at, stall.id, ticket.work_type) if ticket.state is not TicketState.REMAKE else ()
        steps = () if ticket.hurried or ticket.state is TicketState.REMAKE else ("hurry",)
        facts = {"stall": stall.names, "ticket": ticket.number, "minutes": at.minutes(ticket.due_at)}
        yield Concern(
            Kind.TICKET_LATE, ticket.id, ticket.due_at, facts, order.id, order.number, order.due_at,
            steps=(*steps, "pass") if others else steps, choices={"pass": others} if others else {},
        )  # fmt: skip


def overdue_staging(at: Looking) -> Iterator[Concern]:
    """Hot or cold goods that stand on the staging shelf for longer than they may."""
    rows = (
        select(StagingPosition, Order)
        .join(Order, Order.id == StagingPosition.order_id)
        .where(StagingPosition.store_id == at.store_id, StagingPosition.state == StagingState.OVERDUE)
        .order_by(StagingPosition.state_since, StagingPosition.id)
        .limit(SEEN_MAX)
    )
    for position, order in at.books.execute(rows):
        parts = _parts(at, position.id)
        since = min((part.since for part, _ in parts), default=position.state_since)
        facts = {"position": position.id, "minutes": at.minutes(since)}
        yield Concern(
            Kind.STAGING_OVERDUE, position.id, since, facts, order.id, order.number, order.due_at,
            steps=("remake",) if parts else (),
            choices={"remake": tuple((ticket.id, ticket.number) for _, ticket in parts)},
        )  # fmt: skip


def _parts(at: Looking, position_id: str) -> list[tuple[StagedPart, Ticket]]:
    rows = select(StagedPart, Ticket).join(Ticket, Ticket.id == StagedPart.ticket_id)
    found = at.books.execute(rows.where(StagedPart.position_id == position_id).order_by(StagedPart.since))
    return list(found)


def _others(at: Looking, stall_id: str, work_type: WorkType) -> tuple[tuple[str, object], ...]:
    rows = select(Stall).where(
        Stall.store_id == at.store_id, Stall.id != stall_id, Stall.work_type == work_type, Stall.is_open
    )
    return tuple((stall.id, stall.names) for stall in at.books.scalars(rows.order_by(Stall.id)))
