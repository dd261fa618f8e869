"""The screen of bringing a stall's goods to the staging shelf: its bag is in hand, now the position is scanned."""

from sqlalchemy import select

from picking.foundation.refusals import Refusal
from picking.foundation.tables import Json
from picking.handheld.answer import Said, finished, right
from picking.handheld.interpret import Kind, Meaning
from picking.handheld.places import place_name
from picking.handheld.screens.kind import ScreenKind, Step
from picking.handheld.screens.lookups import leave
from picking.handheld.standing import Standing
from picking.outbound import commands as outbound
from picking.outbound.lifecycle import BagState
from picking.outbound.model import Bag, StagingPosition
from picking.stations.lifecycle import TicketState
from picking.stations.model import Ticket


def ticket_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take a ready ticket's goods in hand and say where they go."""
    return _begin(at, meaning.thing)


def bag_scanned(at: Standing, meaning: Meaning) -> Said:
    """Take a stall's bag in hand; its newest label is proof that it is the right one."""
    bag, code = meaning.thing
    if bag.ticket_id is None:
        raise Refusal("code_does_not_fit", this=meaning.name, wants="")
    outbound.label_scanned(at.work, bag.id, code.version)
    return _begin(at, at.work.get(Ticket, bag.ticket_id))


def _begin(at: Standing, ticket: Ticket) -> Said:
    if ticket.state is not TicketState.READY:
        raise Refusal("ticket_not_ready", ticket=ticket.number, state=str(ticket.state))
    position = _position(at, ticket)
    name = place_name(position.id) if position else None
    at.go("stage", ticket_id=ticket.id, position=name)
    return right("bring_to_staging", ticket=ticket.number, position=name or "")


def _position(at: Standing, ticket: Ticket) -> StagingPosition | None:
    """Give the order's position, reserved now if it has none yet."""
    bags = select(Bag).where(Bag.ticket_id == ticket.id, Bag.state != BagState.VOID)
    bag = at.work.session.scalars(bags).first()
    return outbound.reserve_staging(at.work, ticket.order_id, bag.temperature_class) if bag else None


def show(at: Standing) -> Json:
    """Show the ticket and the position it goes to."""
    ticket = at.work.get(Ticket, at.facts["ticket_id"])
    return {"ticket": ticket.number, "state": str(ticket.state), "position": at.facts.get("position")}


def position_scanned(at: Standing, position: Meaning) -> Said:
    """Put the goods there; a wrong position is refused and the right one named."""
    ticket = at.work.get(Ticket, at.facts["ticket_id"])
    outbound.park_part(at.work, position.key, ticket.id)
    at.go("home")
    return finished("part_staged", ticket=ticket.number, position=position.name)


STAGE = ScreenKind(
    name="stage",
    show=show,
    scans={Kind.STAGING: position_scanned, Kind.TICKET: ticket_scanned, Kind.BAG: bag_scanned},
    steps={"home": Step(leave)},
)
