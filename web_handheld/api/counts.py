"""/desk/counts, /desk/truth: which bins are counted and doubted, what a count found, and what a lead makes of it."""

from http import HTTPStatus

from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from picking.counting import commands as counting
from picking.counting.commands import PlanDraft
from picking.counting.lifecycle import CountState
from picking.counting.model import CountLine, CountPlan, CountPlanKind, StockCount
from picking.counting.queries import doubtful_bins, last_movements, lines_of, open_counts
from picking.foundation.refusals import unknown
from picking.foundation.tables import Json
from picking.foundation.unit_of_work import UnitOfWork
from picking.stock.model import Movement
from web_handheld.api import once
from web_handheld.api.desk_asking import at_desk
from web_handheld.api.pages import page
from web_handheld.forms.base import Form, Paged, StrictBlueprint, number, text, time, whole
from web_handheld.parts import parts

blueprint = StrictBlueprint("counts", __name__, description="Counts, and how far bins are believed")
BINS_MAX = 500


class CountsQuery(Paged):
    """Open counts, or only those that stand so."""

    state = fields.Enum(CountState, by_value=True)


class CountsForm(Form):
    """Whole bins to be counted, blind unless it is said otherwise."""

    bins = fields.List(text(64), required=True, validate=validate.Length(1, BINS_MAX))
    blind = fields.Boolean(load_default=True)
    due_at = time(required=True)


class TruthQuery(Form):
    """How many bins."""

    limit = number(1, 500, load_default=50)


class CountPlanForm(Form):
    """Counts by the clock."""

    kind = fields.Enum(CountPlanKind, by_value=True, required=True)
    at_clock = text(5, required=True)
    days = whole(1, 3650, load_default=30)
    bins_max = whole(1, 5000, load_default=20)
    zone_id = text(64, allow_none=True, load_default=None)
    blind = fields.Boolean(load_default=True)


@blueprint.route("/desk/counts", methods=["GET"])
@blueprint.arguments(CountsQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_counts(query: Json) -> Json:
    """Give the open counts, oldest first, a page at a time."""
    by = at_desk()
    with parts().transactions.reading() as books:
        rows = open_counts(by.store_id)
        if "state" in query:
            rows = rows.where(StockCount.state == query["state"])
        return page(books, rows, [StockCount.id.expression], _count, query)


@blueprint.route("/desk/counts", methods=["POST"])
@blueprint.arguments(CountsForm)
@blueprint.response(HTTPStatus.CREATED)
def wish_counts(form: Json) -> once.Answer:
    """Have whole bins counted."""
    at_desk()

    def command(work: UnitOfWork) -> Json:
        counts = counting.schedule_many(work, form["bins"], blind=form["blind"], due_at=form["due_at"])
        return {"counts": [count.id for count in counts]}

    return once.run(command, HTTPStatus.CREATED)


@blueprint.route("/desk/counts/<count_id>", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_count(count_id: str) -> Json:
    """Give a count with all its numbers and, of each item, the bin's last movements."""
    by = at_desk()
    with parts().transactions.reading() as books:
        count = books.get(StockCount, count_id)
        if count is None or count.store_id != by.store_id:
            raise unknown("StockCount", count_id)
        return {**_count(count), "lines": [_line(books, count, line) for line in lines_of(books, count_id)]}


@blueprint.route("/desk/counts/<count_id>/approval", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def approve(count_id: str) -> once.Answer:
    """Book what a count found."""
    return once.run(lambda work: _count(counting.approve_count(work, _own(work, count_id))))


@blueprint.route("/desk/counts/<count_id>/refusal", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def refuse(count_id: str) -> once.Answer:
    """Send a count back: somebody else counts once more."""
    return once.run(lambda work: _count(counting.refuse_count(work, _own(work, count_id))))


@blueprint.route("/desk/counts/<count_id>/cancellation", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def cancel(count_id: str) -> once.Answer:
    """Give a count up."""
    return once.run(lambda work: _count(counting.cancel_count(work, _own(work, count_id))))


@blueprint.route("/desk/truth", methods=["GET"])
@blueprint.arguments(TruthQuery, location="query")
@blueprint.response(HTTPStatus.OK)
def show_truth(query: Json) -> Json:
    """Give the bins that are believed least, with what makes them doubtful."""
    by = at_desk()
    transactions = parts().transactions
    with transactions.reading() as books:
        now, settings = transactions.clock.now(), transactions.settings_of(by.store_id)
        return {"bins": doubtful_bins(books, by.store_id, now, settings, limit=query["limit"])}


@blueprint.route("/desk/count-plans", methods=["GET"])
@blueprint.response(HTTPStatus.OK)
def show_plans() -> Json:
    """Give the store's plans of counts."""
    by = at_desk()
    with parts().transactions.reading() as books:
        plans = books.scalars(select(CountPlan).where(CountPlan.store_id == by.store_id).order_by(CountPlan.code))
        return {"plans": [_plan(plan) for plan in plans]}


@blueprint.route("/desk/count-plans/<code>", methods=["PUT"])
@blueprint.arguments(CountPlanForm)
@blueprint.response(HTTPStatus.OK)
def keep_plan(form: Json, code: str) -> once.Answer:
    """Keep a plan of counts as it is written now."""
    return once.run(lambda work: _plan(counting.keep_plan(work, PlanDraft(code=code, **form))))


@blueprint.route("/desk/count-plans/<code>/pause", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def pause(code: str) -> once.Answer:
    """Let nobody count by a plan for now."""
    return once.run(lambda work: _plan(counting.pause_plan(work, code)))


@blueprint.route("/desk/count-plans/<code>/resumption", methods=["POST"])
@blueprint.response(HTTPStatus.OK)
def resume(code: str) -> once.Answer:
    """Go on with a plan."""
    return once.run(lambda work: _plan(counting.resume_plan(work, code)))


def _own(work: UnitOfWork, count_id: str) -> str:
    if work.get(StockCount, count_id).store_id != work.by.store_id:
        raise unknown("StockCount", count_id)
    return count_id


def _count(count: StockCount) -> Json:
    return {
        "id": count.id, "bin": count.bin_id, "sku": count.sku, "state": str(count.state), "cause": str(count.cause),
        "blind": count.blind, "round": count.round, "due_at": count.due_at.isoformat(),
        "difference_minor": count.difference_minor, "counted_by": count.counted_by, "approved_by": count.approved_by,
    }  # fmt: skip


def _line(books: Session, count: StockCount, line: CountLine) -> Json:
    return {
        "sku": line.sku, "round": line.round, "counted": line.counted, "expected": line.expected,
        "found": line.found, "overtaken": line.overtaken, "difference": line.difference, "booked": line.booked,
        "looked_at": line.looked_at.isoformat(), "person_id": line.person_id,
        "movements": [_movement(row) for row in last_movements(books, count.bin_id, line.sku)],
    }  # fmt: skip


def _movement(row: Movement) -> Json:
    return {
        "from": row.from_place, "to": row.to_place, "quantity": row.quantity, "reason": row.reason,
        "order_id": row.order_id, "person_id": row.person_id, "at": row.at.isoformat(),
    }  # fmt: skip


def _plan(plan: CountPlan) -> Json:
    return {
        "code": plan.code, "kind": str(plan.kind), "state": str(plan.state), "at_clock": plan.at_clock,
        "days": plan.days, "bins_max": plan.bins_max, "zone_id": plan.zone_id, "blind": plan.blind,
        "next_at": plan.deadline_at.isoformat() if plan.deadline_at else None,
    }  # fmt: skip
