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
class BagReopened(Event):
    """A sealed bag was opened again; `was_in_slot` when it had been there."""

    bag_id: str
    order_id: str
    task_id: str | None
    ticket_id: str | None
    was_in_slot: bool


@dataclass(frozen=True)
class PartStaged(Event):
    """A ticket's goods were scanned into their staging position."""

    ticket_id: str
    order_id: str
    position_id: str


@dataclass(frozen=True)
class StagingComplete(Event):
    """The last of an order's parts is on the staging shelf: somebody can bring them to the slot."""

    order_id: str


@dataclass(frozen=True)
class RiderCalled(Event):
    """A rider's orders are all ready: the slots should flash."""

    hand_over_id: str


@dataclass(frozen=True)
class ScanOutStalled(Event):
    """A bag went out and the next did not follow."""

    order_id: str
    slot_id: str
