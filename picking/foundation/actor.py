"""Who asks: a person or machine, with the rights of this moment, at a device, through a door."""

from dataclasses import dataclass, field
from datetime import datetime

from picking.foundation.refusals import Kind, Refusal


@dataclass(frozen=True)
class Actor:
    """The one in whose name a command runs; made afresh for each command, so rights change at once.

    `said_at` is the time at the device when it differs from ours.
    """

    store_id: str
    person_id: str | None = None
    name: str = "system"
    device_id: str | None = None
    rights: frozenset[str] = field(default_factory=frozenset)
    language: str = "en"
    said_at: datetime | None = None

    def require(self, *rights: str) -> None:
        """Refuse unless one of these rights is held, naming the first."""
        if not any(self.may(right) for right in rights):
            raise Refusal("right_missing", Kind.FORBIDDEN, right=rights[0])

    def may(self, right: str) -> bool:
        """Tell whether this actor holds a right; the system holds all."""
        return self.is_system or right in self.rights

    @property
    def is_system(self) -> bool:
        """Sweeps and reactions run in nobody's name."""
        return self.person_id is None and self.name == "system"


def system(store_id: str) -> Actor:
    """Give the actor for what the floor does by itself."""
    return Actor(store_id=store_id)
