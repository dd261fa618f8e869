"""What the way out tells."""

from dataclasses import dataclass

from picking.foundation.events import Event


@dataclass(frozen=True)
class BagInSlot(Event):
    """A bag was scanned into its order's slot."""

    bag_id: str
    order_id: str
    task_id: str | None
    ticket_id: str | None


@dataclass(frozen=True)
class BagSealed(Event):
    """A bag is closed and wants its label."""

    bag_id: str
    order_id: str


@dataclass(frozen=True)
class BagReopened(Event):
    """A sealed bag was opened again."""

    bag_id: str
    order_id: str
    task_id: str | None


@dataclass(frozen=True)
class RiderCalled(Event):
    """A rider's orders are all ready: the slots should flash."""

    hand_over_id: str
