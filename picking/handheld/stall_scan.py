"""What a scan at a stall's own screen means: a slip moves its ticket on, a bag and a position stage its goods."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from picking.foundation.refusals import Kind as RefusalKind, Refusal
from picking.foundation.unit_of_work import UnitOfWork
from picking.handheld.answer import word
from picking.handheld.interpret import Kind, Meaning, interpret
from picking.handheld.places import place_name
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag
from picking.stations import commands as stations
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket

READ_TWICE = timedelta(seconds=3)  # a hand scanner held over a slip reads it again: that is no second wish


@dataclass(frozen=True)
class StallScan:
    """What a scan did, with which ticket, and where its goods are to be brought."""

    did: str
    ticket: Ticket
    position: str | None = None


def scan_at_stall(work: UnitOfWork, stall_id: str, text: str, *, ticket_id: str | None = None) -> StallScan:
    """Take a scan at a stall's screen; `ticket_id` is the ticket whose goods are in hand.

    A slip begins its ticket, or finishes it; a ready one's slip, or its bag, says where to bring it; the position then
    stages it. Refuses a ticket of another stall by the name of that one.
    """
    work.by.require("stall")
    meaning = interpret(work, text, None)
    if meaning.kind is Kind.STAGING and ticket_id is not None:
        ticket = _own(stall_id, work.get(Ticket, ticket_id))
        outbound.park_part(work, meaning.key, ticket.id)
        work.follow()
        return StallScan("staged", ticket, meaning.name)
    if meaning.kind is Kind.TICKET:
        return _slip(work, _own(stall_id, meaning.thing))
    if meaning.kind is Kind.BAG and meaning.thing[0].ticket_id is not None:
        return _bag(work, stall_id, meaning)
    this = word(f"this_is_{meaning.kind}", name=meaning.name)
    wants = word("wants_stage" if ticket_id else "wants_stall")
    if meaning.is_unknown:
        raise Refusal("code_unknown", RefusalKind.UNKNOWN, text=meaning.name)
    raise Refusal("code_does_not_fit", this=this, wants=wants)


def _slip(work: UnitOfWork, ticket: Ticket) -> StallScan:
    did = _DEEDS.get(ticket.state)
    if did is None:
        return StallScan("found", ticket)
    return did(work, ticket)


def _claim(work: UnitOfWork, ticket: Ticket) -> StallScan:
    return StallScan("claimed", stations.claim(work, ticket.id))


def _finish(work: UnitOfWork, ticket: Ticket) -> StallScan:
    if ticket.claimed_at is not None and work.now - ticket.claimed_at < READ_TWICE:
        return StallScan("found", ticket)
    done = stations.finish(work, ticket.id)
    work.follow()  # its bag and its label
    return _bring(work, done, "finished")


def _bump(work: UnitOfWork, ticket: Ticket) -> StallScan:
    return StallScan("bumped", stations.bump(work, ticket.id))


def _bag(work: UnitOfWork, stall_id: str, meaning: Meaning) -> StallScan:
    """A bag's newest label is proof that the right goods are in hand."""
    bag, code = meaning.thing
    outbound.label_scanned(work, bag.id, code.version)
    ticket = _own(stall_id, work.get(Ticket, bag.ticket_id))
    return _bring(work, ticket, "bring") if ticket.state is TicketState.READY else StallScan("found", ticket)


def _bring(work: UnitOfWork, ticket: Ticket, did: str = "bring") -> StallScan:
    bags = select(Bag).where(Bag.ticket_id == ticket.id, Bag.state != BagState.VOID)
    bag = work.session.scalars(bags).first()
    position = outbound.reserve_staging(work, ticket.order_id, bag.temperature_class) if bag else None
    return StallScan(did, ticket, place_name(position.id) if position else None)


def _own(stall_id: str, ticket: Ticket) -> Ticket:
    if ticket.stall_id != stall_id:
        raise Refusal("ticket_of_other_stall", ticket=ticket.number, stall=ticket.stall_id)
    return ticket


_DEEDS: Mapping[TicketState, Callable[[UnitOfWork, Ticket], StallScan]] = {
    TicketState.QUEUED: _claim,
    TicketState.IN_PREP: _finish,
    TicketState.READY: _bring,
    TicketState.VOIDED: _bump,
}
