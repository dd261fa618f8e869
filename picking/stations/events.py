"""What the stalls tell the rooms beside and above them."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class TicketClaimed(Event):
    """Somebody at the stall has begun."""

    ticket_id: str
    sub_order_id: str


@dataclass(frozen=True)
class TicketReady(Event):
    """All items of the ticket are done."""

    ticket_id: str
    order_id: str


@dataclass(frozen=True)
class TicketRecalled(Event):
    """A ready ticket goes back into the making."""

    ticket_id: str
    order_id: str


@dataclass(frozen=True)
class TicketStaged(Event):
    """The ticket's goods are on a staging position."""

    ticket_id: str
    sub_order_id: str
    order_id: str


@dataclass(frozen=True)
class TicketRemade(Event):
    """The ticket's goods are waste and it is made again."""

    ticket_id: str
    sub_order_id: str
    order_id: str


@dataclass(frozen=True)
class TicketSoldOut(Event):
    """The stall cannot make it."""

    ticket_id: str
    sub_order_id: str
    order_id: str


@dataclass(frozen=True)
class TicketVoided(Event):
    """The ticket of an order that is to be cancelled is out of the way; `made` goods are waste."""

    ticket_id: str
    sub_order_id: str
    order_id: str
    made: bool
