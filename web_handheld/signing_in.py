"""The seat a signed cookie gives, and the ways to an actor: seat and token; HTTP and websocket share them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from picking.devices.commands import refuse_out_of_service
from picking.devices.model import Device
from picking.foundation.actor import Actor
from picking.people.queries import actor_for

SEAT = "seat"  # the cookie's key


@dataclass(frozen=True)
class Seat:
    """A person at a device until a time; roles are not in it, they are read afresh each time."""

    person_id: str
    device_id: str | None
    until: datetime

    def to_json(self) -> dict[str, Any]:
        """Write it for the cookie."""
        return {"person": self.person_id, "device": self.device_id, "until": self.until.isoformat()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Seat":
        """Read what we signed."""
        return cls(kept["person"], kept["device"], datetime.fromisoformat(kept["until"]))


def actor_of_seat(books: Session, seat: Seat | None, now: datetime) -> Actor | None:
    """Make the actor of a seat whose time is not over.

    Refuses (`signed_out`) who does not work here any more, and a lost or retired device (`device_out_of_service`).
    """
    if seat is None or seat.until <= now:
        return None
    device = books.get(Device, seat.device_id) if seat.device_id else None
    if device is not None:
        refuse_out_of_service(device)
    return actor_for(books, seat.person_id, seat.device_id)
