"""What keeps the stock true, fresh and filled: plans of counts and filling, hours, deliveries to come."""

from datetime import timedelta

from picking.counting import commands as counting
from picking.counting.commands import PlanDraft
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import commands as freshness
from picking.freshness.commands import FreshDayDraft
from picking.imports.document import FreshDayFacts, StoreFile
from picking.receiving import commands as receiving
from picking.receiving.commands import DeliveryDraft, DraftLine
from picking.replenishing import commands as replenishing
from picking.replenishing.commands import FillDraft


def keep(work: UnitOfWork, file: StoreFile, *, is_new: bool) -> None:
    """Keep plans and hours as the file has them; a new store looks at once what is near its end."""
    for row in file.count_plans:
        counting.keep_plan(work, PlanDraft(row.id, row.kind, row.at, row.days, row.bins_max, row.zone, row.blind))
    if file.fresh_day is not None:
        freshness.keep_day(work, _draft(file.fresh_day))
        if is_new:
            freshness.propose_markdowns(work, by_itself=file.fresh_day.by_itself)
    if file.face_limits:
        replenishing.keep_limits(work, [(face.bin, face.sku, face.least, face.most) for face in file.face_limits])
    if file.fill_plan is not None:
        replenishing.keep_plan(work, FillDraft(file.fill_plan.every_minutes, file.fill_plan.closing))
    for each in file.deliveries if is_new else ():
        lines = [DraftLine(line.sku, line.quantity) for line in each.lines]
        due = work.now + timedelta(minutes=each.in_minutes)
        receiving.expect(work, file.store.id, DeliveryDraft(each.number, each.supplier, due, lines))


def _draft(row: FreshDayFacts) -> FreshDayDraft:
    return FreshDayDraft(row.opens, row.marks_down, row.clears, row.by_itself)
