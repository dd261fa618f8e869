"""What reaches the bridge, from below and from above: one queue, read by one thread."""

import queue
from concurrent.futures import Future
from dataclasses import dataclass

from device_drivers.messages import Instruction, Report

INBOX_MAX = 10_000


@dataclass(frozen=True, slots=True)
class DeviceSaid:
    """A driver's report. Whoever has to answer the device waits for `kept`: on disk, or refused for want of room."""

    device: str
    report: Report
    kept: Future[bool] | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A device was told that its last report is taken; it will not send it again."""

    device: str


@dataclass(frozen=True, slots=True)
class LineUp:
    """A device's line was opened."""

    device: str


@dataclass(frozen=True, slots=True)
class LineDown:
    """A device's line could not be opened, or is gone; what was under way is uncertain."""

    device: str
    cause: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """An instruction on its way to a device; `deadline` is a Unix time, after which it must not be touched."""

    device: str
    corr: str
    instruction: Instruction
    deadline: float | None = None


@dataclass(frozen=True, slots=True)
class OrderEnded:
    """The bytes were written (`code` None), or were not: `uncertain` means perhaps."""

    order: Order
    code: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message of the broker."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class BrokerUp:
    """The broker has taken us in."""


@dataclass(frozen=True, slots=True)
class BrokerDown:
    """The broker is gone."""

    reason: str


Event = DeviceSaid | Answered | LineUp | LineDown | OrderEnded | Arrived | BrokerUp | BrokerDown
Inbox = queue.Queue[Event]


def new_inbox() -> Inbox:
    """Make the queue; whoever fills it waits when it is full."""
    return queue.Queue(INBOX_MAX)
