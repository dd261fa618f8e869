"""What is not there: the second bin first, then the bin is declared empty, then the customer's rule decides."""

from datetime import timedelta

from picking.counting.model import CountCause
from picking.floor.model import Store
from picking.foundation.kinds import Substitution
from picking.foundation.refusals import Refusal, invalid
from picking.foundation.unit_of_work import UnitOfWork
from picking.orders import commands as orders
from picking.orders.model import Order, OrderLine, RefundReason
from picking.stock import commands as stock
from picking.stock.model import Allocation
from picking.stock.queries import second_bin
from picking.tasks.commands.counting import ask_count
from picking.tasks.commands.floor_tasks import drop
from picking.tasks.commands.lines import add_substitute, split
from picking.tasks.commands.settling import settle
from picking.tasks.commands.steps import open_line, own_line, tell_line
from picking.tasks.lifecycle import PickLineState, PickLineStep
from picking.tasks.model import PickLine, PickTask
from picking.tasks.substitutes import PROPOSALS_MAX, candidates

MAY_GO_MISSING = (PickLineState.OPEN, PickLineState.AT_BIN, PickLineState.PARTIAL, PickLineState.PARKED)
REASON_MAX = 40


def report_short(work: UnitOfWork, line_id: str, reason: str, *, force: bool = False) -> PickLine:
    """Say that what is left of a line is not there; gives the line that went missing.

    Refuses with `second_bin`, naming it, while another bin has it and `force` is not said. What is already in the
    basket stays there: the rest becomes a line of its own.
    """
    _check_reason(reason)
    line, task = own_line(work, line_id, *MAY_GO_MISSING)
    if not force:
        _propose_second_bin(work, line)
    rest = split(work, line)
    _empty_bin(work, rest, reason)
    _go_missing(work, task, rest, PickLineStep.REPORT_SHORT, reason)
    settle(work, task)
    return rest


def end_search(work: UnitOfWork, line: PickLine) -> None:
    """End a search that nobody won in time: the line is short."""
    line, task = open_line(work, line.id)
    drop(work, search_key(line))
    _empty_bin(work, line, "search_over")
    _go_missing(work, task, line, PickLineStep.SEARCH_TIME_OUT, "search_over")
    settle(work, task)


def give_up_search(work: UnitOfWork, line_id: str, reason: str) -> PickLine:
    """Say for all who search that a parked line is not there: the customer waits no longer. For leads."""
    work.by.require("force_complete")
    _check_reason(reason)
    line, task = open_line(work, line_id)
    if line.state is not PickLineState.PARKED:
        raise Refusal("line_not_searched", line=line_id, state=str(line.state))
    drop(work, search_key(line))
    _empty_bin(work, line, reason)
    _go_missing(work, task, line, PickLineStep.REPORT_SHORT, reason)
    settle(work, task)
    return line


def answer_substitution(work: UnitOfWork, line_id: str, sku: str | None) -> PickLine:
    """Take the customer's answer: one of the proposals, or none of them; gives the line that was asked about."""
    line, task = open_line(work, line_id)
    if line.state is not PickLineState.SUB_PROPOSED:
        raise Refusal("nothing_asked", line=line_id, state=str(line.state))
    if sku is None:
        accept_missing(work, line)
    elif sku not in line.proposals:
        raise Refusal("not_proposed", sku=sku, proposals=list(line.proposals))
    elif add_substitute(work, task, line, sku) is None:
        raise Refusal("proposal_gone", sku=sku)
    tell_line(work, task, line)
    settle(work, task)
    return line


def end_answer(work: UnitOfWork, line: PickLine) -> None:
    """End the wait for a customer who does not answer: without a yes nothing is replaced."""
    line, task = open_line(work, line.id)
    work.step(line, PickLineStep.ANSWER_TIME_OUT)
    accept_missing(work, line)
    tell_line(work, task, line)
    settle(work, task)


def accept_missing(work: UnitOfWork, line: PickLine) -> None:
    """Leave a line out and pay it back."""
    work.step(line, PickLineStep.ACCEPT_SHORT)
    line.refunded = line.quantity
    orders.refund_line(work, line.order_line_id, line.quantity, RefundReason.SHORT)


def search_key(line: PickLine) -> str:
    """Name the one open search for a line."""
    return f"search:{line.id}"


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > REASON_MAX:
        raise invalid("reason", f"a short line needs a reason of up to {REASON_MAX} characters")


def _propose_second_bin(work: UnitOfWork, line: PickLine) -> None:
    if line.allocation_id is None:
        return
    today = work.get(Store, line.store_id).day(work.now)
    other = second_bin(work.session, work.get(Allocation, line.allocation_id), today=today)
    if other is not None:
        raise Refusal("second_bin", line=line.id, bin=other.id)


def _empty_bin(work: UnitOfWork, line: PickLine, reason: str) -> None:
    """Take the rest off the books and ask for a count; who else counted on that bin is sent elsewhere."""
    if line.allocation_id is None or line.bin_id is None:
        return
    stock.declare_empty(work, line.bin_id, line.sku, reason, leave=(line.allocation_id,))
    stock.give_up(work, line.allocation_id)
    ask_count(work, line.bin_id, line.sku, CountCause.SHORT)


def _go_missing(work: UnitOfWork, task: PickTask, line: PickLine, step: PickLineStep, reason: str) -> None:
    line.short_reason = reason
    work.step(line, step, reason=reason, bin=line.bin_id)
    _decide(work, task, line)
    tell_line(work, task, line)


def _decide(work: UnitOfWork, task: PickTask, line: PickLine) -> None:
    """Follow the customer's rule for this line."""
    order_line = work.get(OrderLine, line.order_line_id)
    fitting = candidates(work.session, line.store_id, order_line, line.quantity)
    if order_line.substitution is Substitution.ASK and fitting:
        _ask_customer(work, line, order_line, fitting[:PROPOSALS_MAX])
    elif not any(add_substitute(work, task, line, sku) for sku in fitting):
        accept_missing(work, line)


def _ask_customer(work: UnitOfWork, line: PickLine, order_line: OrderLine, proposals: list[str]) -> None:
    line.proposals = proposals
    work.step(line, PickLineStep.ASK_CUSTOMER, timedelta(seconds=work.settings.customer_answer_seconds_max))
    order = work.get(Order, line.order_id)
    body = {
        "order_id": order.id, "external_id": order.external_id, "number": order.number, "line_id": line.id,
        "line_no": order_line.line_no, "sku": line.sku, "quantity": line.quantity, "proposals": proposals,
        "answer_until": line.deadline_at.isoformat() if line.deadline_at else None, "at": work.now.isoformat(),
    }  # fmt: skip
    work.webhook(order.channel, "order.substitution", body, order.id)
