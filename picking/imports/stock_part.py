"""What keeps the stock true and fresh: plans of counts, and the store's hours for goods that do not keep."""

from picking.counting import commands as counting
from picking.counting.commands import PlanDraft
from picking.foundation.unit_of_work import UnitOfWork
from picking.freshness import commands as freshness
from picking.freshness.commands import FreshDayDraft
from picking.imports.document import FreshDayFacts, StoreFile


def keep(work: UnitOfWork, file: StoreFile, *, is_new: bool) -> None:
    """Keep plans and hours as the file has them; a new store looks at once what is near its end."""
    for row in file.count_plans:
        counting.keep_plan(work, PlanDraft(row.id, row.kind, row.at, row.days, row.bins_max, row.zone, row.blind))
    if file.fresh_day is not None:
        freshness.keep_day(work, _draft(file.fresh_day))
        if is_new:
            freshness.propose_markdowns(work, by_itself=file.fresh_day.by_itself)


def _draft(row: FreshDayFacts) -> FreshDayDraft:
    return FreshDayDraft(row.opens, row.marks_down, row.clears, row.by_itself)
