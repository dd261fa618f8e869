"""Who waits for whom: riders for their orders and bags, stalls' dishes against their plan."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from picking.floor.model import Stall
from picking.outbound.lifecycle import HandOverState
from picking.outbound.model import HandOver
from picking.reports.asking import Asked, Report, Row, columns
from picking.reports.charts import Chart, Drawn
from picking.reports.shares import average, nine_of_ten
from picking.stations.model import Ticket

PERMILLE = 1000
HERE = (HandOverState.DONE, HandOverState.FAILED, HandOverState.NO_SHOW)


@dataclass
class Carrier:
    """The riders of a carrier: seconds each waited for the orders, and for the bags once called."""

    for_orders: list[float] = field(default_factory=list)
    for_bags: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    failed: int = 0
    no_show: int = 0

    def add(self, one: HandOver) -> None:
        """Count a rider."""
        self.failed += one.state is HandOverState.FAILED
        self.no_show += one.state is HandOverState.NO_SHOW
        if one.arrived_at is None or one.finished_at is None or one.state is not HandOverState.DONE:
            return
        called = max(one.arrived_at, one.called_at or one.finished_at)
        self.for_orders.append(_seconds(one.arrived_at, called))
        self.for_bags.append(_seconds(called, one.finished_at))
        self.whole.append(_seconds(one.arrived_at, one.finished_at))


@dataclass
class Board:
    """The finished tickets of a stall: planned and real seconds of work, waits before somebody began."""

    planned: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    over: int = 0
    late: int = 0
    remakes: int = 0

    def add(self, ticket: Ticket, ready: datetime) -> None:
        """Count a ticket; one that nobody claimed was begun when it was fired."""
        begun = ticket.claimed_at or ticket.fire_at
        took = _seconds(begun, ready)
        self.planned.append(ticket.prep_seconds)
        self.took.append(took)
        self.waited.append(_seconds(ticket.fire_at, begun))
        self.over += took > ticket.prep_seconds
        self.late += ready > ticket.due_at
        self.remakes += ticket.remakes


def _riders(asked: Asked) -> Iterator[Row]:
    carriers: dict[str, Carrier] = defaultdict(Carrier)
    rows = select(HandOver).where(
        HandOver.store_id == asked.store_id, HandOver.state.in_(HERE), HandOver.state_since >= asked.begin,
        HandOver.state_since < asked.end,
    )  # fmt: skip
    for one in asked.session.scalars(rows.order_by(HandOver.id)):
        carriers[one.carrier].add(one)
    for name, each in sorted(carriers.items(), key=lambda pair: (-len(pair[1].whole), pair[0])):
        yield (
            name, len(each.whole), average(each.whole), nine_of_ten(each.whole),
            round(max(each.whole)) if each.whole else None, average(each.for_orders), average(each.for_bags),
            each.failed, each.no_show,
        )  # fmt: skip


def _stalls(asked: Asked) -> Iterator[Row]:
    boards: dict[str, Board] = defaultdict(Board)
    rows = select(Ticket).where(
        Ticket.store_id == asked.store_id, Ticket.ready_at >= asked.begin, Ticket.ready_at < asked.end
    )
    for ticket in asked.session.scalars(rows.order_by(Ticket.ready_at, Ticket.id)):
        assert ticket.ready_at is not None
        boards[ticket.stall_id].add(ticket, ticket.ready_at)
    for stall in asked.session.scalars(select(Stall).where(Stall.id.in_(boards)).order_by(Stall.id)):
        each = boards[stall.id]
        tickets = len(each.took)
        yield (
            stall.names.get(asked.language, stall.id), tickets, average(each.planned), average(each.took),
            nine_of_ten(each.took), average(each.waited), each.over * PERMILLE // tickets,
            each.late * PERMILLE // tickets, each.remakes,
        )  # fmt: skip


def _seconds(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds())


RIDERS = Report(
    "rider-waits",
    columns(
        "carrier riders:count waited:seconds nine_of_ten:seconds longest:seconds for_orders:seconds for_bags:seconds "
        "failed:count no_show:count"
    ),
    _riders,
    chart=Chart(Drawn.BARS, "carrier", ("for_orders", "for_bags"), stacked=True),
)
STALLS = Report(
    "stall-times",
    columns(
        "stall tickets:count planned:seconds took:seconds nine_of_ten:seconds before_begun:seconds over_plan:share "
        "late_share:share remakes:count"
    ),
    _stalls,
    chart=Chart(Drawn.BARS, "stall", ("planned", "took")),
)
