"""The honest clock: an order's minutes booked to what it waited for, out of its journal; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from picking.orders.lifecycle import OrderState
from picking.stations.lifecycle import TicketState
from picking.tasks.lifecycle import PickLineState, PickTaskState


class Cause(StrEnum):
    """What an order waits for at a moment; never whom."""

    QUEUE = "queue"
    HOLD = "hold"
    WALK = "walk"
    PICK = "pick"
    STOCK = "stock"
    ANSWER = "answer"
    STALL = "stall"
    PACK = "pack"
    RIDER = "rider"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Mark:
    """One row of the journal, as far as the clock looks: from `at` on the thing is in the state `after`."""

    at: datetime
    thing: str
    thing_id: str
    after: str


@dataclass(frozen=True)
class Span:
    """From when to when the order waited for one thing."""

    cause: Cause
    begin: datetime
    end: datetime

    @property
    def seconds(self) -> float:
        """Give how long."""
        return (self.end - self.begin).total_seconds()


TASK, TICKET, LINE, ORDER = "pick task", "ticket", "pick line", "order"
_PARTS: Mapping[str, Mapping[str, Cause]] = {
    TASK: {
        PickTaskState.CREATED: Cause.HOLD,
        PickTaskState.AVAILABLE: Cause.QUEUE,
        PickTaskState.OFFERED: Cause.QUEUE,
        PickTaskState.ASSIGNED: Cause.WALK,
        PickTaskState.IN_PROGRESS: Cause.WALK,
        PickTaskState.PARKED: Cause.STOCK,
        PickTaskState.PICKED: Cause.PACK,
        PickTaskState.PACKING: Cause.PACK,
        PickTaskState.STOPPED: Cause.CANCEL,
    },
    TICKET: {
        TicketState.HELD: Cause.HOLD,
        TicketState.QUEUED: Cause.STALL,
        TicketState.IN_PREP: Cause.STALL,
        TicketState.REMAKE: Cause.STALL,
        TicketState.READY: Cause.PACK,
        TicketState.VOID_PENDING: Cause.CANCEL,
    },
}
"""What a part of an order waits for in each state; a part in any other state is done."""
_WHOLE: Mapping[str, Cause] = {
    OrderState.PAID: Cause.QUEUE,
    OrderState.IN_FULFILMENT: Cause.PACK,
    OrderState.READY: Cause.RIDER,
    OrderState.CANCEL_PENDING: Cause.CANCEL,
}
"""What the order itself waits for while no part of it is at work; in any other state its clock stands."""
_OF_LINES: Sequence[tuple[Cause, frozenset[str]]] = (
    (Cause.PICK, frozenset({PickLineState.AT_BIN, PickLineState.PARTIAL})),
    (Cause.ANSWER, frozenset({PickLineState.SUB_PROPOSED})),
    (Cause.STOCK, frozenset({PickLineState.PARKED, PickLineState.SHORT_REPORTED})),
)
"""What a walk is doing by the states of the order's lines, the first that fits."""
_Thing = tuple[str, str]


def clock(marks: Sequence[Mark], now: datetime) -> list[Span]:
    """Give the order's time as spans that touch each other, from its payment until it left, or until `now`.

    Several parts go on at once: their time is booked to the one that comes last, for the order waits for that one.
    """
    last = _last_to_come(marks)
    states: dict[_Thing, str] = {}
    spans: list[Span] = []
    for mark, end in _moments(marks, now):
        states[mark.thing, mark.thing_id] = mark.after
        cause = _cause(states, last)
        if cause is not None and end > mark.at:
            _book(spans, Span(cause, mark.at, end))
    return spans


def seconds_by_cause(spans: Sequence[Span]) -> dict[Cause, int]:
    """Add the spans up, the longest cause first."""
    sums: dict[Cause, float] = {}
    for span in spans:
        sums[span.cause] = sums.get(span.cause, 0.0) + span.seconds
    return {cause: round(sums[cause]) for cause in sorted(sums, key=lambda one: -sums[one])}


def _moments(marks: Sequence[Mark], now: datetime) -> Iterator[tuple[Mark, datetime]]:
    ends = [mark.at for mark in marks[1:]] + [max(now, marks[-1].at)] if marks else []
    yield from zip(marks, ends, strict=True)


def _last_to_come(marks: Sequence[Mark]) -> Mapping[_Thing, int]:
    """Give each part's place in the order of their ends; those that have not ended come behind all others."""
    ends: dict[_Thing, int] = {}
    for place, mark in enumerate(marks):
        if mark.thing in _PARTS:
            is_open = mark.after in _PARTS[mark.thing]
            ends[mark.thing, mark.thing_id] = place + len(marks) * is_open
    return ends


def _cause(states: Mapping[_Thing, str], last: Mapping[_Thing, int]) -> Cause | None:
    whole = next((_WHOLE.get(state) for (thing, _), state in states.items() if thing == ORDER), None)
    if whole is not Cause.PACK:  # only while it is being fulfilled do its parts decide
        return whole
    at_work = [each for each, state in states.items() if state in _PARTS.get(each[0], ())]
    if not at_work:
        return whole
    part = max(at_work, key=lambda each: last[each])
    cause = _PARTS[part[0]][states[part]]
    return _of_lines(states) if cause is Cause.WALK else cause


def _of_lines(states: Mapping[_Thing, str]) -> Cause:
    lines = {state for (thing, _), state in states.items() if thing == LINE}
    return next((cause for cause, fitting in _OF_LINES if lines & fitting), Cause.WALK)


def _book(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].cause is span.cause and spans[-1].end == span.begin:
        span = Span(span.cause, spans.pop().begin, span.end)
    spans.append(span)
