"""What tasks tell the rooms above and beside them."""

from dataclasses import dataclass
from datetime import datetime

from picking.foundation.events import Event
from picking.foundation.tables import Json


@dataclass(frozen=True)
class QuestionAsked(Event):
    """Somebody wants to know at once whether goods are there: whoever works in the zone is asked."""

    floor_task_id: str
    zone_id: str | None


@dataclass(frozen=True)
class PickTaskStarted(Event):
    """The first basket was scanned."""

    task_id: str
    sub_order_id: str


@dataclass(frozen=True)
class PickTaskPicked(Event):
    """Every line is decided and none is unverified: bags can be packed."""

    task_id: str
    order_id: str


@dataclass(frozen=True)
class PickTaskPutAway(Event):
    """All bags of the task are in the order's slot."""

    task_id: str
    sub_order_id: str
    order_id: str


@dataclass(frozen=True)
class WalksPlanned(Event):
    """A plan is in force: when the walk of each task that waits will be back, as (task, time)."""

    back_at: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class PickTaskEmpty(Event):
    """Every line of the task was short: there is nothing to pack."""

    task_id: str
    sub_order_id: str


@dataclass(frozen=True)
class HolderStopped(Event):
    """Whoever held goods of an order that is to be cancelled has stopped."""

    order_id: str


@dataclass(frozen=True)
class MoveDone(Event):
    """A runner has brought an order's stall goods from the staging shelf to its slot."""

    order_id: str


@dataclass(frozen=True)
class QuestionAnswered(Event):
    """Somebody said yes or no to a question; `subject` is what it was about."""

    floor_task_id: str
    subject: Json
    yes: bool
