"""A concern: one thing on the floor that waits for a lead's answer; since when, what it is, what it holds up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from picking.foundation.settings import FloorSettings
from picking.foundation.tables import Json

SEEN_MAX = 50
"""So many of a kind are listed; who has more of one kind has one concern: that kind."""
PATIENT = timedelta(days=1)
"""What holds up nobody stands behind all that does."""


class Area(StrEnum):
    """Which part of the store a concern belongs to."""

    ORDERS = "orders"
    GOODS = "goods"
    WORK = "work"
    STALLS = "stalls"
    DOOR = "door"
    DEVICES = "devices"
    MONEY = "money"
    BOOKS = "books"


class Kind(StrEnum):
    """What has happened; its sentence is `concern_KIND`."""

    ORDER_TO_ACCEPT = "order_to_accept"
    RISK_HELD = "risk_held"
    ORDER_LATE = "order_late"
    ORDER_WILL_BE_LATE = "order_will_be_late"
    CANCEL_WAITS = "cancel_waits"
    COMPLAINT_BACK = "complaint_back"
    CUSTOMER_ASKED = "customer_asked"
    LINE_PARKED = "line_parked"
    COUNT_TO_APPROVE = "count_to_approve"
    FILL_ALTERED = "fill_altered"
    MARKDOWN_PROPOSED = "markdown_proposed"
    PUT_BACK_WAITS = "put_back_waits"
    TAKE_OVER_ASKED = "take_over_asked"
    TASK_CAME_BACK = "task_came_back"
    TASK_REFUSED = "task_refused"
    NOBODY_SKILLED = "nobody_skilled"
    DEVICE_SILENT = "device_silent"
    STALL_ASKED = "stall_asked"
    TICKET_LATE = "ticket_late"
    STAGING_OVERDUE = "staging_overdue"
    SLOT_OVERSTAY = "slot_overstay"
    RIDER_CANNOT = "rider_cannot"
    RIDER_WAITS = "rider_waits"
    BAG_MISSING = "bag_missing"
    SHEET_UNKNOWN = "sheet_unknown"
    SHEETS_STUCK = "sheets_stuck"
    SHEET_HOMELESS = "sheet_homeless"
    GATEWAY_AWAY = "gateway_away"
    PRICES_NOT_SHOWN = "prices_not_shown"
    LETTERS_DEAD = "letters_dead"
    REFUND_FAILED = "refund_failed"
    WEBHOOK_GIVEN_UP = "webhook_given_up"
    BOOKS_DISAGREE = "books_disagree"


@dataclass(frozen=True)
class Concern:
    """One concern; `key` is the id of the thing that waits.

    `facts` fill its sentence: a table of names by language is said in the reader's, a time by the store's clock, money
    is (minor units, currency). `details` are further sentences, each a code with its facts. `steps` are the answers
    that are possible as things stand, whoever asks. `choices` give what a step may choose from: (value, names or text).
    """

    kind: Kind
    key: str
    since: datetime
    facts: Json = field(default_factory=dict)
    order_id: str | None = None
    number: str | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    steps: tuple[str, ...] = ()
    details: tuple[tuple[str, Json], ...] = ()
    choices: Mapping[str, tuple[tuple[str, object], ...]] = field(default_factory=dict)

    @property
    def hurts_at(self) -> datetime:
        """When it hurts: the order's promise, or the moment it ends by itself; what holds up nobody can wait."""
        return min((at for at in (self.due_at, self.until) if at is not None), default=self.since + PATIENT)


@dataclass(frozen=True)
class Looking:
    """Where and when somebody looks."""

    books: Session
    store_id: str
    now: datetime
    settings: FloorSettings

    def minutes(self, since: datetime) -> int:
        """Give the whole minutes from one moment to now."""
        return max(0, int((self.now - since).total_seconds() // 60))


Finder = Callable[[Looking], Iterator[Concern]]
