"""What keeps the stock true, fresh and filled: plans of counts and filling, hours, limits, deliveries to come."""

from datetime import timedelta

from picking.counting import commands as counting
from picking.counting.commands import PlanDraft
from picking.counting.commands.planning import find_plan
from picking.counting.lifecycle import CountPlanState
from picking.freshness import commands as freshness
from picking.freshness.commands import FreshDayDraft
from picking.freshness.model import FreshDay
from picking.imports.document import CountPlanRow, StoreFile
from picking.imports.keeping import Books
from picking.receiving import commands as receiving
from picking.receiving.commands import DeliveryDraft, DraftLine
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import FillDraft
from picking.replenishing.lifecycle import FillPlanState
from picking.replenishing.model import FillPlan


def keep(books: Books, file: StoreFile, *, is_new: bool) -> None:
    """Keep plans, hours and limits as the file has them; a new store looks at once what is near its end."""
    work = books.work
    keep_count_plans(books, file)
    keep_fresh_day(books, file)
    if file.fresh_day is not None and is_new:
        freshness.propose_markdowns(work, by_itself=file.fresh_day.by_itself)
    keep_face_limits(books, file)
    keep_fill_plan(books, file)
    for each in file.deliveries if is_new else ():
        lines = [DraftLine(line.sku, line.quantity) for line in each.lines]
        due = work.now + timedelta(minutes=each.in_minutes)
        receiving.expect(work, file.store.id, DeliveryDraft(each.number, each.supplier, due, lines))


def keep_count_plans(books: Books, file: StoreFile) -> None:
    """Keep plans of counts; one that is retired pauses."""
    for row in file.count_plans:
        _keep_count_plan(books, row)


def _keep_count_plan(books: Books, row: CountPlanRow) -> None:
    work, draft = books.work, PlanDraft(row.id, row.kind, row.at, row.days, row.bins_max, row.zone, row.blind)
    plan = find_plan(work, row.id)
    if plan is None or any(getattr(plan, name) != value for name, value in vars(draft).items()):
        plan = counting.keep_plan(work, draft)
    if row.retired is True and plan.state is not CountPlanState.PAUSED:
        counting.pause_plan(work, row.id)
    if row.retired is False and plan.state is CountPlanState.PAUSED:
        counting.resume_plan(work, row.id)


def keep_fresh_day(books: Books, file: StoreFile) -> None:
    """Keep the hours for goods that do not keep."""
    if file.fresh_day is None:
        return
    row, day = file.fresh_day, books.work.find(FreshDay, books.store_id)
    draft = FreshDayDraft(row.opens, row.marks_down, row.clears, row.by_itself)
    if day is None or any(getattr(day, name) != value for name, value in vars(draft).items()):
        freshness.keep_day(books.work, draft)


def keep_face_limits(books: Books, file: StoreFile) -> None:
    """Keep what faces shall hold at least and at most."""
    if file.face_limits:
        limits = [(face.bin, face.sku, face.least, face.most) for face in file.face_limits]
        replenishing.keep_limits(books.work, limits)


def keep_fill_plan(books: Books, file: StoreFile) -> None:
    """Keep how often faces are looked at; a plan that is retired pauses."""
    if file.fill_plan is None:
        return
    work, row = books.work, file.fill_plan
    plan = work.find(FillPlan, books.store_id)
    draft = FillDraft(row.every_minutes, row.closing)
    wakes = row.retired is False and plan is not None and plan.state is FillPlanState.PAUSED
    if plan is None or wakes or any(getattr(plan, name) != value for name, value in vars(draft).items()):
        plan = replenishing.keep_plan(work, draft)
    if row.retired is True and plan.state is not FillPlanState.PAUSED:
        replenishing.pause_plan(work)
